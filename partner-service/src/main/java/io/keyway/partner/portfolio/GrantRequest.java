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
 * A grant as a parent writes it.
 *
 * @param policyIds absent for all policies of the product
 * @param licensesMax absent for no maximum
 * @param expiresAt absent for no end
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
