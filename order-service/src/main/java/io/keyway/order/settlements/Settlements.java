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

/** The settlements of all partners. */
@Component
final class Settlements {

    /**
     * What a list is narrowed to; what is absent narrows nothing.
     *
     * @param payerId who pays
     */
    record Asked(Settlement.@Nullable Status status, @Nullable PartnerId payerId) {

        private Bson filter() {
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

    /** A settlement may have a thousand lines, which a list does not show. */
    private static final int LISTED_MAX = 50;

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

    /** For the service itself. */
    Optional<Stored<Settlement>> load(SettlementId id) {
        return settlements.load(id);
    }

    /** Those that are there, for the service itself. */
    Map<SettlementId, Settlement> loadAll(Collection<SettlementId> ids) {
        Map<SettlementId, Settlement> found = new HashMap<>();
        if (!ids.isEmpty()) {
            settlements
                    .loadAll(ids)
                    .forEach(stored -> found.put(stored.state().id(), stored.state()));
        }
        return found;
    }

    /** The new one, or the one that has its id already. */
    Stored<Settlement> insert(Settlement settlement) {
        return settlements.insert(settlement).orElseThrow();
    }

    Stored<Settlement> change(
            SettlementId id, Function<Stored<Settlement>, Decision<Settlement>> decide) {
        return settlements.change(id, decide).orElseThrow(Refused::notFound);
    }

    Page<Stored<Settlement>> page(Caller caller, Asked asked, PageRequest page) {
        return settlements.page(
                caller,
                asked.filter(),
                new PageRequest(Math.min(page.limit(), LISTED_MAX), page.after()));
    }
}
