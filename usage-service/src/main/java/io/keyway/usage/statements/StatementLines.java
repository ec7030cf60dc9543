package io.keyway.usage.statements;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.rating.Price;
import io.keyway.contracts.rating.RateReader;
import io.keyway.contracts.rating.Rated;
import io.keyway.contracts.rating.Tariff;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Computes the lines of a month, and the adjustments of a month that is closed. Pure: the same
 * facts give the same amounts, to the cent.
 */
final class StatementLines {

    private StatementLines() {}

    /**
     * @param feeDue whether the payer existed in the month; otherwise no fee is owed
     * @param quantities the usage of the branch by meter code
     * @param orders the orders that the payer placed in the month, in their current state
     */
    static List<Line> lines(
            YearMonth period,
            @Nullable PlanTerms terms,
            boolean feeDue,
            Function<String, BigDecimal> quantities,
            List<OrderState> orders) {
        List<Line> lines = new ArrayList<>();
        if (terms != null && feeDue) {
            lines.add(fee(period, terms));
        }
        orders.stream()
                .filter(order -> order.status().inForce())
                .sorted(Comparator.comparing(order -> order.id().value()))
                .forEach(order -> lines.addAll(ofOrder(period, order)));
        if (terms != null) {
            for (MeterRate rate : terms.rates()) {
                lines.add(usage(period, rate, quantities.apply(rate.meter())));
            }
        }
        return List.copyOf(lines);
    }

    private static Line fee(YearMonth period, PlanTerms terms) {
        return new Line(
                "fee",
                Line.Kind.FEE,
                "Plan " + terms.name(),
                period,
                null,
                null,
                null,
                null,
                BigDecimal.ONE,
                terms.fee().toMajor(),
                terms.fee());
    }

    /** The lines of an order, without what was returned or could not be issued. */
    private static List<Line> ofOrder(YearMonth period, OrderState order) {
        return order.lines().stream()
                .filter(line -> line.kept() > 0)
                .map(
                        line ->
                                new Line(
                                        "order:" + order.id().value() + ":" + line.id().value(),
                                        Line.Kind.ORDER,
                                        "Order " + order.id().value(),
                                        period,
                                        order.id(),
                                        line.productId(),
                                        line.policyId(),
                                        null,
                                        BigDecimal.valueOf(line.kept()),
                                        line.unitPrice().toMajor(),
                                        line.owed()))
                .toList();
    }

    private static Line usage(YearMonth period, MeterRate rate, BigDecimal quantity) {
        return switch (RateReader.read(rate.rate())) {
            case RateReader.Read.Valid valid -> {
                Rated rated = valid.rate().rate(quantity);
                yield rated.fits()
                        ? usageLine(
                                period,
                                rate.meter(),
                                Line.Kind.USAGE,
                                "Usage of " + rate.meter(),
                                quantity,
                                unitPrice(valid.rate()),
                                new Money(rated.minor(), rated.currency().getCurrencyCode()))
                        : unrated(period, rate, quantity, "comes to more than an amount can hold");
            }
            case RateReader.Read.Invalid invalid ->
                    unrated(period, rate, quantity, "the plan's rate is not valid");
        };
    }

    private static Line unrated(
            YearMonth period, MeterRate rate, BigDecimal quantity, String reason) {
        return usageLine(
                period,
                rate.meter(),
                Line.Kind.UNRATED,
                "Usage of " + rate.meter() + " is not rated: " + reason,
                quantity,
                null,
                Money.zero("EUR"));
    }

    private static Line usageLine(
            YearMonth period,
            String meter,
            Line.Kind kind,
            String description,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            Money amount) {
        return new Line(
                "usage:" + meter,
                kind,
                description,
                period,
                null,
                null,
                null,
                meter,
                quantity,
                unitPrice,
                amount);
    }

    private static @Nullable BigDecimal unitPrice(Tariff rate) {
        return rate.price() instanceof Price.PerUnit per ? per.unit() : null;
    }

    /**
     * The difference between the lines of a closed month as they would be now and what was billed.
     *
     * @param billed the lines of its statement, and its adjustments in later statements
     */
    static List<Line> adjustments(List<Line> now, List<Line> billed) {
        Map<String, Line> dueNow = byKey(now);
        Map<String, Line> before = byKey(billed);
        Set<String> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(dueNow.keySet());
        List<Line> adjustments = new ArrayList<>();
        for (String key : keys) {
            Line due = dueNow.get(key);
            Line was = before.get(key);
            if (due != null && due.kind() == Line.Kind.UNRATED) {
                adjustments.add(due);
                continue;
            }
            Line about = was == null ? due : was;
            if (about == null) {
                continue;
            }
            BigDecimal quantity = quantity(due).subtract(quantity(was));
            Money amount = amount(due, about).minus(amount(was, about));
            if (quantity.signum() != 0 || amount.amount() != 0) {
                adjustments.add((due == null ? about : due).asAdjustment(quantity, amount));
            }
        }
        return adjustments;
    }

    /** The sum of the lines of each key; the first line of a key gives the description. */
    private static Map<String, Line> byKey(List<Line> lines) {
        Map<String, Line> byKey = new LinkedHashMap<>();
        for (Line line : lines) {
            byKey.merge(
                    line.key(),
                    line,
                    (a, b) ->
                            new Line(
                                    a.key(),
                                    a.kind(),
                                    a.description(),
                                    a.period(),
                                    a.orderId(),
                                    a.productId(),
                                    a.policyId(),
                                    a.meter(),
                                    a.quantity().add(b.quantity()),
                                    a.unitPrice(),
                                    a.amount().plus(b.amount())));
        }
        return byKey;
    }

    private static BigDecimal quantity(@Nullable Line line) {
        return line == null ? BigDecimal.ZERO : line.quantity();
    }

    private static Money amount(@Nullable Line line, Line about) {
        return line == null ? Money.zero(about.amount().currency()) : line.amount();
    }
}
