package io.keyway.contracts.rating;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a quantity is priced, in plans and requests. Prices are in major units of the currency with
 * any number of decimals; the amount is rounded once, at the end.
 *
 * @param model how the price applies to the quantity
 * @param tiers for {@code graduated} and {@code volume}, ascending, at most 100; the last has no
 *     bound
 * @param unit price of one unit ({@code unit}), of one package ({@code package}), or of any
 *     quantity ({@code flat})
 * @param packageSize units per package, for {@code package}; quantities are rounded up to whole
 *     packages
 * @param included units that cost nothing; default 0
 * @param minimum the least that is charged, in major units; default 0
 * @param currency ISO 4217 code, such as {@code EUR}
 */
public record Rate(
        Model model,
        @Nullable List<Tier> tiers,
        @Nullable BigDecimal unit,
        @Nullable BigDecimal packageSize,
        @Nullable BigDecimal included,
        @Nullable BigDecimal minimum,
        String currency) {

    /** How a price applies to a quantity. */
    public enum Model {
        /** The same amount for any quantity. */
        @JsonProperty("flat")
        FLAT,
        /** One price per unit. */
        @JsonProperty("unit")
        UNIT,
        /** Each tier prices the part of the quantity that lies in it. */
        @JsonProperty("graduated")
        GRADUATED,
        /** The tier that contains the whole quantity prices all of it. */
        @JsonProperty("volume")
        VOLUME,
        /** One price per started package. */
        @JsonProperty("package")
        PACKAGE
    }

    /**
     * A tier of a rate.
     *
     * @param upTo the last quantity of the tier, inclusive; absent on the last tier
     * @param unit price per unit within the tier; default 0
     * @param flat charged once when the tier is reached, the first always; default 0
     */
    public record Tier(
            @Nullable BigDecimal upTo, @Nullable BigDecimal unit, @Nullable BigDecimal flat) {}
}
