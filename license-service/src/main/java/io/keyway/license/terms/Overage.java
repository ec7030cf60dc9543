package io.keyway.license.terms;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Whether a license may have more machines than its limit.
 *
 * @param mode {@code refuse}, {@code up_to} or {@code unlimited}
 * @param factor with {@code up_to}: multiplies the limit, 1 to 1000, rounded down; 1.5 allows three
 *     machines on a license for two
 */
public record Overage(
        @NotNull Mode mode, @Nullable @DecimalMin("1") @DecimalMax("1000") BigDecimal factor) {

    public static final Overage REFUSE = new Overage(Mode.REFUSE, null);

    /** What is allowed beyond the limit. */
    public enum Mode {
        /** No machine beyond the limit. */
        @JsonProperty("refuse")
        REFUSE,
        /** As many machines as the limit times the factor. */
        @JsonProperty("up_to")
        UP_TO,
        /** Any number of machines. */
        @JsonProperty("unlimited")
        UNLIMITED
    }

    public boolean hasItsFactor() {
        return (mode == Mode.UP_TO) == (factor != null);
    }

    /** How many machines a license with this limit may have. */
    int places(int max) {
        return switch (mode) {
            case REFUSE -> max;
            case UNLIMITED -> Integer.MAX_VALUE;
            case UP_TO ->
                    factor == null
                            ? max
                            : BigDecimal.valueOf(max)
                                    .multiply(factor)
                                    .setScale(0, RoundingMode.DOWN)
                                    .min(BigDecimal.valueOf(Integer.MAX_VALUE))
                                    .intValueExact();
        };
    }
}
