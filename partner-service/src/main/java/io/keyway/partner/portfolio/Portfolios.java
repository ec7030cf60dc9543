package io.keyway.partner.portfolio;

import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.CatalogEvent;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.PlanChanged;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.CatalogEvent.PolicyChanged;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductChanged;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsReplaced;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.bus.Received;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregate;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.Replica.Update;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What each partner was granted, and the catalog that the grants are about. */
@Component
public final class Portfolios {

    /** The grants of one partner; their id is the partner's. */
    public record Grants(PartnerId id, List<PartnerId> scope, List<Grant> grants)
            implements Aggregate {

        GrantsState toState() {
            return new GrantsState(id, scope, grants);
        }
    }

    private final Aggregates<Grants> grants;
    private final Replica<ProductState> products;
    private final Replica<PolicyState> policies;
    private final Replica<PlanState> plans;
    private final Clock clock;

    Portfolios(Store store, Clock clock) {
        this.grants = store.aggregates("grants", Grants.class);
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
        this.clock = clock;
    }

    void onEvent(List<Received<CatalogEvent>> batch) {
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

    public Stored<Grants> of(PartnerId id, List<PartnerId> path) {
        return grants.load(id).orElseGet(() -> new Stored<>(new Grants(id, path, List.of()), 0));
    }

    /**
     * Refuses grants that are not a subset of what the parent may sell. What the caller itself may
     * not sell does not exist for it.
     *
     * @param path from the vendor down to the partner that is granted them
     */
    public void check(Caller caller, List<PartnerId> path, List<GrantRequest> requested) {
        Instant now = clock.instant();
        Portfolio parents = portfolio(path.subList(0, path.size() - 1));
        Portfolio callers = caller.role() == Role.OPERATOR ? parents : portfolio(caller.path());
        for (GrantRequest grant : requested) {
            ProductState product =
                    products.load(grant.productId())
                            .filter(known -> known.vendorId().equals(path.getFirst()))
                            .filter(known -> callers.contains(known.id(), now))
                            .orElseThrow(Refused::notFound);
            if (!parents.contains(product.id(), now)) {
                throw new Refused(ProblemCode.NOT_IN_PORTFOLIO);
            }
            for (PolicyId id :
                    grant.policyIds() == null
                            ? List.<PolicyId>of()
                            : List.copyOf(grant.policyIds())) {
                boolean exists =
                        policies.load(id)
                                .filter(policy -> policy.productId().equals(product.id()))
                                .filter(policy -> callers.contains(product.id(), policy.id(), now))
                                .isPresent();
                if (!exists) {
                    throw Refused.notFound();
                }
                if (!parents.contains(product.id(), id, now)) {
                    throw new Refused(ProblemCode.NOT_IN_PORTFOLIO);
                }
            }
            checkBounds(parents, grant, now);
        }
    }

    /**
     * Nobody is promised more, or for longer, than its parent has; without a bound it has the same.
     */
    private void checkBounds(Portfolio parents, GrantRequest grant, Instant now) {
        List<PolicyId> granted =
                grant.policyIds() == null
                        ? policies(grant.productId()).stream().map(PolicyState::id).toList()
                        : List.copyOf(grant.policyIds());
        for (PolicyId policy : granted) {
            Portfolio.Terms terms =
                    parents.terms(grant.productId(), policy, now).orElse(Portfolio.Terms.UNBOUNDED);
            if (grant.licensesMax() != null
                    && terms.licensesMax() != null
                    && grant.licensesMax() > terms.licensesMax()) {
                throw Refused.invalid(
                                "licensesMax",
                                "must be at most %d, as its parent's"
                                        .formatted(terms.licensesMax()))
                        .get();
            }
            if (grant.expiresAt() != null
                    && terms.expiresAt() != null
                    && grant.expiresAt().isAfter(terms.expiresAt())) {
                throw Refused.invalid(
                                "expiresAt",
                                "must not be after %s, as its parent's"
                                        .formatted(terms.expiresAt()))
                        .get();
            }
        }
    }

    public void replace(PartnerId id, List<PartnerId> path, List<GrantRequest> requested) {
        replace(id, path, requested, new IfMatch(null));
    }

    public Stored<Grants> replace(
            PartnerId id, List<PartnerId> path, List<GrantRequest> requested, IfMatch ifMatch) {
        Grants next = new Grants(id, path, requested.stream().map(GrantRequest::toGrant).toList());
        ifMatch.require(of(id, path));
        grants.insert(new Grants(id, path, List.of()));
        return grants.change(
                        id,
                        stored -> {
                            if (stored.version() > 1) {
                                ifMatch.require(stored);
                            }
                            return stored.state().equals(next) && stored.version() > 1
                                    ? Decision.keep()
                                    : Decision.change(next, new GrantsReplaced(next.toState()));
                        })
                .orElseThrow();
    }

    /** Takes away all that the partner was granted. */
    public void withdraw(PartnerId id) {
        for (Optional<Stored<Grants>> found = grants.load(id);
                found.isPresent();
                found = grants.load(id)) {
            GrantsState none = new GrantsState(id, found.get().state().scope(), List.of());
            if (grants.delete(found.get(), new GrantsReplaced(none))) {
                return;
            }
        }
    }

    /** A policy that a partner may sell, and within what bounds. */
    public record Sellable(PolicyState policy, Portfolio.Terms terms) {}

    /** What a partner may sell now, policy by policy, of what is still sold at all. */
    public List<Sellable> sellable(List<PartnerId> path) {
        Instant now = clock.instant();
        Portfolio portfolio = portfolio(path);
        Map<String, Boolean> sold = new HashMap<>();
        return policies.loadAll(eq("scope", path.getFirst().value())).stream()
                .filter(policy -> policy.status() == CatalogStatus.ACTIVE)
                .filter(
                        policy ->
                                sold.computeIfAbsent(
                                        policy.productId().value(),
                                        id ->
                                                products.load(policy.productId())
                                                        .filter(
                                                                product ->
                                                                        product.status()
                                                                                == CatalogStatus
                                                                                        .ACTIVE)
                                                        .isPresent()))
                .flatMap(
                        policy ->
                                portfolio.terms(policy.productId(), policy.id(), now).stream()
                                        .map(terms -> new Sellable(policy, terms)))
                .toList();
    }

    public Optional<ProductState> product(ProductId id) {
        return products.load(id);
    }

    public Optional<PolicyState> policy(PolicyId id) {
        return policies.load(id);
    }

    public List<PolicyState> policies(ProductId product) {
        return policies.loadAll(eq("state.productId", product.value()));
    }

    public Portfolio portfolio(List<PartnerId> path) {
        Map<PartnerId, GrantsState> states = new HashMap<>();
        path.forEach(
                id -> grants.load(id).ifPresent(stored -> states.put(id, stored.state().toState())));
        return new Portfolio(path, states);
    }
}
