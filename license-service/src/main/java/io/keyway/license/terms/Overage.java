package io.keyway.license.terms;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What an activation does that goes beyond the machines of a license.
 *
 * @param factor of the limit, with {@code up_to}: 1.5 lets three machines on a license for two
 */
public record Overage(
        @NotNull Mode mode, @Nullable @DecimalMin("1") @DecimalMax("1000") BigDecimal factor) {

    public static final Overage REFUSE = new Overage(Mode.REFUSE, null);

    /** What is allowed beyond the limit. */
    public enum Mode {
        @JsonProperty("refuse")
        REFUSE,
        @JsonProperty("up_to")
        UP_TO,
        @JsonProperty("unlimited")
        UNLIMITED
    }

    public boolean hasItsFactor() {
        return (mode == Mode.UP_TO) == (factor != null);
    }

    /** How many machines a license may have that is sold for {@code max}, rounded down. */
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
