package io.keyway.license.network;

import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.store.CatchUp;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.kit.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The replicas of partners, grants and customers. */
@Component
public class Network implements Customers {

    private final Replica<PartnerState> partners;
    private final Replica<PartnerState> deletedPartners;
    private final Replica<GrantsState> grants;
    private final Replica<CustomerState> customers;
    private final CatchUp catchUp;

    Network(Store store, CatchUp catchUp) {
        this.catchUp = catchUp;
        this.partners =
                store.replica(Topic.PARTNERS, "partners", PartnerState.class, PartnerState::path);
        this.deletedPartners =
                store.replica(
                        Topic.PARTNERS, "deleted-partners", PartnerState.class, PartnerState::path);
        this.grants = store.replica(Topic.GRANTS, "grants", GrantsState.class, GrantsState::path);
        this.customers =
                store.replica(
                                Topic.CUSTOMERS,
                                "customers",
                                CustomerState.class,
                                CustomerState::path,
                                CustomerState::id)
                        .indexed("state.email", "_id");
    }

    public Optional<PartnerState> partner(PartnerId id) {
        return partners.load(id);
    }

    /** The partner, if the caller sees it and it is not deleted. */
    public Optional<PartnerState> partner(Caller caller, PartnerId id) {
        return partners.find(caller, id)
                .filter(found -> deletedPartners.loadAll(List.of(id)).isEmpty());
    }

    /** The known partners on the path, from the vendor down. */
    public List<PartnerState> partnersAlong(List<PartnerId> path) {
        Map<PartnerId, PartnerState> known = partners.loadAll(path);
        return path.stream().filter(known::containsKey).map(known::get).toList();
    }

    public Optional<CustomerState> customer(Caller caller, CustomerId id) {
        return customers.find(caller, id);
    }

    @Override
    public Optional<CustomerState> customer(CustomerId id) {
        return customers.load(id);
    }

    /**
     * The customers with this e-mail that the caller sees, at most two: two are enough to know that
     * the e-mail is ambiguous.
     *
     * @throws ReplicaBehindException if there is none and not all customer events are consumed
     */
    public List<CustomerState> customers(Caller caller, String email) {
        Supplier<List<CustomerState>> look =
                () ->
                        customers
                                .page(caller, eq("state.email", email), PageRequest.first(2))
                                .items();
        List<CustomerState> found = look.get();
        if (!found.isEmpty()) {
            return found;
        }
        if (!catchUp.hasConsumedAll(Topic.CUSTOMERS)) {
            throw new ReplicaBehindException();
        }
        return look.get();
    }

    /** The known grants of the partners on the path, by partner. */
    public Map<PartnerId, GrantsState> grantsAlong(List<PartnerId> path) {
        return grants.loadAll(path);
    }

    /**
     * The grants of the partners on the path, by partner; a sale is decided by them. The vendor,
     * who is first, has none.
     *
     * @throws ReplicaBehindException if a partner seems to have none and not all events about its
     *     grants are consumed
     */
    public Map<PartnerId, GrantsState> grantsForSale(List<PartnerId> path) {
        return grants.loadAllConsumed(path.subList(1, path.size()));
    }

    public Portfolio portfolio(List<PartnerId> path) {
        return new Portfolio(path, grantsForSale(path));
    }

    void putPartners(List<Replica.Update<PartnerState>> updates) {
        partners.putAll(updates);
    }

    /** Remembers deleted partners; their replicas stay, because licenses name them. */
    void putDeletedPartners(List<Replica.Update<PartnerState>> updates) {
        deletedPartners.putAll(updates);
    }

    void putGrants(List<Replica.Update<GrantsState>> updates) {
        grants.putAll(updates);
    }

    void putCustomers(List<Replica.Update<CustomerState>> updates) {
        customers.putAll(updates);
    }
}
