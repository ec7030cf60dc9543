package io.keyway.partner.partners;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Filters.size;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The partners of all trees. */
@Component
public final class Partners {

    /**
     * What a list is narrowed to; what is absent narrows nothing.
     *
     * @param q part of a name or an e-mail
     * @param parent whose children are asked for
     */
    record Asked(
            @Nullable String q,
            @Nullable PartnerType type,
            @Nullable PartnerModel model,
            @Nullable PartnerStatus status,
            @Nullable Partner parent) {

        private Bson filter() {
            List<Bson> filters = new ArrayList<>();
            if (q != null && !q.isBlank()) {
                String part = Pattern.quote(q.strip());
                filters.add(or(regex("state.name", part, "i"), regex("state.email", part, "i")));
            }
            if (type != null) {
                filters.add(eq("state.type", wire(type)));
            }
            if (model != null) {
                filters.add(eq("state.model", wire(model)));
            }
            if (status != null) {
                filters.add(eq("state.status", wire(status)));
            }
            if (parent != null) {
                filters.add(eq("scope", parent.id().value()));
                filters.add(size("scope", parent.scope().size() + 1));
            }
            return filters.isEmpty() ? empty() : and(filters);
        }

        private static String wire(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }

    private final Aggregates<Partner> partners;

    Partners(Store store) {
        this.partners =
                store.aggregates("partners", Partner.class)
                        .unique("state.loginDomain")
                        .sortable("name", partner -> partner.name().toLowerCase(Locale.ROOT))
                        .sortable("email", Partner::email)
                        .sortable("status", partner -> Asked.wire(partner.status()))
                        .sortable("type", partner -> Asked.wire(partner.type()));
    }

    /** The partner, if the caller sees it. */
    public Stored<Partner> find(Caller caller, PartnerId id) {
        return partners.find(caller, id).orElseThrow(Refused::notFound);
    }

    public Optional<Partner> load(PartnerId id) {
        return partners.load(id).map(Stored::state);
    }

    /** Who signs in at the login domain, while every partner on its path is active. */
    public Optional<Partner> atLoginDomain(String name) {
        return partners.loadBy("state.loginDomain", name)
                .map(Stored::state)
                .filter(
                        partner ->
                                partner.scope().stream()
                                        .allMatch(
                                                id ->
                                                        load(id).filter(
                                                                        above ->
                                                                                above.status()
                                                                                        == PartnerStatus
                                                                                                .ACTIVE)
                                                                .isPresent()));
    }

    public boolean hasLoginDomain(String name) {
        return partners.loadBy("state.loginDomain", name).isPresent();
    }

    /** Itself, as it is shown to its own account. */
    public Object describe(PartnerId id) {
        return load(id).map(PartnerResponse::from).orElseThrow(Refused::notFound);
    }

    /**
     * @return empty if the login domain is taken
     */
    Optional<Stored<Partner>> insert(Partner partner, DomainEvent event) {
        return partners.insert(partner, event);
    }

    Stored<Partner> change(PartnerId id, Function<Stored<Partner>, Decision<Partner>> decide) {
        return partners.change(id, decide).orElseThrow(Refused::notFound);
    }

    Page<Stored<Partner>> page(Caller caller, Asked asked, PartnerOrder order, PageRequest page) {
        return partners.page(caller, asked.filter(), order.sorting(), page);
    }
}
