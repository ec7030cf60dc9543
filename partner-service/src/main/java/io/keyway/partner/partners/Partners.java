package io.keyway.partner.partners;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.util.Optional;
import java.util.function.Function;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/** The partners of all trees. */
@Component
public final class Partners {

    private final Aggregates<Partner> partners;

    Partners(Store store) {
        this.partners = store.aggregates("partners", Partner.class).unique("state.loginDomain");
    }

    /** The partner, if the caller sees it. */
    public Stored<Partner> find(Caller caller, PartnerId id) {
        return partners.find(caller, id).orElseThrow(Refused::notFound);
    }

    public Optional<Partner> load(PartnerId id) {
        return partners.load(id).map(Stored::state);
    }

    /** Itself, as it is shown to its own account. */
    public Object describe(PartnerId id) {
        return load(id).map(PartnerResponse::from).orElseThrow(Refused::notFound);
    }

    /** @return empty if the login domain is taken */
    Optional<Stored<Partner>> insert(Partner partner, DomainEvent event) {
        return partners.insert(partner, event);
    }

    Stored<Partner> change(PartnerId id, Function<Stored<Partner>, Decision<Partner>> decide) {
        return partners.change(id, decide).orElseThrow(Refused::notFound);
    }

    Page<Stored<Partner>> page(Caller caller, Bson filter, PageRequest page) {
        return partners.page(caller, filter, page);
    }
}
