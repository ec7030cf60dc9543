package io.keyway.usage.lines;

import io.keyway.contracts.Money;
import io.keyway.contracts.rating.Rated;
import io.keyway.contracts.rating.Tariff;
import java.math.BigDecimal;
import java.util.List;

/**
 * A part of a usage line.
 *
 * @param kind which part of the rate it is
 * @param quantity units, or packages for the kind {@code packages}; 1 for what does not depend on
 *     the quantity
 * @param unitPrice price of one in major currency units
 * @param amount the part's share of the line's amount: quantity × unitPrice, rounded so that the
 *     shares sum
 */
public record LinePart(
        Tariff.Part.Kind kind, BigDecimal quantity, BigDecimal unitPrice, Money amount) {

    static List<LinePart> of(Rated rated) {
        return rated.shares().stream()
                .map(
                        share ->
                                new LinePart(
                                        share.part().kind(),
                                        share.part().quantity(),
                                        share.part().unit(),
                                        share.amount()))
                .toList();
    }
}
