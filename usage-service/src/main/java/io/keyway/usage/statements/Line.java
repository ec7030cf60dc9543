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
 * @param key what it is for; the same whenever the month is computed again
 * @param period the month that it is about: an earlier one for an adjustment
 * @param quantity of an adjustment: the difference, like the amount
 * @param unitPrice in major units; absent where the price is not one per unit
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
        /** What a closed month should have been and was not. */
        @JsonProperty("adjustment")
        ADJUSTMENT,
        /** Usage that cannot be rated; a statement with it is not closed. */
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
