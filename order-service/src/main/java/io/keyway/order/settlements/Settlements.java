package io.keyway.order.settlements;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores the settlements of all partners. */
@Component
final class Settlements {

    /**
     * Filter of a list; an absent value matches everything.
     *
     * @param payerId the partner that pays
     */
    record Filter(Settlement.@Nullable Status status, @Nullable PartnerId payerId) {

        private Bson toBson() {
            List<Bson> filters = new ArrayList<>();
            if (status != null) {
                filters.add(eq("state.status", status.name().toLowerCase(Locale.ROOT)));
            }
            if (payerId != null) {
                filters.add(eq("state.payerId", payerId.value()));
            }
            return filters.isEmpty() ? empty() : and(filters);
        }
    }

    /** A list reads whole settlements of up to a thousand lines each, so that a page is short. */
    private static final int PAGE_MAX = 50;

    private final Aggregates<Settlement> settlements;

    Settlements(Store store) {
        this.settlements =
                store.aggregates("settlements", Settlement.class)
                        .indexed("scope", "state.status", "_id")
                        .indexed("state.payerId", "_id");
    }

    Stored<Settlement> find(Caller caller, SettlementId id) {
        return settlements.find(caller, id).orElseThrow(Refused::notFound);
    }

    /** The settlement, without a scope check. */
    Optional<Stored<Settlement>> load(SettlementId id) {
        return settlements.load(id);
    }

    /** The settlements that exist among these, by id, without a scope check. */
    Map<SettlementId, Settlement> loadAll(Collection<SettlementId> ids) {
        Map<SettlementId, Settlement> found = new HashMap<>();
        if (!ids.isEmpty()) {
            settlements
                    .loadAll(ids)
                    .forEach(stored -> found.put(stored.state().id(), stored.state()));
        }
        return found;
    }

    /** Stores it; if its id is taken, answers the settlement that has it. */
    Stored<Settlement> insert(Settlement settlement) {
        return settlements.insert(settlement).orElseThrow();
    }

    Stored<Settlement> change(
            SettlementId id, Function<Stored<Settlement>, Decision<Settlement>> decide) {
        return settlements.change(id, decide).orElseThrow(Refused::notFound);
    }

    Page<Stored<Settlement>> page(Caller caller, Filter filter, PageRequest page) {
        return settlements.page(
                caller,
                filter.toBson(),
                new PageRequest(Math.min(page.limit(), PAGE_MAX), page.after()));
    }
}
