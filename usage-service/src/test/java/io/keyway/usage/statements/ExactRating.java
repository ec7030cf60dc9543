package io.keyway.usage.statements;

import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.rating.Rate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.List;
import java.util.Objects;

/**
 * Rates in exact fractions, written apart from the code under test: the price of a quantity is the
 * integral of a price over it, plus what is paid once. Rounds half up, once per line.
 */
final class ExactRating {

    private ExactRating() {}

    /** A fraction; the denominator is positive. */
    private record Fraction(BigInteger top, BigInteger bottom) {

        static final Fraction ZERO = new Fraction(BigInteger.ZERO, BigInteger.ONE);

        static Fraction of(BigDecimal decimal) {
            return decimal == null
                    ? ZERO
                    : new Fraction(decimal.setScale(12).unscaledValue(), BigInteger.TEN.pow(12));
        }

        Fraction plus(Fraction other) {
            return new Fraction(
                    top.multiply(other.bottom).add(other.top.multiply(bottom)),
                    bottom.multiply(other.bottom));
        }

        Fraction minus(Fraction other) {
            return plus(new Fraction(other.top.negate(), other.bottom));
        }

        Fraction times(Fraction other) {
            return new Fraction(top.multiply(other.top), bottom.multiply(other.bottom));
        }

        boolean above(Fraction other) {
            return minus(other).top.signum() > 0;
        }

        Fraction positive() {
            return top.signum() < 0 ? ZERO : this;
        }

        /** The next whole number that is not below it. */
        Fraction up() {
            BigInteger[] parts = top.divideAndRemainder(bottom);
            return new Fraction(
                    parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0],
                    BigInteger.ONE);
        }

        Fraction over(Fraction other) {
            return new Fraction(top.multiply(other.bottom), bottom.multiply(other.top));
        }

        /** To a whole number, half away from zero. */
        long rounded() {
            BigInteger doubled = top.abs().shiftLeft(1).add(bottom);
            long whole = doubled.divide(bottom.shiftLeft(1)).longValueExact();
            return top.signum() < 0 ? -whole : whole;
        }
    }

    /** What the quantity of a month costs, in minor units. */
    static long minor(Rate rate, BigDecimal quantity) {
        return minor(rate, quantity, 1, 1);
    }

    /**
     * What the quantity of some days of a month costs, in minor units: included quantity, minimum
     * and a flat price are shares; the first is rounded to six decimals.
     */
    static long minor(Rate rate, BigDecimal quantity, int days, int of) {
        Fraction share = whole(days).over(whole(of));
        Fraction included = Fraction.of(rate.included());
        if (days < of) {
            Fraction million = whole(1_000_000);
            included = whole(included.times(share).times(million).rounded()).over(million);
        }
        Fraction billable = Fraction.of(quantity).positive().minus(included).positive();
        Fraction price =
                switch (rate.model()) {
                    case FLAT -> Fraction.of(rate.unit()).times(share);
                    case UNIT -> billable.times(Fraction.of(rate.unit()));
                    case PACKAGE ->
                            billable.over(Fraction.of(rate.packageSize()))
                                    .up()
                                    .times(Fraction.of(rate.unit()));
                    case GRADUATED -> graduated(rate.tiers(), billable);
                    case VOLUME -> volume(rate.tiers(), billable);
                };
        Fraction minimum = Fraction.of(rate.minimum()).times(share);
        Fraction charged = minimum.above(price) ? minimum : price;
        int digits = Currency.getInstance(rate.currency()).getDefaultFractionDigits();
        return charged.times(Fraction.of(BigDecimal.ONE.movePointRight(digits))).rounded();
    }

    private static Fraction graduated(List<Rate.Tier> tiers, Fraction billable) {
        Fraction price = Fraction.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            Fraction from = i == 0 ? Fraction.ZERO : Fraction.of(tiers.get(i - 1).upTo());
            boolean reached = i == 0 || billable.above(from);
            if (reached) {
                Rate.Tier tier = tiers.get(i);
                Fraction above = billable.minus(from);
                Fraction width = tier.upTo() == null ? above : Fraction.of(tier.upTo()).minus(from);
                Fraction within = above.above(width) ? width : above;
                price =
                        price.plus(within.times(Fraction.of(tier.unit())))
                                .plus(Fraction.of(tier.flat()));
            }
        }
        return price;
    }

    private static Fraction volume(List<Rate.Tier> tiers, Fraction billable) {
        Rate.Tier of =
                tiers.stream()
                        .filter(
                                tier ->
                                        tier.upTo() == null
                                                || !billable.above(Fraction.of(tier.upTo())))
                        .findFirst()
                        .orElseThrow();
        return billable.times(Fraction.of(of.unit())).plus(Fraction.of(of.flat()));
    }

    /** What is owed for a line after its returns, in minor units. */
    static long owed(OrderEvent.Line line) {
        long returned = Objects.requireNonNullElse(line.returned(), 0L);
        Fraction list = whole(line.unitPrice().amount()).times(whole(line.quantity()));
        Fraction discount = list.times(Fraction.of(line.discountPercent())).over(whole(100));
        long amount = list.rounded() - discount.rounded();
        return amount - whole(amount).times(whole(returned)).over(whole(line.quantity())).rounded();
    }

    /** The fee of some days of a month, in minor units. */
    static long fee(long fee, int days, int of) {
        return whole(fee).times(whole(days)).over(whole(of)).rounded();
    }

    static long percent(long minor, BigDecimal percent) {
        return whole(minor).times(Fraction.of(percent)).over(whole(100)).rounded();
    }

    private static Fraction whole(long number) {
        return new Fraction(BigInteger.valueOf(number), BigInteger.ONE);
    }
}
