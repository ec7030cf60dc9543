package io.keyway.order.network;

import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CatalogEvent;
import io.keyway.contracts.event.CatalogEvent.PlanChanged;
import io.keyway.contracts.event.CatalogEvent.PolicyChanged;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductChanged;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent;
import io.keyway.contracts.event.GrantEvent.GrantsReplaced;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerDeleted;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.bus.Received;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.Replica.Update;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.kit.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Replicas of the partners, customers, grants, products and policies of the other services. */
@Component
public final class Network {

    private final Replica<PartnerState> partners;
    private final Replica<PartnerState> deletedPartners;
    private final Replica<CustomerState> customers;
    private final Replica<GrantsState> grants;
    private final Replica<ProductState> products;
    private final Replica<PolicyState> policies;

    Network(Store store) {
        partners =
                store.replica(Topic.PARTNERS, "partners", PartnerState.class, PartnerState::path);
        deletedPartners =
                store.replica(
                        Topic.PARTNERS, "deleted-partners", PartnerState.class, PartnerState::path);
        customers =
                store.replica(
                        Topic.CUSTOMERS,
                        "customers",
                        CustomerState.class,
                        CustomerState::path,
                        CustomerState::id);
        grants = store.replica(Topic.GRANTS, "grants", GrantsState.class, GrantsState::path);
        products =
                store.replica(
                        Topic.CATALOG,
                        "products",
                        ProductState.class,
                        product -> List.of(product.vendorId()));
        policies =
                store.replica(
                                Topic.CATALOG,
                                "policies",
                                PolicyState.class,
                                policy -> List.of(policy.vendorId()))
                        .indexed("state.productId");
    }

    /** Stores the newest state of each partner, and which partners were deleted. */
    void onPartnerEvents(List<Received<PartnerEvent>> batch) {
        partners.putAll(batch.stream().map(Network::partnerUpdate).toList());
        deletedPartners.putAll(
                batch.stream()
                        .filter(received -> received.event() instanceof PartnerDeleted)
                        .map(Network::partnerUpdate)
                        .toList());
    }

    private static Update<PartnerState> partnerUpdate(Received<PartnerEvent> received) {
        PartnerState partner = received.event().partner();
        return received.toUpdate(partner.id(), partner);
    }

    void onCustomerEvents(List<Received<CustomerEvent>> batch) {
        customers.putAll(
                batch.stream()
                        .map(
                                received -> {
                                    CustomerState customer = received.event().customer();
                                    return received.toUpdate(customer.id(), customer);
                                })
                        .toList());
    }

    void onGrantEvents(List<Received<GrantEvent>> batch) {
        grants.putAll(
                batch.stream()
                        .map(
                                received ->
                                        switch (received.event()) {
                                            case GrantsReplaced(GrantsState state) ->
                                                    received.toUpdate(state.partnerId(), state);
                                        })
                        .toList());
    }

    /** Stores products and policies; plans on the same topic are this service's own. */
    void onCatalogEvents(List<Received<CatalogEvent>> batch) {
        List<Update<ProductState>> changedProducts = new ArrayList<>();
        List<Update<PolicyState>> changedPolicies = new ArrayList<>();
        for (Received<CatalogEvent> received : batch) {
            switch (received.event()) {
                case ProductChanged(ProductState product) ->
                        changedProducts.add(received.toUpdate(product.id(), product));
                case PolicyChanged(PolicyState policy) ->
                        changedPolicies.add(received.toUpdate(policy.id(), policy));
                case PlanChanged plan -> {}
            }
        }
        products.putAll(changedProducts);
        policies.putAll(changedPolicies);
    }

    /** The partner, if the caller may see it and it was not deleted. */
    public Optional<PartnerState> findPartner(Caller caller, PartnerId id) {
        return partners.find(caller, id).filter(partner -> !isDeleted(id));
    }

    /**
     * The partner, if the caller may see it and it was not deleted.
     *
     * @throws Refused {@code not_found} otherwise
     */
    public PartnerState partner(Caller caller, PartnerId id) {
        return findPartner(caller, id).orElseThrow(Refused::notFound);
    }

    /** The known partners on the path, in its order: from the vendor down. */
    public List<PartnerState> partnersAlong(List<PartnerId> path) {
        Map<PartnerId, PartnerState> known = partners.loadAll(path);
        return path.stream().filter(known::containsKey).map(known::get).toList();
    }

    /** Whether the partner was deleted. Its last state is kept, because orders refer to it. */
    public boolean isDeleted(PartnerId id) {
        return !deletedPartners.loadAll(List.of(id)).isEmpty();
    }

    /** The customer, if the caller may see it. */
    public Optional<CustomerState> findCustomer(Caller caller, CustomerId id) {
        return customers.find(caller, id);
    }

    /**
     * The customer, if the caller may see it.
     *
     * @throws Refused {@code not_found} otherwise
     */
    public CustomerState customer(Caller caller, CustomerId id) {
        return findCustomer(caller, id).orElseThrow(Refused::notFound);
    }

    /** The product of any vendor; the caller of this method checks the vendor itself. */
    public Optional<ProductState> findProduct(ProductId id) {
        return products.load(id);
    }

    /**
     * The product, if it is this vendor's.
     *
     * @throws Refused {@code not_found} otherwise
     */
    public ProductState product(PartnerId vendor, ProductId id) {
        return findProduct(id)
                .filter(product -> product.vendorId().equals(vendor))
                .orElseThrow(Refused::notFound);
    }

    /** The known products among these, by id. */
    public Map<ProductId, ProductState> products(Collection<ProductId> ids) {
        return known(products, ids);
    }

    /** The known policies among these, by id. */
    public Map<PolicyId, PolicyState> policies(Collection<PolicyId> ids) {
        return known(policies, ids);
    }

    /**
     * Reads all with one query; only a missing id is looked up again, until the replica is current.
     */
    private static <I extends Id, S> Map<I, S> known(Replica<S> replica, Collection<I> ids) {
        Set<I> missing = new HashSet<>(ids);
        Map<I, S> found = replica.loadAll(missing);
        missing.removeAll(found.keySet());
        missing.forEach(id -> replica.load(id).ifPresent(state -> found.put(id, state)));
        return found;
    }

    public Optional<PolicyState> findPolicy(PolicyId id) {
        return policies.load(id);
    }

    /**
     * The policy, if it is one of this product.
     *
     * @throws Refused {@code not_found} otherwise
     */
    public PolicyState policy(ProductState product, PolicyId id) {
        return findPolicy(id)
                .filter(policy -> policy.productId().equals(product.id()))
                .orElseThrow(Refused::notFound);
    }

    /** All policies of the product; their number is small. */
    public List<PolicyState> policies(ProductId product) {
        return policies.loadAll(eq("state.productId", product.value()));
    }

    /**
     * What the last partner on the path may sell: its grants within those of all above it. The
     * vendor, who is first, has none.
     *
     * @throws ReplicaBehindException if a partner seems to have none and not all events about its
     *     grants are consumed
     */
    public Portfolio portfolio(List<PartnerId> path) {
        return new Portfolio(path, grants.loadAllConsumed(path.subList(1, path.size())));
    }
}
