package io.keyway.usage.buckets;

import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static io.keyway.usage.journal.Records.DISTRIBUTOR;
import static io.keyway.usage.journal.Records.METER;
import static io.keyway.usage.journal.Records.NOON;
import static io.keyway.usage.journal.Records.OF_DISTRIBUTOR;
import static io.keyway.usage.journal.Records.OURS;
import static io.keyway.usage.journal.Records.PARTITION;
import static io.keyway.usage.journal.Records.RESELLER;
import static io.keyway.usage.journal.Records.VENDOR;
import static io.keyway.usage.journal.Records.journals;
import static io.keyway.usage.journal.Records.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Days;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.TestStore;
import io.keyway.usage.journal.Committed;
import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.journal.Positions;
import io.keyway.usage.metering.UsagePart;
import io.keyway.usage.reading.BranchUsage;
import io.keyway.usage.reading.BranchUsage.UsedBy;
import io.keyway.usage.reading.BranchUsage.UsedBy.Branch;
import io.keyway.usage.reading.UsageReading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * After a kill at any point, every level still shows each event once, before and after the next
 * fold.
 */
class FoldCrashTest {

    private static final Set<UsagePart> WHOLE = Set.of(UsagePart.ALL);

    private static final Days MARCH = Days.of(YearMonth.of(2026, 3));

    private static final Map<Partition, Long> ALL = Map.of(PARTITION, Long.MAX_VALUE);

    private final TestStore store = new TestStore();
    private final Journals journals = new Journals(store.collection("journals"), 1_000);
    private final Positions positions = new Positions(store.collection("positions"));
    private final Buckets buckets = new Buckets(store.collection("buckets"));
    private final List<Journal> rejectedOf = new ArrayList<>();
    private final Fold fold = new Fold(journals, positions, buckets, rejectedOf::add, 10);
    private final UsageReading reading = new UsageReading(journals, positions, buckets, 100, 1_000);
    private final BranchUsage branches = new BranchUsage(reading, journals);
    private final VerifyBuckets verifyBuckets = new VerifyBuckets(journals, positions, buckets);

    private final List<Journal> committed =
            journals(
                    List.of(
                            usage(OURS, "a", NOON, 3),
                            usage(OF_DISTRIBUTOR, "b", NOON, 4),
                            usage(OURS, "c", NOON.minus(Duration.ofHours(11)), 5),
                            usage(OURS, "a", NOON, 3)),
                    1,
                    1,
                    1);

    @BeforeEach
    void journalsAreCommitted() {
        Committed.commit(journals, positions, committed);
    }

    @Test
    void afterTheJournalAndBeforeAnyFold() {
        everyLevelShowsEachEventOnce();
    }

    @Test
    void afterSomeBucketsAndBeforeTheOthers() {
        Map<BucketKey, List<Bucket.Delta>> added = BucketDeltas.of(committed.subList(0, 3));
        List<BucketKey> keys = new ArrayList<>(added.keySet());
        for (BucketKey key : keys.subList(0, keys.size() / 2)) {
            Bucket half = Bucket.empty(key).fold(added.get(key));
            assertThat(buckets.write(List.of(new Buckets.Change(half, 0)))).isTrue();
        }

        everyLevelShowsEachEventOnce();
        fold.step(ALL);
        everyLevelShowsEachEventOnce();
        assertThat(verifyBuckets.verify().sound()).isTrue();
    }

    @Test
    void afterAllBucketsAndBeforeThePosition() {
        fold.step(ALL);
        positions.advance(List.of(new Positions.Advance(PARTITION, committed.getLast().to(), 0)));

        everyLevelShowsEachEventOnce();
        fold.step(ALL);
        everyLevelShowsEachEventOnce();
        assertThat(positions.folded(List.of(PARTITION)))
                .containsEntry(PARTITION, committed.getLast().to());
    }

