package io.keyway.contracts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/**
 * An amount in the minor units of its currency (cents of EUR, yen of JPY). Never a floating-point
 * number: sums are exact, and a result is rounded once, HALF_UP.
 *
 * @param amount minor units; negative for a credit
 * @param currency ISO 4217, e.g. {@code EUR}
 */
public record Money(long amount, String currency) {

    public Money {
        if (exponent(currency) < 0) {
            throw new IllegalArgumentException(currency + " has no minor unit");
        }
    }

    public static Money zero(String currency) {
        return new Money(0, currency);
    }

    /** The amount given in major units, rounded HALF_UP to minor units. */
    public static Money ofMajor(BigDecimal major, String currency) {
        BigDecimal minor = major.movePointRight(exponent(currency));
        return new Money(minor.setScale(0, RoundingMode.HALF_UP).longValueExact(), currency);
    }

    public BigDecimal toMajor() {
        return BigDecimal.valueOf(amount, exponent(currency));
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(amount, inSameCurrency(other)), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(amount, inSameCurrency(other)), currency);
    }

    public Money times(long factor) {
        return new Money(Math.multiplyExact(amount, factor), currency);
    }

    /**
     * A percentage of the amount, rounded HALF_UP to a minor unit.
     *
     * @param percent 12.5 is an eighth
     */
    public Money percent(BigDecimal percent) {
        BigDecimal share = BigDecimal.valueOf(amount).multiply(percent).movePointLeft(2);
        return new Money(share.setScale(0, RoundingMode.HALF_UP).longValueExact(), currency);
    }

    /**
     * The price of some parts of a whole that costs this amount, rounded HALF_UP to a minor unit.
     */
    public Money share(long parts, long whole) {
        BigDecimal share = BigDecimal.valueOf(amount).multiply(BigDecimal.valueOf(parts));
        return new Money(
                share.divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_UP).longValueExact(),
                currency);
    }

    /**
     * Splits the amount in proportion to the weights. The results sum to the amount: what rounding
     * leaves over is given, one minor unit each, to the first parts with a weight.
     *
     * @param weights none negative, at least one above zero
     */
    public List<Money> split(List<Long> weights) {
        long total = weights.stream().reduce(0L, Math::addExact);
        if (total <= 0 || weights.stream().anyMatch(weight -> weight < 0)) {
            throw new IllegalArgumentException(
                    "weights must not be negative and must sum above zero");
        }
        List<Money> parts = new ArrayList<>(weights.size());
        long left = amount;
        for (long weight : weights) {
            BigDecimal share = BigDecimal.valueOf(amount).multiply(BigDecimal.valueOf(weight));
            long part =
                    share.divide(BigDecimal.valueOf(total), 0, RoundingMode.DOWN).longValueExact();
            parts.add(new Money(part, currency));
            left -= part;
        }
        for (int i = 0; left != 0; i++) {
            if (weights.get(i) > 0) {
                parts.set(i, new Money(parts.get(i).amount + Long.signum(left), currency));
                left -= Long.signum(left);
            }
        }
        return parts;
    }

    private long inSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
        }
        return other.amount;
    }

    private static int exponent(String currency) {
        return Currency.getInstance(currency).getDefaultFractionDigits();
    }
}
