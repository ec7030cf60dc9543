package io.keyway.kit.access;

import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.portfolio.Portfolio;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a policy cannot be sold.
 *
 * @param at the first partner on the path that may not sell it; absent if the vendor withdrew it
 */
public record NotSold(AccessRule rule, @Nullable PartnerId at) {

    /**
     * Refuses a product or policy that the vendor withdrew from sale. It applies to all partners at
     * once.
     */
    public static Optional<NotSold> withdrawn(CatalogStatus product, CatalogStatus policy) {
        if (product != CatalogStatus.ACTIVE) {
            return Optional.of(new NotSold(AccessRule.PRODUCT_WITHDRAWN, null));
        }
        return policy == CatalogStatus.ACTIVE
                ? Optional.empty()
                : Optional.of(new NotSold(AccessRule.POLICY_WITHDRAWN, null));
    }

    /** Refuses if a partner on the path from the vendor down has no grant for it. */
    public static Optional<NotSold> notGranted(
            Portfolio portfolio, ProductId product, PolicyId policy, Instant now) {
        return portfolio
                .refusedAt(product, policy, now)
                .map(at -> new NotSold(AccessRule.of(portfolio.gapAt(at, product, policy)), at));
    }

    /** The refusal as a sentence for the asker. */
    public Finding explained(Subject subject) {
        String name = at == null ? "" : subject.name(at);
        return new Finding(
                rule,
                switch (rule) {
                    case PRODUCT_WITHDRAWN -> "The vendor has withdrawn the product from sale.";
                    case POLICY_WITHDRAWN -> "The vendor has withdrawn the policy from sale.";
                    case PRODUCT_NOT_GRANTED -> name + " has not been granted the product.";
                    case POLICY_NOT_GRANTED ->
                            name + " has been granted the product, but not this policy.";
                    case GRANT_EXPIRED -> "What " + name + " was granted has ended.";
                    default -> throw new IllegalStateException(rule + " is about something else");
                });
    }
}
