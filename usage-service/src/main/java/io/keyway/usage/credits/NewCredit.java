package io.keyway.usage.credits;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.NotFormula;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A credit to give. Exactly one of {@code partnerId} and {@code customerId} is required.
 *
 * @param partnerId the partner that may pay with it
 * @param customerId the customer that may pay with it, at the partner to which it belongs now
 * @param kind {@code grant}, or {@code prepaid} for one that the payer buys
 * @param amount what it pays in all, above 0, in the currency of the payer's statements
 * @param price what a prepaid credit costs, in the same currency; it is a line of the statement of
 *     {@code from}. Default: the amount. Absent for a grant
 * @param from the first month that it pays, {@code YYYY-MM}: the last month at the earliest;
 *     default: the current month
 * @param until the last month that it pays, {@code YYYY-MM}: what is not drawn then is gone
 * @param meters codes of at most 20 meters whose usage it pays; absent for everything owed
 * @param priority from 0 to 100, the lowest is drawn first; default 50
 * @param note what it is for, shown in statements; at most 200 characters
 */
record NewCredit(
        @Nullable PartnerId partnerId,
        @Nullable CustomerId customerId,
        @NotNull Credit.Kind kind,
        @NotNull @Valid Price amount,
        @Nullable @Valid Price price,
        @Nullable @Pattern(regexp = NewCredit.MONTH, message = NewCredit.MONTH_EXPECTED)
                String from,
        @NotNull @Pattern(regexp = NewCredit.MONTH, message = NewCredit.MONTH_EXPECTED)
                String until,
        @Nullable @Size(min = 1, max = 20) List<@NotBlank @Size(max = 64) String> meters,
        @Nullable @Min(0) @Max(100) Integer priority,
        @NotBlank @Size(max = 200) @NotFormula String note) {

    static final String MONTH = "20[0-9]{2}-(0[1-9]|1[0-2])";
    static final String MONTH_EXPECTED = "must be a month like 2026-01";

    /**
     * An amount of money.
     *
     * @param amount in minor units of the currency, like cents; above 0
     * @param currency ISO 4217 code, like {@code EUR}
     */
    record Price(
            @NotNull @Min(1) @Max(Price.MAX) Long amount,
            @NotNull @Pattern(regexp = "[A-Z]{3}") String currency) {

        /** Far from what sums of a statement can hold. */
        static final long MAX = 1_000_000_000_000_000L;
    }
}
