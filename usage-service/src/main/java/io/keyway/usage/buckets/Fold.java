package io.keyway.usage.buckets;

import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.journal.Positions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Merges the journals of a partition into its buckets. A crash at any point does no harm: a bucket
 * ignores a journal that it has, and the position advances only when all buckets have it.
 */
final class Fold {

    /** Buckets per read and bulk write. */
    private static final int BUCKETS_MAX = 500;

    private final Journals journals;
    private final Positions positions;
    private final Buckets buckets;
    private final Consumer<Journal> addRejected;
    private final int journalsMax;

    Fold(
            Journals journals,
            Positions positions,
            Buckets buckets,
            Consumer<Journal> addRejected,
            int journalsMax) {
        this.journals = journals;
        this.positions = positions;
        this.buckets = buckets;
        this.addRejected = addRejected;
        this.journalsMax = journalsMax;
    }

    /**
     * Merges the next journals.
     *
     * @param end the end offset of the last journal that is known
     * @return whether there is more to merge up to there
     */
    boolean step(Partition partition, long end) {
        long folded = positions.folded(partition).orElse(0L);
        List<Journal> next = journals.after(partition, folded, journalsMax);
        if (next.isEmpty()) {
            return false;
        }
        Map<BucketKey, List<Bucket.Delta>> added = BucketDeltas.of(next);
        List<BucketKey> keys = new ArrayList<>(added.keySet());
        for (int from = 0; from < keys.size(); from += BUCKETS_MAX) {
            List<BucketKey> some = keys.subList(from, Math.min(keys.size(), from + BUCKETS_MAX));
            if (!merge(some, added)) {
                return true;
            }
        }
        next.forEach(addRejected);
        positions.advance(partition, folded, next.getLast().to());
        return next.getLast().to() < end;
    }

    private boolean merge(List<BucketKey> keys, Map<BucketKey, List<Bucket.Delta>> added) {
        Map<BucketKey, Bucket> stored = buckets.load(keys);
        List<Buckets.Change> changes = new ArrayList<>();
        for (BucketKey key : keys) {
            Bucket before = stored.getOrDefault(key, Bucket.empty(key));
            Bucket after = before.fold(added.getOrDefault(key, List.of()));
            if (after.off() != before.off()) {
                changes.add(new Buckets.Change(after, before.off()));
            }
        }
        return changes.isEmpty() || buckets.write(changes);
    }
}
