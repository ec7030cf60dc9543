package io.keyway.usage.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keyway.contracts.Dated;
import io.keyway.contracts.Days;
import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.CatalogEvent.PlanPrices;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.rating.Rate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Basic costs 30.00 until the 20th of November, and 60.00 from then on; Pro costs 100.00. */
class TermsSpanTest {

    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final PartnerId VENDOR = PartnerId.next();
    private static final PlanId BASIC = PlanId.next();
    private static final PlanId PRO = PlanId.next();
    private static final MeterRate CALLS =
            new MeterRate(
                    "calls",
                    new Rate(
                            Rate.Model.UNIT,
                            null,
                            BigDecimal.ONE,
                            null,
                            new BigDecimal("100"),
                            new BigDecimal("5"),
                            "EUR"));
    private static final Map<PlanId, PlanState> PLANS =
            Map.of(
                    BASIC,
                    plan(
                            BASIC,
                            List.of(
                                    prices(null, 3000),
                                    prices("2026-11-20", 6000),
                                    prices("2026-12-24", 9000))),
                    PRO,
                    plan(PRO, List.of(prices(null, 10_000))));

    @Test
    void aMonthWithoutChangesIsOneSpanWithTheKeysOfAlways() {
        List<Line> lines = lines(YearMonth.of(2026, 10), period(null, BASIC));

        assertThat(lines)
                .extracting(Line::key, Line::description, line -> line.amount().amount())
                .containsExactly(
                        tuple("fee", "Plan Basic", 3000L),
                        tuple("usage:calls", "Usage of calls", 500L));
        assertThat(lines.getFirst().quantity()).isEqualTo("1");
        assertThat(lines.getFirst().unitPrice()).isEqualTo("30.00");
        assertThat(lines.getFirst().days()).isNull();
    }

    @Test
    void eachChangeOfPlanOrPriceBeginsASpan() {
        List<Line> lines =
                lines(
                        NOVEMBER,
                        period(null, PRO),
                        period("2026-11-11", BASIC),
                        period("2026-11-28", null));

        assertThat(lines)
                .extracting(Line::key, line -> line.amount().amount())
                .containsExactly(
                        tuple("fee@2026-11-01", 3333L),
                        tuple("fee@2026-11-11", 900L),
                        tuple("fee@2026-11-20", 1600L),
                        // 10, 9 and 8 of 30 days of the minimum of 5.00
                        tuple("usage:calls@2026-11-01", 167L),
                        tuple("usage:calls@2026-11-11", 150L),
                        tuple("usage:calls@2026-11-20", 133L));
        Line fee = lines.get(1);
        assertThat(fee.description())
                .isEqualTo("Plan Basic, 9 of 30 days, 2026-11-11 to 2026-11-19");
        assertThat(fee.quantity()).isEqualTo("9");
        assertThat(fee.unitPrice()).isNull();
        assertThat(fee.planId()).isEqualTo(BASIC);
        assertThat(fee.days())
                .isEqualTo(new Days(LocalDate.of(2026, 11, 11), LocalDate.of(2026, 11, 20)));
        assertThat(lines.getLast().usageKey()).isEqualTo("calls");
        assertThat(lines.getLast().isUsage()).isTrue();
        assertThat(lines.getFirst().isFee()).isTrue();
    }

    @Test
    void theIncludedQuantityIsTheShareOfTheDays() {
        List<Line> lines =
                StatementLines.lines(
                        NOVEMBER,
                        spans(NOVEMBER, period(null, null), period("2026-11-21", PRO)),
                        true,
                        (days, meter, part) -> new BigDecimal("40"),
                        List.of(),
                        BigDecimal.TEN);

        assertThat(lines)
                .extracting(Line::key, line -> line.amount().amount())
                .containsExactly(
                        tuple("fee@2026-11-21", 3333L),
                        // 100 × 10 ÷ 30 are included
                        tuple("usage:calls@2026-11-21", 667L),
                        tuple("commission:usage:calls@2026-11-21", -67L));
        assertThat(lines.get(1).parts().getFirst().quantity()).isEqualTo("33.333333");
        assertThat(lines.getLast().usageKey()).isEqualTo("calls");
    }

    @Test
    void spansOfTheSameTermsAreOne() {
        assertThat(spans(YearMonth.of(2026, 10), period(null, BASIC), period("2026-10-05", BASIC)))
                .singleElement()
                .satisfies(span -> assertThat(span.isWhole(YearMonth.of(2026, 10))).isTrue());
        assertThat(
                        spans(
                                YearMonth.of(2026, 10),
                                period(null, BASIC),
                                period("2026-10-05", null),
                                period("2026-10-06", BASIC)))
                .hasSize(2);
    }

    @Test
    void daysWithoutAPlanOrOfAnUnknownOneAreInNone() {
        assertThat(spans(NOVEMBER, period(null, null))).isEmpty();
        assertThat(spans(NOVEMBER, period(null, PlanId.next()))).isEmpty();
        assertThat(spans(NOVEMBER, period(null, BASIC), period("2026-11-01", null))).isEmpty();
    }

    private static List<TermsSpan> spans(YearMonth month, PlanPeriod... periods) {
        return TermsSpan.of(Dated.spans(List.of(periods), Days.of(month)), PLANS);
    }

    private static List<Line> lines(YearMonth month, PlanPeriod... periods) {
        return StatementLines.lines(
                month,
                spans(month, periods),
                true,
                (days, meter, part) -> BigDecimal.ZERO,
                List.of(),
                null);
    }

    private static PlanPeriod period(@Nullable String from, @Nullable PlanId plan) {
        return new PlanPeriod(from == null ? null : LocalDate.parse(from), plan);
    }

    private static PlanPrices prices(@Nullable String from, long fee) {
        return new PlanPrices(
                from == null ? null : LocalDate.parse(from), new Money(fee, "EUR"), List.of(CALLS));
    }

    private static PlanState plan(PlanId id, List<PlanPrices> prices) {
        return new PlanState(
                id,
                VENDOR,
                List.of(VENDOR),
                id.equals(BASIC) ? "Basic" : "Pro",
                prices.getFirst().fee(),
                prices.getFirst().rates(),
                CatalogStatus.ACTIVE,
                prices.size() == 1 ? null : prices);
    }
}
