package io.keyway.contracts.rating;

import static java.math.BigDecimal.ZERO;

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
            parts.add(new Part(Part.Kind.INCLUDED, free, ZERO, ZERO));
        }
        parts.addAll(parts(billable));
        BigDecimal exact = parts.stream().map(Part::amount).reduce(ZERO, BigDecimal::add);
        if (exact.compareTo(minimum) < 0) {
            parts.add(new Part(Part.Kind.MINIMUM, ZERO, ZERO, minimum.subtract(exact)));
            exact = minimum;
        }
        return new Rated(List.copyOf(parts), exact, currency);
    }

    private List<Part> parts(BigDecimal billable) {
        return switch (price) {
            case Price.Flat flat ->
                    List.of(new Part(Part.Kind.FLAT, billable, ZERO, flat.amount()));
            case Price.PerUnit per ->
                    List.of(
                            new Part(
                                    Part.Kind.UNITS,
                                    billable,
                                    per.unit(),
                                    billable.multiply(per.unit())));
            case Price.Graduated graduated -> graduated(graduated.tiers(), billable);
            case Price.Volume volume -> List.of(whole(volume.tiers(), billable));
            case Price.PerPackage per -> {
                BigDecimal packages = billable.divide(per.size(), 0, RoundingMode.CEILING);
                yield List.of(
                        new Part(
                                Part.Kind.PACKAGES,
                                packages,
                                per.unit(),
                                packages.multiply(per.unit())));
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
            parts.add(tier(tier, to.subtract(from)));
            from = to;
        }
        return parts;
    }

    private static Part whole(List<Price.Tier> tiers, BigDecimal billable) {
        for (Price.Tier tier : tiers) {
            if (tier.upTo() == null || billable.compareTo(tier.upTo()) <= 0) {
                return tier(tier, billable);
            }
        }
        throw new IllegalStateException("the last tier is open");
    }

    private static Part tier(Price.Tier tier, BigDecimal quantity) {
        return new Part(
                Part.Kind.TIER,
                quantity,
                tier.unit(),
                quantity.multiply(tier.unit()).add(tier.flat()));
    }

    /**
     * One summand of a rated quantity, exact.
     *
     * @param quantity units, or packages for {@link Kind#PACKAGES}
     * @param amount in major units, not rounded
     */
    public record Part(Kind kind, BigDecimal quantity, BigDecimal unit, BigDecimal amount) {
        /** What a part is charged for. */
        public enum Kind {
            INCLUDED,
            FLAT,
            UNITS,
            TIER,
            PACKAGES,
            MINIMUM
        }
    }
}
