package io.keyway.usage.buckets;

import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.metering.Partial;
import io.keyway.usage.records.Attribution;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * Computes what journals add to buckets: to the license's and to those of all partners above it.
 */
public final class BucketDeltas {

    private BucketDeltas() {}

    /**
     * @param journals journals of one partition, in order
     */
    public static SequencedMap<BucketKey, List<Bucket.Delta>> of(List<Journal> journals) {
        return of(journals, key -> true);
    }

    public static SequencedMap<BucketKey, List<Bucket.Delta>> of(
            List<Journal> journals, Predicate<BucketKey> wanted) {
        SequencedMap<BucketKey, List<Bucket.Delta>> all = new LinkedHashMap<>();
        for (Journal journal : journals) {
            cells(journal, wanted)
                    .forEach(
                            (key, cells) ->
                                    all.computeIfAbsent(key, any -> new ArrayList<>())
                                            .add(new Bucket.Delta(journal.to(), cells)));
        }
        return all;
    }

    private static Map<BucketKey, Map<Bucket.Cell, Partial>> cells(
            Journal journal, Predicate<BucketKey> wanted) {
        Map<BucketKey, Map<Bucket.Cell, Partial>> cells = new LinkedHashMap<>();
        for (Journal.Delta delta : journal.deltas()) {
            OffsetDateTime hour = delta.key().hour().atOffset(ZoneOffset.UTC);
            Bucket.Cell cell = new Bucket.Cell(hour.getHour(), delta.key().dimensions());
            for (BucketKey.Owner owner : owners(delta.key().attribution())) {
                BucketKey key =
                        new BucketKey(
                                owner,
                                delta.key().meterId(),
                                hour.toLocalDate(),
                                journal.partition());
                if (wanted.test(key)) {
                    cells.computeIfAbsent(key, any -> new LinkedHashMap<>())
                            .merge(cell, delta.partial(), Partial::merge);
                }
            }
        }
        return cells;
    }

    private static List<BucketKey.Owner> owners(Attribution attribution) {
        List<BucketKey.Owner> owners = new ArrayList<>();
        owners.add(new BucketKey.OfLicense(attribution));
        for (int depth = 1; depth <= attribution.path().size(); depth++) {
            owners.add(new BucketKey.OfPartner(List.copyOf(attribution.path().subList(0, depth))));
        }
        return owners;
    }

    /** All buckets, folded from these journals alone. */
    static Map<BucketKey, Bucket> fold(Partition partition, List<Journal> journals) {
        Map<BucketKey, Bucket> buckets = new LinkedHashMap<>();
        of(journals).forEach((key, added) -> buckets.put(key, Bucket.empty(key).fold(added)));
        return buckets;
    }
}
