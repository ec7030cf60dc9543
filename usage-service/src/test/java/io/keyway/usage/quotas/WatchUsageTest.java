package io.keyway.usage.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.QuotaId;
import io.keyway.kit.store.Stored;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.TestStore;
import io.keyway.usage.buckets.Buckets;
import io.keyway.usage.buckets.Folded;
import io.keyway.usage.journal.Committed;
import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.journal.Positions;
import io.keyway.usage.metering.Partial;
import io.keyway.usage.quotas.Quota.Raised;
import io.keyway.usage.reading.SubjectUsage;
import io.keyway.usage.reading.UsageReading;
import io.keyway.usage.records.Attribution;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Each threshold is told once, whatever happens between counting and checking. Usage is in a
 * database of the test's own, and time stands where the test sets it.
 */
@KeywayTest
class WatchUsageTest {

    private static final Instant MARCH = Instant.parse("2026-03-10T12:00:00Z");
    private static final YearMonth IN_MARCH = YearMonth.of(2026, 3);

    @Autowired private Quotas quotas;
    @Autowired private Subjects subjects;

    private final TestStore store = new TestStore();
    private final Journals journals = new Journals(store.collection("journals"), 1_000);
    private final Positions positions = new Positions(store.collection("positions"));
    private final Buckets buckets = Folded.buckets(store.collection("buckets"));
    private final SubjectUsage usage =
            new SubjectUsage(new UsageReading(journals, positions, buckets, 1_000, 10_000));

    private final Partition partition = new Partition(UUID.randomUUID().toString(), 0);
    private final MeterId meter = MeterId.next();
    private final Attribution owners =
            new Attribution(
                    List.of(PartnerId.next(), PartnerId.next(), PartnerId.next()),
                    CustomerId.next(),
                    LicenseId.next(),
                    ProductId.next());
    private final String license = owners.licenseId().value();
    private final Subject ofLicense =
            new Subject(owners.licenseId(), owners.customerId(), owners.path());
    private final SetClock clock = new SetClock();

    /** What the check tells the time from, when it has found a threshold. */
    private final SetClock checkClock = new SetClock();

    private long end;
    private WatchUsage watch;

    @BeforeEach
    void aProcess() {
        watch = process();
        // The partition begins with usage of somebody else.
        Attribution others =
                new Attribution(
                        List.of(PartnerId.next()),
                        CustomerId.next(),
                        LicenseId.next(),
                        ProductId.next());
        use(others, "1000", MARCH);
    }

    @Test
    void aThresholdIsToldWhenItIsReached() {
        QuotaId quota = quota(ofLicense, "10");

        use("7.9");
        watch.round();
        assertThat(quotas.load(quota).orElseThrow().state().raised()).isNull();
        use("0.1");
        watch.round();
        assertThat(raised(quota)).isEqualTo(new Raised(IN_MARCH, 80));
        use("1.9");
        watch.round();
        use("0.1");
        watch.round();
        use("100");
        watch.round();

        assertThat(raised(quota)).isEqualTo(new Raised(IN_MARCH, 100));
        told(license, "2026-03 80", "2026-03 100");
        assertThat(QuotaTopic.of(license).getFirst())
                .satisfies(
                        event -> {
                            assertThat(event.quotaId()).isEqualTo(quota);
                            assertThat(event.path()).isEqualTo(owners.path());
                            assertThat(event.licenseId()).isEqualTo(owners.licenseId());
                            assertThat(event.customerId()).isNull();
                            assertThat(event.partnerId()).isNull();
                            assertThat(event.meter()).isEqualTo("calls");
                            assertThat(event.included()).isEqualByComparingTo("10");
                            assertThat(event.used()).isEqualByComparingTo("8");
                            assertThat(event.reachedAt()).isEqualTo(MARCH);
                        });
    }

    @Test
    void aJumpTellsEachThreshold() {
        quota(ofLicense, "10");
        use("50");
        watch.round();

        told(license, "2026-03 80", "2026-03 100");
    }

    @Test
    void theCustomerAndEachPartnerAboveAreChecked() {
        PartnerId vendor = owners.path().getFirst();
        PartnerId distributor = owners.path().get(1);
        quota(new Subject(null, owners.customerId(), owners.path()), "10");
        quota(new Subject(null, null, owners.path().subList(0, 2)), "5");
        quota(new Subject(null, null, owners.path()), "11");
        use("8");
        watch.round();

        told(owners.customerId().value(), "2026-03 80");
        told(distributor.value(), "2026-03 80", "2026-03 100");
        assertThat(QuotaTopic.told(owners.path().getLast().value())).isEmpty();
        assertThat(QuotaTopic.told(vendor.value())).isEmpty();
    }

    /** Killed between the fold and the check: the next owner reads from the position. */
    @Test
    void whatWasFoldedAndNotCheckedIsCheckedByTheNextOwner() {
        quota(ofLicense, "10");
        watch.round();
        use("8");
        Folded.fold(journals, positions, buckets, partition);
        assertThat(positions.folded(List.of(partition))).containsEntry(partition, end);

        process().round();

        told(license, "2026-03 80");
        assertThat(positions.checked(List.of(partition))).containsEntry(partition, end);
    }

    /** The position moves only after the check. */
    @Test
    void aCheckThatFailsIsRepeated() {
        quota(ofLicense, "10");
        use("8");
        checkClock.fails = true;
        assertThatThrownBy(watch::round).hasMessage("killed");
        assertThat(QuotaTopic.told(license)).isEmpty();

        assertThat(positions.checked(List.of(partition))).containsEntry(partition, 0L);
        checkClock.fails = false;
        watch.round();

        told(license, "2026-03 80");
    }

