package io.keyway.order.pricing;

import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * A line to order.
 *
 * @param productId a product in the buyer's portfolio
 * @param policyId a policy of the product, with a price in the buyer's currency
 * @param quantity licenses, 1 to 1000000 (setting {@code quantity-max})
 */
public record LineRequest(
        @NotNull ProductId productId, @NotNull PolicyId policyId, @NotNull @Min(1) Long quantity) {}
