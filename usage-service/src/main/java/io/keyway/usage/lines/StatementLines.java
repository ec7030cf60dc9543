package io.keyway.usage.lines;

import io.keyway.contracts.Days;
import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.rating.Price;
import io.keyway.contracts.rating.RateReader;
import io.keyway.contracts.rating.Rated;
import io.keyway.contracts.rating.Tariff;
import io.keyway.usage.metering.UsagePart;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes the lines of a month, and the adjustments of a month that is closed. Pure: the same
 * facts give the same amounts, to the cent.
 */
public final class StatementLines {

    private StatementLines() {}

    /** Reads the quantity of a part of a meter's usage on some days. */
    @FunctionalInterface
    public interface Quantities {
        BigDecimal of(Days days, String meter, UsagePart part);
    }

    /**
     * @param spans the terms of the days of the month, in their order
     * @param existed whether the payer existed in the month; otherwise no fee is owed, and usage
     *     only if there was some: the minimum of a rate is not
     * @param orders the orders that the payer placed in the month, in their current state
     * @param commissionPercent what the payer earns on orders and usage; null for none
     */
    public static List<Line> lines(
            YearMonth period,
            List<TermsSpan> spans,
            boolean existed,
            Quantities quantities,
            List<OrderState> orders,
            @Nullable BigDecimal commissionPercent) {
        List<Line> lines = new ArrayList<>();
        if (existed) {
            spans.forEach(span -> lines.add(Line.fee(period, span)));
        }
        orders.stream()
                .filter(order -> order.status().inForce())
                .sorted(Comparator.comparing(order -> order.id().value()))
                .forEach(order -> lines.addAll(ofOrder(period, order)));
        for (TermsSpan span : spans) {
            for (MeterRate rate : span.terms().rates()) {
                BigDecimal quantity =
                        quantities.of(span.days(), rate.meter(), span.terms().part(rate));
                if (existed || quantity.signum() != 0) {
                    lines.add(usage(period, span, rate, quantity));
                }
            }
        }
        if (commissionPercent != null) {
            lines.addAll(commissions(lines, commissionPercent));
        }
        return List.copyOf(lines);
    }

    private static List<Line> commissions(List<Line> lines, BigDecimal percent) {
        return lines.stream()
                .filter(
                        line ->
                                switch (line.kind()) {
                                    case ORDER, USAGE -> line.amount().amount() != 0;
                                    case FEE, UNRATED, COMMISSION, ADJUSTMENT -> false;
                                    case PREPAID, CREDIT, CREDIT_NOTE -> false;
                                })
                .map(line -> line.commission(percent))
                .toList();
    }

    private static List<Line> ofOrder(YearMonth period, OrderState order) {
        return order.lines().stream()
                .filter(line -> line.kept() > 0)
                .map(line -> Line.order(period, order, line))
                .toList();
    }

    private static Line usage(
            YearMonth period, TermsSpan span, MeterRate rate, BigDecimal quantity) {
        return switch (RateReader.read(rate.rate())) {
            case RateReader.Read.Valid(Tariff ofMonth) -> {
                Tariff tariff = ofMonth.prorated(span.days().count(), period.lengthOfMonth());
                Rated rated = tariff.rate(quantity);
                yield rated.fits()
                        ? Line.usage(period, span, rate, quantity, unitPrice(tariff), rated)
                        : Line.unrated(
                                period,
                                span,
                                rate,
                                quantity,
                                "comes to more than an amount can hold");
            }
            case RateReader.Read.Invalid _ ->
                    Line.unrated(period, span, rate, quantity, "the plan's rate is not valid");
        };
    }

    /** The price of each unit, if all of them have the same and nothing comes on top. */
    private static @Nullable BigDecimal unitPrice(Tariff rate) {
        return rate.price() instanceof Price.PerUnit(BigDecimal unit)
                        && rate.included().signum() == 0
                        && rate.minimum().signum() == 0
                ? unit
                : null;
    }

    /**
     * The difference between the lines of a closed month as they would be now and what was billed.
     *
     * @param billed the lines of its statement, and its adjustments in later statements
     */
    public static List<Line> adjustments(List<Line> now, List<Line> billed) {
        Map<String, Line> dueNow = byKey(now);
        Map<String, Line> before = byKey(billed.stream().filter(Line::isComputed).toList());
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
            byKey.merge(line.key(), line, Line::plus);
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
