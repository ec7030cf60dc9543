package io.keyway.contracts.rating;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a quantity is priced, as plans and requests contain it. Prices are in major units of the
 * currency with any number of decimals; the amount is rounded once, at the end.
 *
 * @param tiers of graduated and volume, ascending; the last has no bound
 * @param unit price of one unit (unit), of one package (package), or of the whole (flat)
 * @param packageSize units per package; quantities are rounded up to whole packages
 * @param included units that cost nothing
 * @param minimum the least that is charged, in major units
 * @param currency ISO 4217
 */
public record Rate(
        Model model,
        @Nullable List<Tier> tiers,
        @Nullable BigDecimal unit,
        @Nullable BigDecimal packageSize,
        @Nullable BigDecimal included,
        @Nullable BigDecimal minimum,
        String currency) {

    public enum Model {
        @JsonProperty("flat")
        FLAT,
        @JsonProperty("unit")
        UNIT,
        @JsonProperty("graduated")
        GRADUATED,
        @JsonProperty("volume")
        VOLUME,
        @JsonProperty("package")
        PACKAGE
    }

    /**
     * A tier of a rate.
     *
     * @param upTo the last quantity of the tier, inclusive; absent on the last tier
     */
    public record Tier(
            @Nullable BigDecimal upTo, @Nullable BigDecimal unit, @Nullable BigDecimal flat) {}
}
