package io.keyway.partner.network;

import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.Topic;
import io.keyway.contracts.event.CatalogEvent;
import io.keyway.contracts.event.CatalogEvent.PlanChanged;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.CatalogEvent.PolicyChanged;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductChanged;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.bus.Received;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.Replica.Update;
import io.keyway.kit.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Replica of the products and policies of license-service and of the plans of order-service. */
@Component
public final class Catalog {

    private final Replica<ProductState> products;
    private final Replica<PolicyState> policies;
    private final Replica<PlanState> plans;

    Catalog(Store store) {
        this.products =
                store.replica(
                        Topic.CATALOG,
                        "products",
                        ProductState.class,
                        product -> List.of(product.vendorId()));
        this.policies =
                store.replica(
                                Topic.CATALOG,
                                "policies",
                                PolicyState.class,
                                policy -> List.of(policy.vendorId()))
                        .indexed("state.productId");
        this.plans = store.replica(Topic.CATALOG, "plans", PlanState.class, PlanState::path);
    }

    void onEvents(List<Received<CatalogEvent>> batch) {
        List<Update<ProductState>> changedProducts = new ArrayList<>();
        List<Update<PolicyState>> changedPolicies = new ArrayList<>();
        List<Update<PlanState>> changedPlans = new ArrayList<>();
        for (Received<CatalogEvent> received : batch) {
            switch (received.event()) {
                case ProductChanged(ProductState product) ->
                        changedProducts.add(received.toUpdate(product.id(), product));
                case PolicyChanged(PolicyState policy) ->
                        changedPolicies.add(received.toUpdate(policy.id(), policy));
                case PlanChanged(PlanState plan) ->
                        changedPlans.add(received.toUpdate(plan.id(), plan));
            }
        }
        products.putAll(changedProducts);
        policies.putAll(changedPolicies);
        plans.putAll(changedPlans);
    }

    public Optional<PlanState> plan(PlanId id) {
        return plans.load(id);
    }

    /** The plans that exist among these. */
    public Collection<PlanState> plans(Collection<PlanId> ids) {
        return plans.loadAll(ids).values();
    }

    public Optional<ProductState> product(ProductId id) {
        return products.load(id);
    }

    public Optional<PolicyState> policy(PolicyId id) {
        return policies.load(id);
    }

    /** All policies of the product. */
    public List<PolicyState> policies(ProductId product) {
        return policies.loadAll(eq("state.productId", product.value()));
    }

    /** All policies of the vendor's products. */
    public List<PolicyState> policies(PartnerId vendor) {
        return policies.loadAll(eq("scope", vendor.value()));
    }
}
