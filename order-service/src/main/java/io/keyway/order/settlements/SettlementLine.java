package io.keyway.order.settlements;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.keyway.contracts.Money;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;

/**
 * One license of a settlement. Names are those of the time of check-out.
 *
 * @param price the price when it was issued
 * @param amount the price less the payer's discount
 */
record SettlementLine(
        LicenseId licenseId,
        ProductId productId,
        String productName,
        PolicyId policyId,
        String policyName,
        Money price,
        Money amount) {

    @JsonIgnore
    Money discount() {
        return price.minus(amount);
    }
}
