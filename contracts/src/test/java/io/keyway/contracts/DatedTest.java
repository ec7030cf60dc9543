package io.keyway.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.PlanId;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatedTest {

    private static final PlanId BASIC = PlanId.next();
    private static final PlanId PRO = PlanId.next();
    private static final Days NOVEMBER = Days.of(YearMonth.of(2026, 11));

    private static final List<PlanPeriod> PERIODS =
            List.of(period(null, BASIC), period("2026-11-11", PRO), period("2026-12-01", null));

    @Test
    void anEntryHoldsFromItsDayOn() {
        assertThat(PlanPeriod.planOn(PERIODS, LocalDate.MIN)).isEqualTo(BASIC);
        assertThat(PlanPeriod.planOn(PERIODS, LocalDate.parse("2026-11-10"))).isEqualTo(BASIC);
        assertThat(PlanPeriod.planOn(PERIODS, LocalDate.parse("2026-11-11"))).isEqualTo(PRO);
        assertThat(PlanPeriod.planOn(PERIODS, LocalDate.parse("2026-12-01"))).isNull();
        assertThat(Dated.onwards(PERIODS, LocalDate.parse("2026-11-11")))
                .isEqualTo(PERIODS.subList(1, 3));
    }

    @Test
    void aMonthIsCutAtTheDaysOfChanges() {
        assertThat(Dated.spans(PERIODS, NOVEMBER))
                .extracting(span -> span.days().from() + " " + span.days().to())
                .containsExactly("2026-11-01 2026-11-11", "2026-11-11 2026-12-01");
        assertThat(Dated.spans(PERIODS, Days.of(YearMonth.of(2026, 10))))
                .containsExactly(
                        new Dated.Span<>(Days.of(YearMonth.of(2026, 10)), period(null, BASIC)));
        assertThat(Dated.spans(PERIODS, Days.of(YearMonth.of(2026, 12)))).hasSize(1);
    }

    @Test
    void anEntryReplacesTheOneOfItsDayAndKeepsTheOthers() {
        assertThat(Dated.with(PERIODS, period("2026-11-11", null)))
                .containsExactly(period(null, BASIC), period("2026-11-11", null));
        assertThat(Dated.with(PERIODS, period("2026-11-05", null)))
                .containsExactly(
                        period(null, BASIC),
                        period("2026-11-05", null),
                        period("2026-11-11", PRO),
                        period("2026-12-01", null));
        assertThat(Dated.with(PERIODS, period("2027-01-01", null))).isEqualTo(PERIODS);
    }

    @Test
    void whatStatementsNoLongerNeedIsForgottenButNotWhatHolds() {
        LocalDate later = LocalDate.of(2028, 12, 31);
        assertThat(Dated.kept(PERIODS, later)).isEqualTo(PERIODS);
        assertThat(Dated.kept(PERIODS, later.plusDays(1))).containsExactly(period(null, null));
    }

    @Test
    void aChangeMayReachBackToThePreviousMonth() {
        LocalDate today = LocalDate.of(2026, 11, 30);
        assertThat(Dated.earliest(today)).isEqualTo("2026-10-01");
        assertThat(Dated.latest(today)).isEqualTo("2028-11-30");
    }

    private static PlanPeriod period(@Nullable String from, @Nullable PlanId plan) {
        return new PlanPeriod(from == null ? null : LocalDate.parse(from), plan);
    }
}
