package io.keyway.usage.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.QuotaId;
import io.keyway.usage.quotas.Quota.Limit;
import io.keyway.usage.quotas.Quota.Raised;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuotaTest {

    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final PartnerId VENDOR = PartnerId.next();
    private static final PartnerId DISTRIBUTOR = PartnerId.next();
    private static final PartnerId RESELLER = PartnerId.next();
    private static final Subject LICENSE =
            new Subject(
                    LicenseId.next(), CustomerId.next(), List.of(VENDOR, DISTRIBUTOR, RESELLER));

    @Test
    void aThresholdIsReachedByExactlyItsPart() {
        Quota quota = quota("10", Limit.SOFT, List.of(80, 100), null);

        assertThat(reached(quota, MARCH, "7.999999999999")).isEmpty();
        assertThat(reached(quota, MARCH, "8")).containsExactly(80);
        assertThat(reached(quota, MARCH, "9.999999999999")).containsExactly(80);
        assertThat(reached(quota, MARCH, "10")).containsExactly(80, 100);
        assertThat(reached(quota, MARCH, "0")).isEmpty();
        assertThat(reached(quota, MARCH, "-5")).isEmpty();
    }

    @Test
    void aRaisedThresholdIsNotReachedAgainInItsMonth() {
        Quota quota = quota("10", Limit.SOFT, List.of(50, 80, 100), new Raised(MARCH, 80));

        assertThat(reached(quota, MARCH, "9")).isEmpty();
        assertThat(reached(quota, MARCH, "10")).containsExactly(100);
        assertThat(reached(quota, MARCH.plusMonths(1), "9")).containsExactly(50, 80);
    }

    @Test
    void lateUsageOfAnEarlierMonthChangesNothing() {
        Quota quota = quota("10", Limit.SOFT, List.of(80), new Raised(MARCH.plusMonths(1), 80));

        assertThat(reached(quota, MARCH, "100")).isEmpty();
        assertThat(quota.isSettled(MARCH)).isTrue();
    }

    @Test
    void monthsBeforeItWasSetDoNotCount() {
        Quota quota = quota("10", Limit.SOFT, List.of(80), null);

        assertThat(reached(quota, YearMonth.of(2026, 2), "100")).isEmpty();
        assertThat(reached(quota, MARCH, "100")).containsExactly(80);
    }

    @Test
    void aQuotaWithoutThresholdsTellsNothing() {
        assertThat(reached(quota("10", Limit.SOFT, List.of(), null), MARCH, "100")).isEmpty();
    }

    @Test
    void onlyAHardLimitThatIsUsedUpAllowsNothing() {
        Quota hard = quota("10", Limit.HARD, List.of(), null);

        assertThat(hard.allows(new BigDecimal("9.99"))).isTrue();
        assertThat(hard.allows(new BigDecimal("10.00"))).isFalse();
        assertThat(hard.allows(new BigDecimal("11"))).isFalse();
        assertThat(quota("10", Limit.SOFT, List.of(), null).allows(new BigDecimal("11"))).isTrue();
        assertThat(hard.remaining(new BigDecimal("9"))).isEqualByComparingTo("1");
        assertThat(hard.remaining(new BigDecimal("11"))).isEqualByComparingTo("0");
    }

    @Test
    void itIsChangedByItsSetterAndThoseAbove() {
        Quota quota = quota("10", Limit.SOFT, List.of(), null);

        assertThat(quota.mayBeChangedBy(VENDOR)).isTrue();
        assertThat(quota.mayBeChangedBy(DISTRIBUTOR)).isTrue();
        assertThat(quota.mayBeChangedBy(RESELLER)).isFalse();
    }

    @Test
    void whenItsSetterIsNoLongerAboveAnyPartnerOfThePathChangesIt() {
        Quota quota = quota("10", Limit.SOFT, List.of(), null);
        Subject moved = new Subject(LICENSE.licenseId(), CustomerId.next(), List.of(VENDOR));

        assertThat(quota.checked(moved, null, null).mayBeChangedBy(VENDOR)).isTrue();
    }

    private static List<Integer> reached(Quota quota, YearMonth month, String used) {
        return quota.reached(month, new BigDecimal(used));
    }

    private static Quota quota(
            String included, Limit limit, List<Integer> thresholds, @Nullable Raised raised) {
        MeterId meter = MeterId.next();
        return new Quota(
                QuotaId.next(),
                LICENSE,
                Quota.key(LICENSE.idOf(), meter),
                meter,
                "calls",
                new BigDecimal(included),
                limit,
                thresholds,
                DISTRIBUTOR,
                Instant.parse("2026-03-15T12:00:00Z"),
                raised,
                null);
    }
}
