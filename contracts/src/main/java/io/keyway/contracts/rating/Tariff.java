package io.keyway.contracts.rating;

import static java.math.BigDecimal.ONE;
import static java.math.BigDecimal.ZERO;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/**
 * A price with an included quantity and a minimum.
 *
 * @param included units that cost nothing; the price applies to the rest
 * @param minimum least amount in major units, charged even without any usage
 */
public record Tariff(Price price, BigDecimal included, BigDecimal minimum, Currency currency) {

    public Tariff {
        if (included.signum() < 0 || minimum.signum() < 0) {
            throw new IllegalArgumentException("included and minimum are not negative");
        }
    }

    /**
     * Rates a quantity. A negative one (corrections exceed the usage) is rated as zero: money is
     * returned by adjustments only.
     */
    public Rated rate(BigDecimal quantity) {
        BigDecimal free = quantity.max(ZERO).min(included);
        BigDecimal billable = quantity.max(ZERO).subtract(free);
        List<Part> parts = new ArrayList<>();
        if (free.signum() > 0) {
            parts.add(new Part(Part.Kind.INCLUDED, free, ZERO));
        }
        parts.addAll(parts(billable));
        BigDecimal exact = parts.stream().map(Part::amount).reduce(ZERO, BigDecimal::add);
        if (exact.compareTo(minimum) < 0) {
            parts.add(new Part(Part.Kind.MINIMUM, ONE, minimum.subtract(exact)));
            exact = minimum;
        }
        return new Rated(List.copyOf(parts), exact, currency);
    }

    private List<Part> parts(BigDecimal billable) {
        return switch (price) {
            case Price.Flat flat -> List.of(new Part(Part.Kind.FLAT, ONE, flat.amount()));
            case Price.PerUnit per -> List.of(new Part(Part.Kind.UNITS, billable, per.unit()));
            case Price.Graduated graduated -> graduated(graduated.tiers(), billable);
            case Price.Volume volume -> whole(volume.tiers(), billable);
            case Price.PerPackage per -> {
                BigDecimal packages = billable.divide(per.size(), 0, RoundingMode.CEILING);
                yield List.of(new Part(Part.Kind.PACKAGES, packages, per.unit()));
            }
        };
    }

    private static List<Part> graduated(List<Price.Tier> tiers, BigDecimal billable) {
        List<Part> parts = new ArrayList<>();
        BigDecimal from = ZERO;
        for (Price.Tier tier : tiers) {
            if (!parts.isEmpty() && billable.compareTo(from) <= 0) {
                break;
            }
            BigDecimal to = tier.upTo() == null ? billable : billable.min(tier.upTo());
            parts.addAll(tier(tier, to.subtract(from)));
            from = to;
        }
        return parts;
    }

    private static List<Part> whole(List<Price.Tier> tiers, BigDecimal billable) {
        for (Price.Tier tier : tiers) {
            if (tier.upTo() == null || billable.compareTo(tier.upTo()) <= 0) {
                return tier(tier, billable);
            }
        }
        throw new IllegalStateException("the last tier is open");
    }

    private static List<Part> tier(Price.Tier tier, BigDecimal quantity) {
        Part units = new Part(Part.Kind.TIER, quantity, tier.unit());
        return tier.flat().signum() == 0
                ? List.of(units)
                : List.of(units, new Part(Part.Kind.TIER_FLAT, ONE, tier.flat()));
    }

    /**
     * One summand of a rated quantity.
     *
     * @param quantity units; packages for {@link Kind#PACKAGES}; one for amounts that do not depend
     *     on the quantity
     * @param unit price of one in major units of the currency
     */
    public record Part(Kind kind, BigDecimal quantity, BigDecimal unit) {

        /** Exact, in major units of the currency. */
        public BigDecimal amount() {
            return quantity.multiply(unit);
        }

        /** What a part is charged for. */
        public enum Kind {
            /** Units that cost nothing. */
            @JsonProperty("included")
            INCLUDED,
            /** The amount of a flat price. */
            @JsonProperty("flat")
            FLAT,
            /** Units at one price. */
            @JsonProperty("units")
            UNITS,
            /** The units that lie in a tier, or all units at the price of the tier. */
            @JsonProperty("tier")
            TIER,
            /** What is charged once because a tier was reached. */
            @JsonProperty("tier_flat")
            TIER_FLAT,
            /** Started packages. */
            @JsonProperty("packages")
            PACKAGES,
            /** What is missing to the least amount. */
            @JsonProperty("minimum")
            MINIMUM
        }
    }
}
