package io.keyway.usage.buckets;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static io.keyway.usage.journal.Records.METER;
import static io.keyway.usage.journal.Records.OURS;
import static io.keyway.usage.journal.Records.PARTITION;
import static io.keyway.usage.journal.Records.VENDOR;
import static io.keyway.usage.journal.Records.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import io.keyway.contracts.Days;
import io.keyway.contracts.ProblemCode;
import io.keyway.kit.http.Refused;
import io.keyway.usage.TestStore;
import io.keyway.usage.journal.Committed;
import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.journal.Positions;
import io.keyway.usage.journal.Records;
import io.keyway.usage.metering.UsagePart;
import io.keyway.usage.reading.BranchUsage;
import io.keyway.usage.reading.BranchUsage.UsedBy.Branch;
import io.keyway.usage.reading.UsageReading;
import io.keyway.usage.records.UsageRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A journal per event, received from February 26 to March 6. The journals received until March 1
 * are dropped; the last of them has usage of March 2, and a later one has usage of February.
 */
class DroppedJournalsTest {

    private static final YearMonth FEBRUARY = YearMonth.of(2026, 2);
    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final LocalDate KEPT = MARCH.atDay(2);

    private static final List<UsageRecord> LOG =
            List.of(
                    received("a", "2026-02-26T10:00:00Z", "2026-02-26T10:00:00Z", 1),
                    received("b", "2026-02-28T10:00:00Z", "2026-02-28T10:00:00Z", 2),
                    received("c", "2026-03-01T23:58:00Z", "2026-03-02T00:01:00Z", 4),
                    received("d", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z", 8),
                    received("e", "2026-03-03T09:00:00Z", "2026-03-03T09:00:00Z", 16),
                    received("f", "2026-03-04T09:00:00Z", "2026-02-27T09:00:00Z", 32),
                    received("g", "2026-03-05T09:00:00Z", "2026-03-05T09:00:00Z", 64),
                    received("h", "2026-03-06T09:00:00Z", "2026-03-06T09:00:00Z", 128));

    private final TestStore store = new TestStore();
    private final MongoCollection<Document> stored = store.collection("buckets");
    private final Journals journals = new Journals(store.collection("journals"), 1);
    private final Positions positions = new Positions(store.collection("positions"));
    private final Buckets buckets = new Buckets(stored);
    private final Fold fold = new Fold(journals, positions, buckets, journal -> {}, 10);
    private final UsageReading reading = new UsageReading(journals, positions, buckets, 100, 1_000);
    private final BranchUsage branches = new BranchUsage(reading, journals);
    private final VerifyBuckets verifyBuckets = new VerifyBuckets(journals, positions, buckets);

    @BeforeEach
    void allButTheLastAreFoldedAndSomeDropped() {
        List<Journal> all = Records.journals(LOG, 1, 1, 1, 1, 1, 1, 1, 1);
        Committed.commit(journals, positions, all.subList(0, 7));
        fold.step(Map.of(PARTITION, Long.MAX_VALUE));
        Committed.commit(journals, positions, all.subList(7, 8));
        assertThat(verifyBuckets.verify().archived()).isZero();
        drop();
        assertThat(store.collection("journals").countDocuments()).isEqualTo(5);
    }

    @Test
    void whatRemainsIsSound() {
        VerifyBuckets.Report report = verifyBuckets.verify();

        assertThat(report.sound()).isTrue();
        assertThat(report.journals()).isEqualTo(4);
        // Four owners; the days 3 and 5 of March are checked, the others have dropped journals.
        assertThat(report.buckets()).isEqualTo(2 * 4);
        assertThat(report.archived()).isEqualTo(4 * 4);
    }

    @Test
    void aChangedBucketOfADayThatIsKeptIsFoundAndRepaired() {
        change("2026-03-03");
        stored.deleteOne(ofVendor("2026-03-05"));

        assertThat(verifyBuckets.verify().different()).isEqualTo(2);
        assertThat(verifyBuckets.repair().repaired()).isEqualTo(2);
        assertThat(verifyBuckets.verify().sound()).isTrue();
        assertThat(branches.quantity(branches.now(), VENDOR, METER, Days.of(MARCH)))
                .isEqualByComparingTo("220");
    }

    @Test
    void repairLeavesBucketsWhoseJournalsAreDropped() {
        for (String day : List.of("2026-02-26", "2026-02-27", "2026-03-02")) {
            change(day);
        }
        List<Document> before = stored.find().into(new ArrayList<>());

        assertThat(verifyBuckets.repair().repaired()).isZero();
        assertThat(stored.find().into(new ArrayList<>())).isEqualTo(before);
    }

    @Test
    void journalsThatAreDroppedMeanwhileAreNotTakenForDifferences() {
        store.collection("positions")
                .updateMany(new Document(), new Document("$unset", new Document("droppedTo", "")));
        Records.journals(LOG, 1, 1, 1).subList(0, 3).forEach(this::insertAgain);
        AtomicBoolean begun = new AtomicBoolean();
        Journals dropping =
                new Journals(
                        store.collection(
                                "journals",
                                "find",
                                () -> {
                                    if (begun.compareAndSet(false, true)) {
                                        drop();
                                    }
                                }),
                        1);

        VerifyBuckets.Report report = new VerifyBuckets(dropping, positions, buckets).repair();

        assertThat(report.sound()).isTrue();
        assertThat(report.repaired()).isZero();
        assertThat(report.archived()).isEqualTo(4 * 4);
    }

    @Test
    void betweenMarkAndDeletionWhatRemainsIsSoundToo() {
        Records.journals(LOG, 1, 1, 1).subList(0, 3).forEach(this::insertAgain);

        VerifyBuckets.Report report = verifyBuckets.verify();

        assertThat(report.sound()).isTrue();
        assertThat(report.journals()).isEqualTo(4);
        drop();
        assertThat(store.collection("journals").countDocuments()).isEqualTo(5);
    }

    @Test
    void foldingAndReadingGoOn() {
        assertThat(branches.quantity(branches.now(), VENDOR, METER, Days.of(FEBRUARY)))
                .isEqualByComparingTo("35");
        assertThat(branches.quantity(branches.now(), VENDOR, METER, Days.of(MARCH)))
                .isEqualByComparingTo("220");

        fold.step(Map.of(PARTITION, Long.MAX_VALUE));

        assertThat(branches.quantity(branches.now(), VENDOR, METER, Days.of(MARCH)))
                .isEqualByComparingTo("220");
        assertThat(positions.folded(List.of(PARTITION))).containsEntry(PARTITION, 8L);
        assertThat(verifyBuckets.verify().sound()).isTrue();
    }

    @Test
    void aMonthWithDroppedJournalsIsNotComputedFromTheRest() {
        Map<Partition, Long> ends = branches.now().ends();

        for (YearMonth month : List.of(FEBRUARY, MARCH)) {
            assertThatThrownBy(
                            () ->
                                    branches.quantity(
                                            ends,
                                            new Branch(VENDOR),
                                            METER,
                                            Days.of(month),
                                            UsagePart.ALL))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused ->
                                    assertThat(refused.problem().code())
                                            .isEqualTo(ProblemCode.UNAVAILABLE));
        }
        assertThat(
                        branches.quantity(
                                ends,
                                new Branch(VENDOR),
                                METER,
                                Days.of(MARCH.plusMonths(1)),
                                UsagePart.ALL))
                .isEqualByComparingTo("0");
    }

    private void insertAgain(Journal journal) {
        Committed.commit(journals, positions, List.of(journal));
    }

    private void drop() {
        Committed.drop(new Journals(store.collection("journals"), 1), positions, KEPT);
    }

    private void change(String day) {
        assertThat(
                        stored.updateOne(
                                        ofVendor(day),
                                        new Document("$set", new Document("cells", List.of())))
                                .getModifiedCount())
                .isEqualTo(1);
    }

    private static Bson ofVendor(String day) {
        return and(eq("scope", List.of(VENDOR.value())), eq("day", day));
    }

    private static UsageRecord received(String id, String receivedAt, String time, long value) {
        return usage(OURS, id, Instant.parse(time), Instant.parse(receivedAt), value);
    }
}
