package io.keyway.usage.quotas;

import io.keyway.kit.http.Refused;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeSet;

/**
 * The fields of a quota that can change.
 *
 * @param included what each month includes, in the meter's unit; a decimal string above 0 with at
 *     most 18 digits before the point and 12 after it
 * @param limit {@code soft} or {@code hard}: when it is used up, {@code hard} tells products to
 *     stop
 * @param thresholds percents of {@code included} whose reaching is told, ascending, each from 1 to
 *     1000, at most 10
 */
record QuotaEdit(
        @NotNull @Positive @Digits(integer = 18, fraction = 12) BigDecimal included,
        @NotNull Quota.Limit limit,
        @NotNull @Size(max = QuotaEdit.THRESHOLDS_MAX)
                List<@NotNull @Min(1) @Max(1000) Integer> thresholds) {

    static final int THRESHOLDS_MAX = 10;

    static final List<Integer> THRESHOLDS = List.of(80, 100);

    static QuotaEdit of(Quota quota) {
        return new QuotaEdit(quota.included(), quota.limit(), quota.thresholds());
    }

    /**
     * The same with plain decimals.
     *
     * @throws Refused with {@code invalid_request} if the thresholds do not ascend
     */
    QuotaEdit checked() {
        if (!List.copyOf(new TreeSet<>(thresholds)).equals(thresholds)) {
            throw Refused.invalid("thresholds", "must ascend, each once").get();
        }
        BigDecimal stripped = included.stripTrailingZeros();
        return new QuotaEdit(
                stripped.scale() < 0 ? stripped.setScale(0) : stripped, limit, thresholds);
    }
}
