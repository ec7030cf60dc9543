package io.keyway.usage.buckets;

import static io.keyway.usage.journal.Records.DISTRIBUTOR;
import static io.keyway.usage.journal.Records.NOON;
import static io.keyway.usage.journal.Records.OF_DISTRIBUTOR;
import static io.keyway.usage.journal.Records.OURS;
import static io.keyway.usage.journal.Records.PARTITION;
import static io.keyway.usage.journal.Records.RESELLER;
import static io.keyway.usage.journal.Records.VENDOR;
import static io.keyway.usage.journal.Records.journals;
import static io.keyway.usage.journal.Records.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.journal.Journal;
import io.keyway.usage.metering.Partial;
import io.keyway.usage.records.UsageRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class FoldTest {

    @Test
    void aLicenseCountsForEveryPartnerAboveIt() {
        Map<BucketKey, Bucket> buckets =
                BucketDeltas.fold(
                        PARTITION,
                        journals(List.of(usage("a", 3), usage(OF_DISTRIBUTOR, "b", NOON, 4))));

        assertThat(of(buckets, RESELLER)).isEqualByComparingTo("3");
        assertThat(of(buckets, DISTRIBUTOR)).isEqualByComparingTo("7");
        assertThat(of(buckets, VENDOR)).isEqualByComparingTo("7");
    }

    @Test
    void aJournalThatIsMergedAgainChangesNothing() {
        List<Journal> journals = journals(List.of(usage("a", 3), usage("b", 4)), 1);
        Map<BucketKey, Bucket> buckets = new HashMap<>();
        foldInto(buckets, journals);

        Map<BucketKey, Bucket> before = Map.copyOf(buckets);
        foldInto(buckets, journals);
        foldInto(buckets, journals.subList(0, 1));

        assertThat(buckets).isEqualTo(before);
    }

    @Test
    void aFoldThatWasInterruptedIsCompletedByTheNext() {
        List<Journal> journals =
                journals(List.of(usage("a", 3), usage("b", 4), usage("c", 5)), 1, 1);
        Map<BucketKey, Bucket> whole = new HashMap<>();
        foldInto(whole, journals);

        Map<BucketKey, Bucket> interrupted = new HashMap<>();
        BucketKey reached = whole.keySet().iterator().next();
        interrupted.put(
                reached,
                Bucket.empty(reached).fold(BucketDeltas.of(journals.subList(0, 2)).get(reached)));
        foldInto(interrupted, journals);

        assertThat(interrupted).isEqualTo(whole);
    }

    @Test
    void hoursAndDaysAreThoseOfTheEvents() {
        Map<BucketKey, Bucket> buckets =
                BucketDeltas.fold(
                        PARTITION,
                        journals(
                                List.of(
                                        usage(OURS, "a", NOON, 1),
                                        usage(OURS, "b", NOON.plusSeconds(299), 2),
                                        usage(OURS, "c", NOON.minusSeconds(1), 4),
                                        usage(OURS, "d", NOON.minus(Duration.ofDays(2)), 8))));

        Map<String, BigDecimal> hours = new HashMap<>();
        buckets.forEach(
                (key, bucket) -> {
                    if (key.owner() instanceof BucketKey.OfLicense) {
                        bucket.cells()
                                .forEach(
                                        (cell, partial) ->
                                                hours.put(
                                                        key.day() + "T" + cell.hour(),
                                                        partial.quantity()));
                    }
                });
        assertThat(hours)
                .containsOnly(
                        Map.entry("2026-03-01T12", new BigDecimal(3)),
                        Map.entry("2026-03-01T11", new BigDecimal(4)),
                        Map.entry("2026-02-27T12", new BigDecimal(8)));
    }

    @RepeatedTest(30)
    void theSumOfJournalsIsTheSumOfBucketsHoweverTheyAreFolded(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        List<UsageRecord> log = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            log.add(
                    usage(
                            random.nextBoolean() ? OURS : OF_DISTRIBUTOR,
                            "e" + random.nextInt(120),
                            NOON.minus(Duration.ofHours(random.nextInt(72))),
                            random.nextInt(100)));
        }
        List<Journal> journals = journals(log, random.ints(300, 1, 20).toArray());

        Map<BucketKey, Bucket> buckets = new HashMap<>();
        for (int from = 0; from < journals.size(); ) {
            int to = Math.min(journals.size(), from + random.nextInt(1, 5));
            foldInto(buckets, journals.subList(from, to));
            from = Math.max(0, to - random.nextInt(0, 3)) + (to == journals.size() ? 9999 : 0);
        }

        assertThat(buckets).isEqualTo(BucketDeltas.fold(PARTITION, journals));
        BigDecimal ofJournals =
                journals.stream()
                        .flatMap(journal -> journal.deltas().stream())
                        .map(delta -> delta.partial().quantity())
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(of(buckets, VENDOR)).isEqualByComparingTo(ofJournals);
    }

    @Test
    void endlessDimensionsStayWithinOneDocumentAndKeepTheSum() {
        Map<Bucket.Cell, Partial> cells = new LinkedHashMap<>();
        for (int i = 0; i < Bucket.CELLS_MAX + 500; i++) {
            cells.put(new Bucket.Cell(1, Map.of("session", "s" + i)), new Partial.Count(1));
        }
        Bucket bucket =
                Bucket.empty(
                                BucketDeltas.of(journals(List.of(usage("a", 1))))
                                        .firstEntry()
                                        .getKey())
                        .fold(List.of(new Bucket.Delta(1, cells)));

        assertThat(bucket.cells()).hasSize(Bucket.CELLS_MAX + 1);
        assertThat(bucket.cells().get(new Bucket.Cell(1, Bucket.Cell.OTHERS)))
                .isEqualTo(new Partial.Count(500));
    }

    private static void foldInto(Map<BucketKey, Bucket> buckets, List<Journal> journals) {
        BucketDeltas.of(journals)
                .forEach(
                        (key, added) ->
                                buckets.compute(
                                        key,
                                        (any, bucket) ->
                                                (bucket == null ? Bucket.empty(key) : bucket)
                                                        .fold(added)));
    }

    private static BigDecimal of(Map<BucketKey, Bucket> buckets, PartnerId partner) {
        return buckets.values().stream()
                .filter(
                        bucket ->
                                bucket.key().owner() instanceof BucketKey.OfPartner owner
                                        && owner.scope().getLast().equals(partner))
                .flatMap(bucket -> bucket.cells().values().stream())
                .map(Partial::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
