package io.keyway.usage.buckets;

import io.keyway.usage.identities.HaltedException;
import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.journal.Positions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Merges the journals of partitions into their buckets. A crash at any point does no harm: a bucket
 * ignores a journal that it has, and the position advances only when all buckets have it.
 */
final class Fold {

    /** Buckets per read and bulk write. */
    private static final int BUCKETS_MAX = 500;

    /** Deltas of journals that are merged together: what a step has in memory. */
    private static final int DELTAS_MAX = 10_000;

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
     * What is left after a step.
     *
     * @param more partitions that have more journals
     * @param halted partitions of which a journal is damaged
     */
    record Step(Set<Partition> more, Map<Partition, HaltedException> halted) {}

    /** The next journals of a partition, and the position before them. */
    private record Next(Partition partition, long folded, List<Journal> journals) {

        long to() {
            return journals.getLast().to();
        }

        int deltas() {
            return journals.stream().mapToInt(journal -> journal.deltas().size()).sum();
        }
    }

    /**
     * Merges the next journals of these partitions, in as few requests as they fit.
     *
     * @param ends the end offset of the last journal that is known, by partition
     */
    Step step(Map<Partition, Long> ends) {
        Map<Partition, Long> folded = positions.folded(ends.keySet());
        Step step = new Step(new HashSet<>(), new HashMap<>());
        List<Next> group = new ArrayList<>();
        int deltas = 0;
        for (Map.Entry<Partition, Long> end : ends.entrySet()) {
            Partition partition = end.getKey();
            long from = folded.getOrDefault(partition, 0L);
            try {
                Next next = new Next(partition, from, journals.after(partition, from, journalsMax));
                if (!next.journals().isEmpty()) {
                    group.add(next);
                    deltas += next.deltas();
                    if (next.to() < end.getValue()) {
                        step.more().add(partition);
                    }
                }
            } catch (HaltedException damaged) {
                step.halted().put(partition, damaged);
            }
            if (deltas >= DELTAS_MAX) {
                step.more().addAll(merge(group));
                group.clear();
                deltas = 0;
            }
        }
        step.more().addAll(merge(group));
        return step;
    }

    /**
     * @return partitions of which another process has changed a bucket meanwhile
     */
    private Set<Partition> merge(List<Next> group) {
        Map<BucketKey, List<Bucket.Delta>> added = new LinkedHashMap<>();
        group.forEach(next -> added.putAll(BucketDeltas.of(next.journals())));
        List<BucketKey> keys = new ArrayList<>(added.keySet());
        Set<Partition> again = new HashSet<>();
        for (int from = 0; from < keys.size(); from += BUCKETS_MAX) {
            List<BucketKey> some = keys.subList(from, Math.min(keys.size(), from + BUCKETS_MAX));
            if (!merge(some, added)) {
                some.forEach(key -> again.add(key.partition()));
            }
        }
        List<Next> merged =
                group.stream().filter(next -> !again.contains(next.partition())).toList();
        merged.forEach(next -> next.journals().forEach(addRejected));
        positions.advance(
                merged.stream()
                        .map(
                                next ->
                                        new Positions.Advance(
                                                next.partition(), next.folded(), next.to()))
                        .toList());
        return again;
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
