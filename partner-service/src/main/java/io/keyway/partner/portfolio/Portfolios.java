package io.keyway.partner.portfolio;

import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsReplaced;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregate;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.partner.network.Catalog;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Stores what each partner was granted, and answers what it may sell. */
@Component
public final class Portfolios {

    /** The grants of one partner; the id is the partner's. */
    public record Grants(PartnerId id, List<PartnerId> scope, List<Grant> grants)
            implements Aggregate {

        GrantsState toState() {
            return new GrantsState(id, scope, grants);
        }
    }

    /** A policy that a partner may sell, and within which bounds. */
    public record Sellable(PolicyState policy, Portfolio.Terms terms) {}

    private final Aggregates<Grants> grants;
    private final Catalog catalog;
    private final Clock clock;

    Portfolios(Store store, Catalog catalog, Clock clock) {
        this.grants = store.aggregates("grants", Grants.class);
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * The partner's grants; none, with version 0, if it was never given any.
     *
     * @param path from the vendor down to the partner
     */
    public Stored<Grants> of(PartnerId id, List<PartnerId> path) {
        return grants.load(id).orElseGet(() -> new Stored<>(new Grants(id, path, List.of()), 0));
    }

    /** Replaces all grants of the partner, whatever their version. */
    public void replace(PartnerId id, List<PartnerId> path, List<GrantRequest> requested) {
        replace(id, path, requested, new IfMatch(null));
    }

    /**
     * Replaces all grants of the partner.
     *
     * @param path from the vendor down to the partner
     * @throws Refused {@code version_mismatch} if they have changed since the caller read them
     */
    public Stored<Grants> replace(
            PartnerId id, List<PartnerId> path, List<GrantRequest> requested, IfMatch ifMatch) {
        Grants next = new Grants(id, path, requested.stream().map(GrantRequest::toGrant).toList());
        ifMatch.require(of(id, path));
        grants.insert(new Grants(id, path, List.of())); // Version 1 stands for: none given yet.
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

    /** Deletes the partner's grants; may be repeated. */
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

    /**
     * Every policy that the partner may sell now; withdrawn products and policies are left out.
     *
     * @param path from the vendor down to the partner
     */
    public List<Sellable> sellable(List<PartnerId> path) {
        Instant now = clock.instant();
        Portfolio portfolio = portfolio(path);
        Map<ProductId, Boolean> sold = new HashMap<>();
        return catalog.policies(path.getFirst()).stream()
                .filter(policy -> policy.status() == CatalogStatus.ACTIVE)
                .filter(policy -> sold.computeIfAbsent(policy.productId(), this::isSold))
                .flatMap(
                        policy ->
                                portfolio.terms(policy.productId(), policy.id(), now).stream()
                                        .map(terms -> new Sellable(policy, terms)))
                .toList();
    }

    private boolean isSold(ProductId id) {
        return catalog.product(id)
                .filter(product -> product.status() == CatalogStatus.ACTIVE)
                .isPresent();
    }

    /** What the last partner on the path may sell: its grants within those of all above it. */
    public Portfolio portfolio(List<PartnerId> path) {
        Map<PartnerId, GrantsState> states = new HashMap<>();
        path.forEach(
                id ->
                        grants.load(id)
                                .ifPresent(stored -> states.put(id, stored.state().toState())));
        return new Portfolio(path, states);
    }
}
