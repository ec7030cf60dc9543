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
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.bus.Received;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.Replica.Update;
import io.keyway.kit.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What the other services have told about partners, customers and what is sold. */
@Component
public final class Network {

    final Replica<PartnerState> partners;
    final Replica<PartnerState> gone;
    final Replica<CustomerState> customers;
    final Replica<GrantsState> grants;
    final Replica<ProductState> products;
    final Replica<PolicyState> policies;

    Network(Store store) {
        partners =
                store.replica(Topic.PARTNERS, "partners", PartnerState.class, PartnerState::path);
        gone =
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

    /** A vendor's products and policies; its plans are no matter of orders. */
    void onEvent(List<Received<CatalogEvent>> batch) {
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

    /** The partner, if the caller sees it and it was not deleted. */
    public Optional<PartnerState> findPartner(Caller caller, PartnerId id) {
        return partners.find(caller, id).filter(partner -> !isGone(id));
    }

    /** The same for who cannot do without it. */
    public PartnerState partner(Caller caller, PartnerId id) {
        return findPartner(caller, id).orElseThrow(Refused::notFound);
    }

    /** Those of the partners on the path that are known, from the vendor down. */
    public List<PartnerState> partnersAlong(List<PartnerId> path) {
        Map<PartnerId, PartnerState> known = partners.loadAll(path);
        return path.stream().filter(known::containsKey).map(known::get).toList();
    }

    /** Whether the partner was deleted. Its copy stays: orders name it. */
    public boolean isGone(PartnerId id) {
        return !gone.loadAll(List.of(id)).isEmpty();
    }

    /** The customer, if the caller sees it. */
    public Optional<CustomerState> findCustomer(Caller caller, CustomerId id) {
        return customers.find(caller, id);
    }

    /** The same for who cannot do without it. */
    public CustomerState customer(Caller caller, CustomerId id) {
        return findCustomer(caller, id).orElseThrow(Refused::notFound);
    }

    /** The product of whichever vendor: for what decides about that itself. */
    public Optional<ProductState> findProduct(ProductId id) {
        return products.load(id);
    }

    /** The product of this vendor. */
    public ProductState product(PartnerId vendor, ProductId id) {
        return findProduct(id)
                .filter(product -> product.vendorId().equals(vendor))
                .orElseThrow(Refused::notFound);
    }

    /** Those of the products that are known. */
    public Map<ProductId, ProductState> products(Collection<ProductId> ids) {
        return known(products, ids);
    }

    /** Those of the policies that are known. */
    public Map<PolicyId, PolicyState> policies(Collection<PolicyId> ids) {
        return known(policies, ids);
    }

    /** One query for all; only what is not here is waited for. */
    private static <I extends Id, S> Map<I, S> known(Replica<S> copy, Collection<I> ids) {
        Set<I> different = new HashSet<>(ids);
        Map<I, S> found = copy.loadAll(different);
        different.removeAll(found.keySet());
        different.forEach(id -> copy.load(id).ifPresent(state -> found.put(id, state)));
        return found;
    }

    public Optional<PolicyState> findPolicy(PolicyId id) {
        return policies.load(id);
    }

    /** The policy of this product. */
    public PolicyState policy(ProductState product, PolicyId id) {
        return findPolicy(id)
                .filter(policy -> policy.productId().equals(product.id()))
                .orElseThrow(Refused::notFound);
    }

    /** All policies of the product; it has few of them. */
    public List<PolicyState> policies(ProductId product) {
        return policies.loadAll(eq("state.productId", product.value()));
    }

    /** What the partner at the end of the path may sell. */
    public Portfolio portfolio(List<PartnerId> path) {
        return new Portfolio(path, grants.loadAll(path));
    }
}
