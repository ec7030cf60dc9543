package io.keyway.usage.journal;

import static io.keyway.usage.journal.Records.NOON;
import static io.keyway.usage.journal.Records.OURS;
import static io.keyway.usage.journal.Records.PARTITION;
import static io.keyway.usage.journal.Records.WINDOW;
import static io.keyway.usage.journal.Records.batch;
import static io.keyway.usage.journal.Records.count;
import static io.keyway.usage.journal.Records.journals;
import static io.keyway.usage.journal.Records.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.usage.log.UsageLog;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.records.UsageRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CountEventsTest {

    @Test
    void copiesInOneBatchCountOnce() {
        Journal journal = journals(List.of(usage("a", 1), usage("a", 1), usage("b", 2))).getFirst();

        assertThat(sum(List.of(journal))).isEqualByComparingTo("3");
        assertThat(journal.events()).isEqualTo(2);
        assertThat(journal.duplicates()).isEqualTo(1);
        assertThat(journal.rejected()).isEmpty();
    }

    @Test
    void copiesInDifferentBatchesCountOnce() {
        List<Journal> journals =
                journals(List.of(usage("a", 1), usage("b", 2), usage("a", 1)), 1, 1);

        assertThat(sum(journals)).isEqualByComparingTo("3");
        assertThat(journals.getLast().deltas()).isEmpty();
        assertThat(journals.getLast().duplicates()).isEqualTo(1);
    }

    @Test
    void theSameIdentityWithAnotherPayloadIsListedAndNotCounted() {
        List<Journal> journals = journals(List.of(usage("a", 1), usage("a", 5)), 1);

        assertThat(sum(journals)).isEqualByComparingTo("1");
        assertThat(journals.getLast().rejected())
                .extracting(Journal.Rejected::refusal, Journal.Rejected::offset)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Refusal.CONFLICT, 1L));
    }

    @Test
    void eventOutsideTheWindowIsListedAndSpendsNoIdentity() {
        UsageRecord old = usage(OURS, "old", NOON.minus(Duration.ofDays(35)).minusMillis(1), 1);
        UsageRecord ahead = usage(OURS, "ahead", NOON.plus(Duration.ofMinutes(6)), 1);
        UsageRecord late = usage(OURS, "late", NOON.minus(Duration.ofDays(34)), 7);

        UsageRecord corrected = usage(OURS, "ahead", NOON, 4);

        List<Journal> journals = journals(List.of(old, ahead, late, corrected, corrected), 2);

        assertThat(sum(journals)).isEqualByComparingTo("11");
        assertThat(journals.stream().flatMap(journal -> journal.rejected().stream()))
                .extracting(Journal.Rejected::id, Journal.Rejected::refusal)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("old", Refusal.OUT_OF_WINDOW),
                        org.assertj.core.groups.Tuple.tuple("ahead", Refusal.OUT_OF_WINDOW));
    }

    @Test
    void aCorrectionTakesBackAndAddsOnceHoweverOldItsEventIs() {
        UsageRecord event = usage("a", 7);
        Instant later = NOON.plus(Duration.ofDays(80));
        UsageRecord correction = correction(event, later, 5);

        List<Journal> journals = journals(List.of(event, correction, correction), 1, 1);

        assertThat(sum(journals)).isEqualByComparingTo("5");
        assertThat(journals.getLast().duplicates()).isEqualTo(1);
        assertThat(journals.get(1).deltas().getFirst().key())
                .isEqualTo(journals.getFirst().deltas().getFirst().key());
    }

    private static UsageRecord correction(UsageRecord of, Instant at, long value) {
        UsageCorrectionId id = UsageCorrectionId.next();
        return new UsageRecord(
                of.attribution(),
                of.source(),
                of.id(),
                of.type(),
                of.time(),
                at,
                new Fingerprint(
                        Fingerprint.Identity.of(
                                of.attribution().vendorId(),
                                of.attribution().licenseId(),
                                "corrections",
                                id.value()),
                        0),
                usage("any", value).measurements(),
                new UsageRecord.Correction(id, of.measurements()),
                null);
    }

    @Test
    void aRecordThatCannotBeReadIsListedAndBlocksNothing() {
        Journal journal =
                count(
                        0,
                        List.of(
                                new UsageLog.Consumed(0, null, NOON),
                                new UsageLog.Consumed(1, usage("a", 4), NOON)),
                        Map.of());

        assertThat(sum(List.of(journal))).isEqualByComparingTo("4");
        assertThat(journal.rejected())
                .extracting(Journal.Rejected::refusal)
                .containsExactly(Refusal.UNREADABLE);
    }

    @Test
    void aJournalReachesFromTheEndOfTheLastToTheEndOfItsBatch() {
        Journal journal = count(5, batch(8, List.of(usage("a", 1), usage("b", 1))), Map.of());

        assertThat(journal.from()).isEqualTo(5);
        assertThat(journal.to()).isEqualTo(10);
        assertThat(journal.id()).isEqualTo("topic:0:0000000000000000005");
    }

    @Test
    void theDayOfAJournalIsNotBeforeThatOfTheJournalBefore() {
        List<UsageLog.Consumed> batch = batch(0, List.of(usage("a", 1)));
        long noon = NOON.getEpochSecond() / 86_400;

        assertThat(CountEvents.of(PARTITION, 0, noon + 1, batch, Map.of(), WINDOW).day())
                .isEqualTo(noon + 1);
        assertThat(CountEvents.of(PARTITION, 0, noon - 1, batch, Map.of(), WINDOW).day())
                .isEqualTo(noon);
    }

    @Test
    void eventsBeyondOneDocumentGoIntoTheNextJournal() {
        List<UsageRecord> log = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            log.add(usage(OURS, "e" + i, NOON.minus(Duration.ofHours(i % 800)), 1));
        }

        Journal journal = count(0, batch(0, log), Map.of());

        assertThat(journal.to()).isBetween(1_000L, 29_999L);
        assertThat(journal.events()).isEqualTo((int) journal.to());
        assertThat(journal.fingerprints()).hasSize((int) journal.to());
    }

    @RepeatedTest(50)
    void howTheLogIsCutIntoBatchesDoesNotMatter(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        List<UsageRecord> log = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            log.add(usage("e" + random.nextInt(80), random.nextInt(3)));
        }
        int[] cuts = random.ints(300, 1, 20).toArray();

        assertThat(sum(journals(log, cuts))).isEqualByComparingTo(sum(journals(log)));
        assertThat(rejected(journals(log, cuts))).isEqualTo(rejected(journals(log)));
    }

    private static BigDecimal sum(List<Journal> journals) {
        return journals.stream()
                .flatMap(journal -> journal.deltas().stream())
                .map(delta -> delta.partial().quantity())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<Journal.Rejected> rejected(List<Journal> journals) {
        return journals.stream().flatMap(journal -> journal.rejected().stream()).toList();
    }
}
