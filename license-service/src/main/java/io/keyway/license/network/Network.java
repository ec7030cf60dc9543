package io.keyway.license.network;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.Portfolio;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The partner network as this service last heard of it. */
@Component
public class Network {

    private final Replica<PartnerState> partners;
    private final Replica<PartnerState> gone;
    private final Replica<GrantsState> grants;
    private final Replica<CustomerState> customers;

    Network(Store store) {
        this.partners = store.replica("partners", PartnerState.class, PartnerState::path);
        this.gone = store.replica("deleted-partners", PartnerState.class, PartnerState::path);
        this.grants = store.replica("grants", GrantsState.class, GrantsState::path);
        this.customers =
                store.replica(
                        "customers", CustomerState.class, CustomerState::path, CustomerState::id);
    }

    public Optional<PartnerState> partner(PartnerId id) {
        return partners.load(id);
    }

    /** The partner, if the caller sees it and it was not deleted. */
    public Optional<PartnerState> partner(Caller caller, PartnerId id) {
        return partners.find(caller, id).filter(found -> gone.loadAll(List.of(id)).isEmpty());
    }

    /** Those of the partners on the path that are known, from the vendor down. */
    public List<PartnerState> partnersAlong(List<PartnerId> path) {
        Map<PartnerId, PartnerState> known = partners.loadAll(path);
        return path.stream().filter(known::containsKey).map(known::get).toList();
    }

    public Optional<CustomerState> customer(Caller caller, CustomerId id) {
        return customers.find(caller, id);
    }

    public Optional<CustomerState> customer(CustomerId id) {
        return customers.load(id);
    }

    /** The grants of the partners on the path, by partner. */
    public Map<PartnerId, GrantsState> grantsAlong(List<PartnerId> path) {
        return grants.loadAll(path);
    }

    public Portfolio portfolio(List<PartnerId> path) {
        return new Portfolio(path, grantsAlong(path));
    }

    boolean put(PartnerState partner, long sequence) {
        return partners.put(partner.id(), sequence, partner);
    }

    /** Its copy stays: licenses name it. */
    void delete(PartnerState partner, long sequence) {
        gone.put(partner.id(), sequence, partner);
    }

    boolean put(GrantsState portfolio, long sequence) {
        return grants.put(portfolio.partnerId(), sequence, portfolio);
    }

    boolean put(CustomerState customer, long sequence) {
        return customers.put(customer.id(), sequence, customer);
    }
}
