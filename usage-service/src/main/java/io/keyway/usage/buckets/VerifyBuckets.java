package io.keyway.usage.buckets;

import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.journal.Positions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Folds all journals again and compares the result with the stored buckets. May run while events
 * come in: a bucket is compared with the journals up to its own offset, and at least up to the fold
 * position that was read before it. Buckets that may have usage of dropped journals are left as
 * they are. Which these are is asked after the journals were read, because a journal is marked as
 * dropped before it is deleted.
 */
public final class VerifyBuckets {

    /** Ids in a report; further ones are only counted. */
    private static final int NAMED_MAX = 100;

    private final Journals journals;
    private final Positions positions;
    private final Buckets buckets;

    VerifyBuckets(Journals journals, Positions positions, Buckets buckets) {
        this.journals = journals;
        this.positions = positions;
        this.buckets = buckets;
    }

    /**
     * @param partitions partitions checked
     * @param journals journals read
     * @param events events counted in the journals
     * @param buckets buckets that follow from the journals
     * @param different buckets stored with another content, or missing
     * @param surplus stored buckets that follow from no journal
     * @param repaired how many of those were corrected
     * @param archived stored buckets that are not checked, because journals of their days are
     *     dropped
     * @param named ids of different and surplus buckets, at most 100
     */
    public record Report(
            int partitions,
            long journals,
            long events,
            long buckets,
            long different,
            long surplus,
            long repaired,
            long archived,
            List<String> named) {

        public boolean sound() {
            return different == 0 && surplus == 0;
        }
    }

    public Report verify() {
        return run(false);
    }

    /**
     * Verifies and corrects differences. Buckets that change meanwhile are left to the next run.
     */
    public Report repair() {
        return run(true);
    }

    private Report run(boolean repair) {
        Map<Partition, Long> folded = positions.all();
        Tally tally = new Tally();
        folded.forEach((partition, position) -> run(partition, position, repair, tally));
        return new Report(
                folded.size(),
                tally.journals,
                tally.events,
                tally.buckets,
                tally.different,
                tally.surplus,
                tally.repaired,
                tally.archived,
                List.copyOf(tally.named));
    }

    private static final class Tally {
        private long journals;
        private long events;
        private long buckets;
        private long different;
        private long surplus;
        private long repaired;
        private long archived;
        private final List<String> named = new ArrayList<>();

        private void name(BucketKey key) {
            if (named.size() < NAMED_MAX) {
                named.add(key.id());
            }
        }
    }

    private void run(Partition partition, long position, boolean repair, Tally tally) {
        Positions.Dropped before = positions.dropped(partition);
        Map<BucketKey, Bucket> stored = new HashMap<>();
        long end = position;
        for (Bucket bucket : buckets.of(partition)) {
            if (before.reach(bucket.key().day())) {
                tally.archived++;
            } else {
                stored.put(bucket.key(), bucket);
                end = Math.max(end, bucket.off());
            }
        }
        Map<BucketKey, Bucket> expected = expected(partition, before, position, end, stored, tally);
        Positions.Dropped after = positions.dropped(partition);
        if (!after.equals(before)) {
            expected.keySet().removeIf(key -> after.reach(key.day()));
            int checked = stored.size();
            stored.keySet().removeIf(key -> after.reach(key.day()));
            tally.archived += checked - stored.size();
        }
        tally.buckets += expected.size();
        Set<BucketKey> keys = new HashSet<>(stored.keySet());
        keys.addAll(expected.keySet());
        for (BucketKey key : keys) {
            Bucket is = stored.get(key);
            Bucket should = expected.get(key);
            if (should == null) {
                tally.surplus++;
                tally.name(key);
                if (repair && is != null && buckets.delete(is)) {
                    tally.repaired++;
                }
            } else if (!should.equals(is)) {
                tally.different++;
                tally.name(key);
                Buckets.Change change = new Buckets.Change(should, is == null ? 0 : is.off());
                if (repair && buckets.write(List.of(change))) {
                    tally.repaired++;
                }
            }
        }
    }

    private Map<BucketKey, Bucket> expected(
            Partition partition,
            Positions.Dropped dropped,
            long position,
            long end,
            Map<BucketKey, Bucket> stored,
            Tally tally) {
        Map<BucketKey, Bucket> expected = new HashMap<>();
        for (Journal journal : journals.stored(partition, dropped.to(), end)) {
            tally.journals++;
            tally.events += journal.events();
            BucketDeltas.of(List.of(journal), key -> !dropped.reach(key.day()))
                    .forEach(
                            (key, deltas) -> {
                                Bucket is = stored.get(key);
                                long has = Math.max(position, is == null ? 0 : is.off());
                                if (journal.to() <= has) {
                                    Bucket sum = expected.getOrDefault(key, Bucket.empty(key));
                                    expected.put(key, sum.fold(deltas));
                                }
                            });
        }
        return expected;
    }
}
