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

    /** Decimals to which an included quantity is rounded if a part of it has no end. */
    static final int INCLUDED_SCALE = 6;

    /**
     * The tariff for some days of a month: its included quantity, its minimum and a flat price are
     * the shares of these days. The included quantity is rounded half up to six decimals; amounts
     * keep so many digits that they are rounded to minor units as the exact share would be. Prices
     * per unit and package, the bounds of tiers and the flat amounts of tiers stay as they are.
     *
     * @param days of the month
     * @param of how many it has
     */
    public Tariff prorated(int days, int of) {
        if (days == of) {
            return this;
        }
        return new Tariff(
                price instanceof Price.Flat(BigDecimal amount)
                        ? new Price.Flat(share(amount, days, of, amountScale(amount)))
                        : price,
                share(included, days, of, Math.max(included.scale(), INCLUDED_SCALE)),
                share(minimum, days, of, amountScale(minimum)),
                currency);
    }

    /**
     * A share of days that is no half of a minor unit lies more than a hundredth of its last digit
     * away from one, because a month has at most 31 days.
     */
    private int amountScale(BigDecimal amount) {
        return Math.max(amount.scale(), currency.getDefaultFractionDigits() + 1) + 3;
    }

    private static BigDecimal share(BigDecimal whole, int days, int of, int scale) {
        BigDecimal share =
                whole.multiply(BigDecimal.valueOf(days))
                        .divide(BigDecimal.valueOf(of), scale, RoundingMode.HALF_UP)
                        .stripTrailingZeros();
        return share.scale() < 0 ? share.setScale(0) : share;
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