    @Test
    void twoFoldersAtOnceCountNothingTwice() throws InterruptedException {
        List<Thread> folders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            folders.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int step = 0; step < 20; step++) {
                                            fold.step(ALL);
                                        }
                                    }));
        }
        for (Thread folder : folders) {
            folder.join();
        }

        everyLevelShowsEachEventOnce();
        assertThat(verifyBuckets.verify().sound()).isTrue();
    }

    @Test
    void aDamagedJournalHaltsItsPartitionOnly() {
        Partition other = new Partition(PARTITION.topicId(), PARTITION.number() + 1);
        Journal sound = committed.getFirst();
        Committed.commit(
                journals,
                positions,
                List.of(
                        new Journal(
                                other,
                                0,
                                1,
                                1,
                                0,
                                sound.deltas(),
                                List.of(),
                                List.of(),
                                sound.day())));
        store.collection("journals")
                .updateOne(eq("_id", sound.id()), new Document("$inc", new Document("events", 1)));
        Fold afterARestart =
                new Fold(
                        new Journals(store.collection("journals"), 1_000),
                        positions,
                        buckets,
                        rejectedOf::add,
                        10);

        Fold.Step step =
                afterARestart.step(Map.of(PARTITION, Long.MAX_VALUE, other, Long.MAX_VALUE));

        assertThat(step.halted()).containsOnlyKeys(PARTITION);
        assertThat(positions.folded(List.of(PARTITION, other)))
                .containsEntry(PARTITION, 0L)
                .containsEntry(other, 1L);
    }

    @Test
    void thePositionStaysWhereAnotherProcessHasAdvancedIt() {
        positions.advance(List.of(new Positions.Advance(PARTITION, 1, 2)));

        assertThat(positions.folded(List.of(PARTITION))).containsEntry(PARTITION, 0L);
    }

    @Test
    void slowFoldOverwritesNothing() {
        Map<BucketKey, List<Bucket.Delta>> first = BucketDeltas.of(committed.subList(0, 1));
        BucketKey key = first.keySet().iterator().next();
        Bucket behind = Bucket.empty(key).fold(first.get(key));
        assertThat(buckets.write(List.of(new Buckets.Change(behind, 0)))).isTrue();
        fold.step(ALL);

        assertThat(buckets.write(List.of(new Buckets.Change(behind, behind.off())))).isFalse();
        assertThat(buckets.write(List.of(new Buckets.Change(behind, 0)))).isFalse();

        everyLevelShowsEachEventOnce();
    }

    @Test
    void verificationFindsAndRepairsDifferences() {
        fold.step(ALL);
        assertThat(verifyBuckets.verify().sound()).isTrue();
        Document broken = store.collection("buckets").find(empty()).first();
        Document missing = store.collection("buckets").find(empty()).skip(1).first();
        store.collection("buckets")
                .updateOne(
                        eq("_id", broken.get("_id")),
                        new Document("$set", new Document("cells", List.of())));
        store.collection("buckets").deleteOne(eq("_id", missing.get("_id")));

        VerifyBuckets.Report report = verifyBuckets.verify();
        assertThat(report.different()).isEqualTo(2);
        assertThat(report.named())
                .containsExactlyInAnyOrder(broken.getString("_id"), missing.getString("_id"));

        assertThat(verifyBuckets.repair().repaired()).isEqualTo(2);
        assertThat(verifyBuckets.verify().sound()).isTrue();
        everyLevelShowsEachEventOnce();
    }

    @Test
    void earlierPositionGivesItsQuantity() {
        UsageReading.Tail then = new UsageReading.Tail(Map.of(), Map.of(PARTITION, 2L));
        fold.step(ALL);

        assertThat(branches.quantities(then, Set.of(new Branch(VENDOR)), METER, MARCH, WHOLE))
                .isEmpty();
        assertThat(branches.quantity(then, VENDOR, METER, MARCH)).isEqualByComparingTo("7");
        assertThat(branches.quantity(then.ends(), new Branch(VENDOR), METER, MARCH, UsagePart.ALL))
                .isEqualByComparingTo("7");
        assertThat(branches.quantity(branches.now(), VENDOR, METER, MARCH))
                .isEqualByComparingTo("12");
        UsedBy customer = new UsedBy.Customer(OURS.customerId(), RESELLER);
        assertThat(branches.quantities(then, Set.of(customer), METER, MARCH, WHOLE)).isEmpty();
        assertThat(branches.quantity(then.ends(), customer, METER, MARCH, UsagePart.ALL))
                .isEqualByComparingTo("3");
    }

    private static Map<UsagePart, BigDecimal> whole(String quantity) {
        return Map.of(UsagePart.ALL, new BigDecimal(quantity));
    }

    private void everyLevelShowsEachEventOnce() {
        UsedBy customer = new UsedBy.Customer(OURS.customerId(), RESELLER);
        UsedBy ofAnother = new UsedBy.Customer(OURS.customerId(), DISTRIBUTOR);
        assertThat(
                        branches.quantities(
                                branches.now(),
                                Set.of(
                                        new Branch(RESELLER),
                                        new Branch(DISTRIBUTOR),
                                        customer,
                                        ofAnother),
                                METER,
                                MARCH,
                                WHOLE))
                .isEqualTo(
                        Map.of(
                                new Branch(RESELLER),
                                whole("8"),
                                new Branch(DISTRIBUTOR),
                                whole("12"),
                                customer,
                                whole("8"),
                                ofAnother,
                                whole("0")));
        assertThat(branches.quantity(branches.now().ends(), customer, METER, MARCH, UsagePart.ALL))
                .isEqualByComparingTo("8");
        assertThat(branches.quantity(branches.now().ends(), ofAnother, METER, MARCH, UsagePart.ALL))
                .isZero();
        assertThat(of(RESELLER)).isEqualByComparingTo("8");
        assertThat(of(DISTRIBUTOR)).isEqualByComparingTo("12");
        assertThat(of(VENDOR)).isEqualByComparingTo("12");
    }

    private BigDecimal of(PartnerId partner) {
        return branches.quantity(branches.now(), partner, METER, MARCH);
    }
}
