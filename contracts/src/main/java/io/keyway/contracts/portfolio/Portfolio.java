package io.keyway.contracts.portfolio;

import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a partner may sell: every partner on the path, from the one below the vendor down to itself,
 * needs a grant for it. So shrinking a parent's grant takes effect at once for everything below,
 * without changing their grants.
 */
public final class Portfolio {

    private final List<PartnerId> path;
    private final Map<PartnerId, GrantsState> grants;

    /**
     * Creates the portfolio.
     *
     * @param path from the vendor down to the partner
     * @param grants of the partners on the path; a partner without an entry has no grants
     */
    public Portfolio(List<PartnerId> path, Map<PartnerId, GrantsState> grants) {
        this.path = List.copyOf(path);
        this.grants = Map.copyOf(grants);
    }

    /**
     * The first partner on the path that may not sell it; empty if all may. The vendor may sell all
     * of its own products.
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

    /** Why a partner on the path may not sell something. */
    public enum Gap {
        PRODUCT_NOT_GRANTED,
        POLICY_NOT_GRANTED,
        GRANT_EXPIRED
    }

    /** What the partner named by {@link #refusedAt} lacks. */
    public Gap gapAt(PartnerId partner, ProductId product, PolicyId policy) {
        List<Grant> ofProduct =
                grantsOf(partner).stream()
                        .filter(grant -> grant.productId().equals(product))
                        .toList();
        if (ofProduct.isEmpty()) {
            return Gap.PRODUCT_NOT_GRANTED;
        }
        return ofProduct.stream()
                        .anyMatch(
                                grant ->
                                        grant.policyIds() == null
                                                || grant.policyIds().contains(policy))
                ? Gap.GRANT_EXPIRED
                : Gap.POLICY_NOT_GRANTED;
    }

    /**
     * The limits of selling: the tightest along the path.
     *
     * @param licensesMax absent for no maximum
     * @param expiresAt absent for no end
     */
    public record Terms(@Nullable Long licensesMax, @Nullable Instant expiresAt) {

        public static final Terms UNBOUNDED = new Terms(null, null);

        private static Terms of(Grant grant) {
            return new Terms(grant.licensesMax(), grant.expiresAt());
        }

        /** Combines two grants of one partner: either of them may be used. */
        private Terms or(Terms other) {
            return new Terms(
                    licensesMax == null || other.licensesMax == null
                            ? null
                            : Long.valueOf(Math.max(licensesMax, other.licensesMax)),
                    expiresAt == null || other.expiresAt == null
                            ? null
                            : expiresAt.isAfter(other.expiresAt) ? expiresAt : other.expiresAt);
        }

        private Terms and(Terms other) {
            return new Terms(
                    licensesMax == null
                            ? other.licensesMax
                            : other.licensesMax == null
                                    ? licensesMax
                                    : Long.valueOf(Math.min(licensesMax, other.licensesMax)),
                    expiresAt == null
                            ? other.expiresAt
                            : other.expiresAt == null || expiresAt.isBefore(other.expiresAt)
                                    ? expiresAt
                                    : other.expiresAt);
        }
    }

    /** The limits; empty if it may not be sold at all. */
    public Optional<Terms> terms(ProductId product, PolicyId policy, Instant at) {
        return path.stream()
                .skip(1)
                .map(
                        partner ->
                                grantsOf(partner).stream()
                                        .filter(grant -> grant.covers(product, policy, at))
                                        .map(Terms::of)
                                        .reduce(Terms::or))
                .reduce(
                        Optional.of(Terms.UNBOUNDED),
                        (above, own) -> above.flatMap(terms -> own.map(terms::and)));
    }

    /** Whether at least one policy of the product may be sold, as a list of products needs it. */
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
