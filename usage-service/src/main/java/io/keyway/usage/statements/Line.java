package io.keyway.usage.statements;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Money;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import java.math.BigDecimal;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * One amount of a statement.
 *
 * @param key identifies the line within its month: {@code fee}, {@code order:…} or {@code usage:…}
 * @param kind {@code fee}, {@code order}, {@code usage}, {@code adjustment} or {@code unrated}
 * @param description a sentence for the payer
 * @param period the month that the line is about, {@code YYYY-MM}; earlier for an adjustment
 * @param orderId the order of an order line
 * @param productId the product of an order line
 * @param policyId the policy of an order line
 * @param meter the code of the meter of a usage line
 * @param quantity licenses, months or usage, a decimal string; in an adjustment the difference
 * @param unitPrice price of one unit in major currency units; absent if it is not per unit
 * @param amount what is owed; in an adjustment the difference
 */
record Line(
        String key,
        Kind kind,
        String description,
        YearMonth period,
        @Nullable OrderId orderId,
        @Nullable ProductId productId,
        @Nullable PolicyId policyId,
        @Nullable String meter,
        BigDecimal quantity,
        @Nullable BigDecimal unitPrice,
        Money amount) {

    enum Kind {
        /** The plan's fee for the month. */
        @JsonProperty("fee")
        FEE,
        /** A line of an order. */
        @JsonProperty("order")
        ORDER,
        /** The quantity of a meter in the payer's branch. */
        @JsonProperty("usage")
        USAGE,
        /** A difference to what was billed for a closed month. */
        @JsonProperty("adjustment")
        ADJUSTMENT,
        /** Usage that the plan's rate cannot be applied to; such a statement cannot be closed. */
        @JsonProperty("unrated")
        UNRATED
    }

    /** This line as the difference to what was billed for the same key. */
    Line asAdjustment(BigDecimal quantityDifference, Money difference) {
        return new Line(
                key,
                Kind.ADJUSTMENT,
                "Adjustment of " + period + ": " + description,
                period,
                orderId,
                productId,
                policyId,
                meter,
                quantityDifference,
                unitPrice,
                difference);
    }
}