    /** A former owner of the partition checks the same usage again. */
    @Test
    void aReplayTellsNothingTwice() {
        quota(ofLicense, "10");
        WatchUsage former = process();
        former.round();
        use("9");
        watch.round();
        use("9");
        watch.round();
        told(license, "2026-03 80", "2026-03 100");

        former.round();
        process().round();

        told(license, "2026-03 80", "2026-03 100");
    }

    @Test
    void twoProcessesAtOnceTellAThresholdOnce() throws InterruptedException {
        quota(ofLicense, "100");
        List<WatchUsage> processes = List.of(process(), process(), process(), process());
        processes.forEach(WatchUsage::round);
        for (int i = 0; i < 12; i++) {
            use("10");
            List<Thread> rounds = new ArrayList<>();
            processes.forEach(one -> rounds.add(Thread.ofPlatform().start(one::round)));
            for (Thread round : rounds) {
                round.join();
            }
        }

        told(license, "2026-03 80", "2026-03 100");
    }

    @Test
    void eachMonthBeginsAnew() {
        QuotaId quota = quota(ofLicense, "10");
        use("10");
        watch.round();

        Instant april = Instant.parse("2026-04-01T00:00:00Z");
        clock.now = april;
        use(owners, "7", april);
        watch.round();
        assertThat(raised(quota)).isEqualTo(new Raised(IN_MARCH, 100));
        use(owners, "1", april);
        watch.round();

        assertThat(raised(quota)).isEqualTo(new Raised(YearMonth.of(2026, 4), 80));
        told(license, "2026-03 80", "2026-03 100", "2026-04 80");
    }

    @Test
    void usageOfTheLastSecondsOfAMonthIsCheckedAfterIt() {
        quota(ofLicense, "10");
        use(owners, "8", Instant.parse("2026-03-31T23:59:59Z"));
        clock.now = Instant.parse("2026-04-01T00:00:01Z");
        watch.round();

        told(license, "2026-03 80");
    }

    @Test
    void aQuotaIsNotCheckedForUsageLongAgo() {
        quota(ofLicense, "10");
        clock.now = Instant.parse("2026-05-01T00:00:00Z");
        use("10");
        watch.round();

        assertThat(QuotaTopic.told(license)).isEmpty();
        assertThat(positions.checked(List.of(partition))).containsEntry(partition, end);
    }

    /** If the process that set it died before its check. */
    @Test
    void aQuotaThatWasSetAndNotCheckedIsChecked() {
        use("9");
        watch.round();
        Quota quota = fresh(ofLicense, "10", clock.now);
        quotas.insert(quota);

        watch.round();

        assertThat(quotas.load(quota.id()).orElseThrow().state())
                .satisfies(
                        checked -> {
                            assertThat(checked.raised()).isEqualTo(new Raised(IN_MARCH, 80));
                            assertThat(checked.uncheckedSince()).isNull();
                        });
        told(license, "2026-03 80");
    }

    /** More subjects than may be in memory at once. */
    @Test
    void itCatchesUpInParts() {
        quota(ofLicense, "10");
        for (int i = 0; i < 50; i++) {
            use("1");
        }
        watch(1).round();

        told(license, "2026-03 80", "2026-03 100");
        assertThat(positions.checked(List.of(partition))).containsEntry(partition, end);
    }

    private WatchUsage process() {
        return watch(20_000);
    }

    private WatchUsage watch(int touchedMax) {
        return new WatchUsage(
                () -> Map.of(partition, end),
                journals,
                positions,
                quotas,
                new CheckQuotas(quotas, subjects, usage, checkClock),
                usage,
                clock,
                touchedMax);
    }

    private QuotaId quota(Subject subject, String included) {
        Quota quota = fresh(subject, included, null);
        return quotas.insert(quota).map(Stored::state).orElseThrow().id();
    }

    private Quota fresh(Subject subject, String included, Instant uncheckedSince) {
        return new Quota(
                QuotaId.next(),
                subject,
                Quota.key(subject.idOf(), meter),
                meter,
                "calls",
                new BigDecimal(included),
                Quota.Limit.SOFT,
                List.of(80, 100),
                subject.vendor(),
                Instant.parse("2026-03-01T00:00:00Z"),
                null,
                uncheckedSince);
    }

    private Raised raised(QuotaId quota) {
        return quotas.load(quota).orElseThrow().state().raised();
    }

    private void use(String quantity) {
        use(owners, quantity, MARCH);
    }

    private void use(Attribution whose, String quantity, Instant time) {
        Committed.commit(
                journals,
                positions,
                List.of(
                        new Journal(
                                partition,
                                end,
                                end + 1,
                                1,
                                0,
                                List.of(
                                        new Journal.Delta(
                                                new Journal.Key(
                                                        whose,
                                                        meter,
                                                        time.truncatedTo(ChronoUnit.HOURS),
                                                        Map.of()),
                                                new Partial.Sum(new BigDecimal(quantity)))),
                                List.of(),
                                List.of(),
                                time.getEpochSecond() / 86_400)));
        end++;
    }

    /** What the bus tells of the subject in the end, and nothing else. */
    private static void told(String subject, String... thresholds) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> QuotaTopic.told(subject).size() >= thresholds.length);
        assertThat(QuotaTopic.told(subject)).containsExactly(thresholds);
    }

    private static final class SetClock extends Clock {

        private volatile boolean fails;
        private volatile Instant now = MARCH;

        @Override
        public Instant instant() {
            if (fails) {
                throw new IllegalStateException("killed");
            }
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
