package io.keyway.usage.closing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.StatementCloseId;
import io.keyway.usage.Branch;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.statements.CloseStatements.Open;
import io.keyway.usage.statements.CloseStatements.Reason;
import io.keyway.usage.statements.CloseStatements.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BilledMonthsTest {

    private static final YearMonth JAN = YearMonth.of(2026, 1);
    private static final YearMonth FEB = YearMonth.of(2026, 2);
    private static final YearMonth MAR = YearMonth.of(2026, 3);
    private static final Result ALL = new Result(3, List.of());

    private Instant now = Instant.parse("2026-04-10T00:00:00Z");
    private final List<KnownPartner> vendors = new ArrayList<>();
    private final Map<StatementCloseId, StatementClose> closes = new HashMap<>();
    private final List<StatementCloseId> asked = new ArrayList<>();
    private final BilledMonths billed =
            new BilledMonths(
                    () -> vendors,
                    ids -> {
                        asked.addAll(ids);
                        return ids.stream().map(closes::get).filter(Objects::nonNull).toList();
                    },
                    // The field is read at each call.
                    ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @Test
    void nothingIsBilledWithoutVendors() {
        assertThat(billed.billedBefore()).isEqualTo(LocalDate.MIN);
    }

    @Test
    void monthsAreBilledFromTheFirstOfTheOldestVendorOn() {
        PartnerId vendor = vendor(JAN, null);
        assertThat(billedBefore()).isEqualTo(JAN.atDay(1));

        closed(vendor, JAN, ALL);
        closed(vendor, MAR, ALL);

        assertThat(billedBefore()).isEqualTo(FEB.atDay(1));

        closed(vendor, FEB, ALL);

        assertThat(billedBefore()).isEqualTo("2026-04-01");
    }

    @Test
    void everyVendorThatExistedMustHaveClosedTheMonth() {
        closed(vendor(JAN, null), JAN, ALL);
        PartnerId other = vendor(JAN, null);
        vendor(FEB, null);
        assertThat(billedBefore()).isEqualTo(JAN.atDay(1));

        closed(other, JAN, ALL);

        assertThat(billedBefore()).isEqualTo(FEB.atDay(1));
    }

    @Test
    void theOperatorClosesForAll() {
        vendor(JAN, null);
        vendor(JAN, null);

        closed(null, JAN, ALL);

        assertThat(billedBefore()).isEqualTo(FEB.atDay(1));
    }

    @Test
    void aCloseThatRunsOrLeavesPayersOpenDoesNotCount() {
        PartnerId vendor = vendor(JAN, null);
        StatementClose running = StatementClose.started(List.of(vendor), JAN, 3, now);
        closes.put(running.id(), running);
        assertThat(billedBefore()).isEqualTo(JAN.atDay(1));

        closed(vendor, JAN, new Result(2, List.of(new Open(PartnerId.next(), Reason.UNRATED))));

        assertThat(billedBefore()).isEqualTo(JAN.atDay(1));
    }

    @Test
    void aDeletedVendorNeedsTheMonthsUpToItsDeletion() {
        vendor(JAN, Instant.parse("2026-02-27T00:00:00Z"));
        closed(vendor(JAN, null), JAN, ALL);
        assertThat(billedBefore()).isEqualTo(JAN.atDay(1));
        closed(null, JAN, ALL);
        assertThat(billedBefore()).isEqualTo(FEB.atDay(1));
        closed(null, FEB, ALL);

        // March is needed by the vendor that exists only.
        closed(vendors.getLast().partner().id(), MAR, ALL);

        assertThat(billedBefore()).isEqualTo("2026-04-01");
    }

    @Test
    void readsOnlyFromTheLastAnswerOnAndOnceAMinute() {
        PartnerId vendor = vendor(JAN, null);
        closed(vendor, JAN, ALL);
        assertThat(billedBefore()).isEqualTo(FEB.atDay(1));
        closed(vendor, FEB, ALL);
        asked.clear();

        assertThat(billed.billedBefore()).isEqualTo(FEB.atDay(1));
        assertThat(asked).isEmpty();

        assertThat(billedBefore()).isEqualTo(MAR.atDay(1));
        assertThat(asked)
                .containsOnly(
                        StatementClose.id(null, FEB),
                        StatementClose.id(vendor, FEB),
                        StatementClose.id(null, MAR),
                        StatementClose.id(vendor, MAR));
    }

    /** The answer after what is cached has expired. */
    private LocalDate billedBefore() {
        now = now.plus(Duration.ofMinutes(2));
        return billed.billedBefore();
    }

    private PartnerId vendor(YearMonth created, @Nullable Instant deletedAt) {
        PartnerId id =
                Branch.partnerSince(created.atDay(15).atStartOfDay(ZoneOffset.UTC).toInstant());
        vendors.add(new KnownPartner(Branch.partner(PartnerType.VENDOR, null, id), deletedAt));
        return id;
    }

    private void closed(@Nullable PartnerId by, YearMonth month, Result result) {
        StatementClose close =
                StatementClose.started(by == null ? List.of() : List.of(by), month, 3, now)
                        .done(3, result, now);
        closes.put(close.id(), close);
    }
}
