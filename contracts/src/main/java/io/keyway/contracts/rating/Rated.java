package io.keyway.contracts.rating;

import io.keyway.contracts.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A rated quantity: exact until {@link #minor()} rounds it, once.
 *
 * @param exact the sum of the parts in major units
 */
public record Rated(List<Tariff.Part> parts, BigDecimal exact, Currency currency) {

    /**
     * The amount in minor units, HALF_UP.
     *
     * @throws ArithmeticException if it is too large
     */
    public long minor() {
        return Rounding.minor(exact, currency);
    }

    /** Whether the amount is small enough: a client may report a quantity of eighteen digits. */
    public boolean fits() {
        return Rounding.fits(exact, currency);
    }

    /**
     * A part with its share of the rounded amount.
     *
     * @param amount rounded so that the shares sum to {@link #minor()}
     */
    public record Share(Tariff.Part part, Money amount) {}

    public List<Share> shares() {
        List<Long> minor = minorOfParts();
        return IntStream.range(0, parts.size())
                .mapToObj(
                        i ->
                                new Share(
                                        parts.get(i),
                                        new Money(minor.get(i), currency.getCurrencyCode())))
                .toList();
    }

    /** The rounded amount, split over the parts; the shares sum to {@link #minor()}. */
    public List<Long> minorOfParts() {
        return Rounding.split(minor(), parts.stream().map(Tariff.Part::amount).toList());
    }
}
