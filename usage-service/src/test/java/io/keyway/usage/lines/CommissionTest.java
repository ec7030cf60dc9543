package io.keyway.usage.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.rating.Rate;
import io.keyway.usage.Branch;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reseller with the model {@code commission} sells at its parent's prices and earns 12.5 %. */
class CommissionTest {

    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final BigDecimal PERCENT = new BigDecimal("12.5");

    private final Branch branch = new Branch();
    private final PlanTerms plan =
            new PlanTerms(
                    PlanId.next(),
                    "Standard",
                    new Money(1500, "EUR"),
                    List.of(
                            new MeterRate(
                                    "calls",
                                    new Rate(
                                            Rate.Model.UNIT,
                                            null,
                                            new BigDecimal("0.02"),
                                            null,
                                            null,
                                            null,
                                            "EUR"))));

    @Test
    void commissionIsEarnedOnOrdersAndUsageAndNotOnTheFee() {
        assertThat(lines("102", order(10_001)))
                .extracting(Line::kind, line -> line.amount().amount())
                .containsExactly(
                        tuple(Line.Kind.FEE, 1500L),
                        tuple(Line.Kind.ORDER, 10_001L),
                        tuple(Line.Kind.USAGE, 204L),
                        // 1,250.125 and 25.5: each is rounded once.
                        tuple(Line.Kind.COMMISSION, -1250L),
                        tuple(Line.Kind.COMMISSION, -26L));
    }

    @Test
    void nothingIsEarnedOnNothing() {
        assertThat(lines("0")).extracting(Line::kind).doesNotContain(Line.Kind.COMMISSION);
    }

    @Test
    void aReturnTakesBackTheCommissionOfWhatWasReturned() {
        OrderState before = order(10_001);
        OrderEvent.Line line = before.lines().getFirst();
        OrderState after = branch.withLine(before, line.with(1L, line.amount().share(1, 2), null));

        List<Line> corrections =
                StatementLines.adjustments(lines("102", after), lines("102", before));

        assertThat(corrections)
                .extracting(Line::kind, Line::key, one -> one.amount().amount())
                .containsExactly(
                        // 50.00 stays of the order, and 12.5 % of it of the commission.
                        tuple(Line.Kind.ADJUSTMENT, key(before), -5_001L),
                        tuple(Line.Kind.ADJUSTMENT, "commission:" + key(before), 625L));
    }

    private static String key(OrderState order) {
        return "order:" + order.id().value() + ":" + order.lines().getFirst().id().value();
    }

    private OrderState order(long cents) {
        return branch.order(
                OrderId.next(),
                OrderStatus.FULFILLED,
                Instant.parse("2026-03-04T05:06:07Z"),
                cents);
    }

    private List<Line> lines(String calls, OrderState... orders) {
        return StatementLines.lines(
                MARCH,
                List.of(TermsSpan.whole(MARCH, plan)),
                true,
                (days, meter, part) -> new BigDecimal(calls),
                List.of(orders),
                PERCENT);
    }
}
