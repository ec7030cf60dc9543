package io.keyway.partner.portfolio;

import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A product that a partner may sell.
 *
 * @param productId a product that the parent may sell
 * @param policyIds policies of the product, 1 to 1000; absent for all policies of the product
 * @param licensesMax licenses of the product that the partner and those below it may have issued, 0
 *     to 1000000000; absent for the parent's maximum
 * @param expiresAt from when the partner may no longer sell it; absent for the parent's end
 */
public record GrantRequest(
        @NotNull ProductId productId,
        @Nullable @Size(min = 1, max = 1000) Set<@NotNull PolicyId> policyIds,
        @Nullable @Min(0) @Max(1_000_000_000) Long licensesMax,
        @Nullable Instant expiresAt) {

    Grant toGrant() {
        return new Grant(productId, policyIds, licensesMax, expiresAt);
    }
}
