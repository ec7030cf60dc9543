package io.keyway.contracts.event;

import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a partner may sell: at every partner from below the vendor down to itself some grant must
 * cover it. So shrinking a parent's grant shrinks everything below at once, without touching it.
 */
public final class Portfolio {

    private final List<PartnerId> path;
    private final Map<PartnerId, GrantsState> grants;

    /**
     * @param path from the vendor down to the partner
     * @param grants of the partners on the path; one that is missing grants nothing
     */
    public Portfolio(List<PartnerId> path, Map<PartnerId, GrantsState> grants) {
        this.path = List.copyOf(path);
        this.grants = Map.copyOf(grants);
    }

    /**
     * The first partner on the path that may not sell it; empty if all may. The vendor may sell all
     * that is its own.
     */
    public Optional<PartnerId> refusedAt(ProductId product, PolicyId policy, Instant at) {
        return path.stream()
                .skip(1)
                .filter(
                        partner ->
                                grantsOf(partner).stream()
                                        .noneMatch(grant -> grant.covers(product, policy, at)))
                .findFirst();
    }

    public boolean contains(ProductId product, PolicyId policy, Instant at) {
        return refusedAt(product, policy, at).isEmpty();
    }

    /** Whether any policy of the product could be in it: what a list of products shows. */
    public boolean contains(ProductId product, Instant at) {
        return path.stream()
                .skip(1)
                .allMatch(
                        partner ->
                                grantsOf(partner).stream()
                                        .anyMatch(
                                                grant ->
                                                        grant.productId().equals(product)
                                                                && (grant.expiresAt() == null
                                                                        || at.isBefore(
                                                                                grant
                                                                                        .expiresAt()))));
    }

    private List<Grant> grantsOf(PartnerId partner) {
        GrantsState state = grants.get(partner);
        return state == null ? List.of() : state.grants();
    }
}
