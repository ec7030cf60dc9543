package io.keyway.contracts.rating;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;

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

    /** The rounded amount, split over the parts; the shares sum to {@link #minor()}. */
    public List<Long> minorOfParts() {
        return Rounding.split(minor(), parts.stream().map(Tariff.Part::amount).toList());
    }
}
