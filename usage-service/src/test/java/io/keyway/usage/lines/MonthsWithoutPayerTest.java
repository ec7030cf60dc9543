package io.keyway.usage.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.rating.Rate;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The plan has a fee of 15.00 and a rate with a minimum of 20.00. */
class MonthsWithoutPayerTest {

    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final PlanTerms PLAN =
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
                                            new BigDecimal("20"),
                                            "EUR"))));

    @Test
    void whoExistsOwesFeeAndMinimum() {
        assertThat(lines(true, "0"))
                .extracting(Line::kind, line -> line.amount().amount())
                .containsExactly(tuple(Line.Kind.FEE, 1500L), tuple(Line.Kind.USAGE, 2000L));
    }

    @Test
    void whoDidNotExistOwesNeither() {
        assertThat(lines(false, "0")).isEmpty();
    }

    @Test
    void usageIsOwedInAnyCase() {
        assertThat(lines(false, "1"))
                .extracting(Line::kind, line -> line.amount().amount())
                .containsExactly(tuple(Line.Kind.USAGE, 2000L));
    }

    private static List<Line> lines(boolean existed, String calls) {
        return StatementLines.lines(
                MARCH,
                List.of(TermsSpan.whole(MARCH, PLAN)),
                existed,
                (days, meter, part) -> new BigDecimal(calls),
                List.of(),
                null);
    }
}
