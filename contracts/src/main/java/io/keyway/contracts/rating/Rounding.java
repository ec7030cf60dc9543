package io.keyway.contracts.rating;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;

/** Rounds exact amounts to minor units, and splits whole amounts into shares that sum. */
public final class Rounding {

    /** A thousandth of the range of a long, so that many amounts can be added. */
    private static final BigDecimal MINOR_MAX = BigDecimal.valueOf(Long.MAX_VALUE / 1_000);

    private Rounding() {}

    /**
     * Major units to minor units, HALF_UP to the currency's exponent.
     *
     * @throws ArithmeticException beyond the range of a long
     */
    public static long minor(BigDecimal major, Currency currency) {
        return major.movePointRight(exponent(currency))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** Whether {@link #minor} has a result, with room for adding many. */
    static boolean fits(BigDecimal major, Currency currency) {
        return major.movePointRight(exponent(currency)).abs().compareTo(MINOR_MAX) <= 0;
    }

    /** Decimal places of the currency; zero for those without (XAU and the like). */
    public static int exponent(Currency currency) {
        return Math.max(0, currency.getDefaultFractionDigits());
    }

    /**
     * Splits a total in proportion to non-negative weights. Each share is rounded down; the
     * remainder goes, one by one, to the largest fractions, the earlier first. If all weights are
     * zero the first share gets everything, so that the shares always sum to the total.
     */
    public static List<Long> split(long total, List<BigDecimal> weights) {
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("nothing to split over");
        }
        if (total < 0) {
            return split(Math.negateExact(total), weights).stream().map(share -> -share).toList();
        }
        int scale = weights.stream().mapToInt(BigDecimal::scale).max().orElse(0);
        List<BigInteger> whole = new ArrayList<>();
        BigInteger sum = BigInteger.ZERO;
        for (BigDecimal weight : weights) {
            if (weight.signum() < 0) {
                throw new IllegalArgumentException("weights are not negative");
            }
            BigInteger w = weight.setScale(Math.max(0, scale)).unscaledValue();
            whole.add(w);
            sum = sum.add(w);
        }
        if (sum.signum() == 0) {
            whole.set(0, BigInteger.ONE);
            sum = BigInteger.ONE;
        }
        long[] shares = new long[whole.size()];
        BigInteger[] fractions = new BigInteger[whole.size()];
        long left = total;
        for (int i = 0; i < shares.length; i++) {
            BigInteger[] parts =
                    BigInteger.valueOf(total).multiply(whole.get(i)).divideAndRemainder(sum);
            shares[i] = parts[0].longValueExact();
            fractions[i] = parts[1];
            left -= shares[i];
        }
        IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> fractions[i]).reversed())
                .limit(left)
                .forEach(i -> shares[i]++);
        return IntStream.range(0, shares.length).mapToObj(i -> shares[i]).toList();
    }
}
