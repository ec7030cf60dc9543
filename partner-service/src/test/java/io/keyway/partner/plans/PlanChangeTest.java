package io.keyway.partner.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.Refused;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PlanChangeTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 15);
    private static final PlanId BASIC = PlanId.next();
    private static final PlanId PRO = PlanId.next();
    private static final List<PlanPeriod> ON_BASIC = List.of(period(null, BASIC));
    private static final List<PlanPeriod> PRO_COMES =
            List.of(period(null, BASIC), period("2026-12-01", PRO));

    @Test
    void aNewPlanHoldsFromTodayOrItsDay() {
        assertThat(change(PRO, null).of(ON_BASIC))
                .containsExactly(period(null, BASIC), period("2026-11-15", PRO));
        assertThat(change(PRO, "2026-12-01").of(ON_BASIC)).isEqualTo(PRO_COMES);
    }

    @Test
    void noPlanIsACancellationNowOrAtTheEndOfTheMonth() {
        assertThat(change(null, null).of(ON_BASIC))
                .containsExactly(period(null, BASIC), period("2026-11-15", null));
        assertThat(change(null, "2026-12-01").of(ON_BASIC))
                .containsExactly(period(null, BASIC), period("2026-12-01", null));
    }

    @Test
    void oneChangeIsToCome() {
        assertThat(change(null, "2027-01-01").of(PRO_COMES))
                .containsExactly(period(null, BASIC), period("2027-01-01", null));
        assertThat(change(BASIC, "2026-11-15").of(PRO_COMES)).isEqualTo(ON_BASIC);
        // The form of the portal sends the present plan along with other fields.
        assertThat(change(BASIC, null).of(PRO_COMES)).isEqualTo(PRO_COMES);
        assertThat(PlanChange.of(patch(false), BASIC, null, TODAY).of(PRO_COMES))
                .isEqualTo(PRO_COMES);
    }

    @Test
    void anEarlierDayReplacesWhatBeganSince() {
        List<PlanPeriod> periods =
                List.of(period(null, BASIC), period("2026-10-05", null), period("2026-11-03", PRO));
        assertThat(change(PRO, "2026-10-05").of(periods))
                .containsExactly(period(null, BASIC), period("2026-10-05", PRO));
    }

    @Test
    void theDayLiesInRangeAndNeedsAPlan() {
        assertThat(change(PRO, "2026-10-01").from()).isEqualTo("2026-10-01");
        assertThat(change(PRO, "2028-11-15").from()).isEqualTo("2028-11-15");
        for (String day : List.of("2026-09-30", "2028-11-16")) {
            assertThatThrownBy(() -> change(PRO, day)).isInstanceOf(Refused.class);
        }
        assertThatThrownBy(() -> PlanChange.of(patch(false), BASIC, TODAY, TODAY))
                .isInstanceOf(Refused.class);
    }

    @Test
    void thePlanIsNotChangedWithoutEnd() {
        List<PlanPeriod> periods = ON_BASIC;
        LocalDate day = TODAY.minusDays(60);
        for (int i = 1; i < 60; i++) {
            day = day.plusDays(1);
            periods = at(i % 2 == 0 ? BASIC : PRO, day).of(periods);
        }
        assertThat(periods).hasSize(60);
        List<PlanPeriod> full = periods;
        LocalDate next = day.plusDays(1);
        assertThatThrownBy(() -> at(BASIC, next).of(full)).isInstanceOf(Refused.class);
        assertThat(at(BASIC, next.plusMonths(26)).of(full)).hasSize(2);
    }

    private static PlanChange at(PlanId plan, LocalDate day) {
        return PlanChange.of(patch(true), plan, null, day);
    }

    private static PlanChange change(@Nullable PlanId plan, @Nullable String from) {
        return PlanChange.of(patch(true), plan, from == null ? null : LocalDate.parse(from), TODAY);
    }

    private static ObjectNode patch(boolean plan) {
        ObjectNode patch = JsonMapper.shared().createObjectNode();
        return plan ? patch.putNull("planId") : patch;
    }

    private static PlanPeriod period(@Nullable String from, @Nullable PlanId plan) {
        return new PlanPeriod(from == null ? null : LocalDate.parse(from), plan);
    }
}
