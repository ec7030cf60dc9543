package io.keyway.usage.buckets;

import io.keyway.usage.identities.HaltedException;
import io.keyway.usage.journal.Partition;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folds the partitions that this process owns, as far as they have new journals. */
final class FoldOwned {

    private static final Logger LOG = LoggerFactory.getLogger(FoldOwned.class);

    private final Fold fold;
    private final Supplier<Map<Partition, Long>> ends;

    /**
     * The end offset of the last fold, per partition: without new journals the store is not read.
     * The highest number if the partition has halted.
     */
    private final Map<Partition, Long> done = new HashMap<>();

    FoldOwned(Fold fold, Supplier<Map<Partition, Long>> ends) {
        this.fold = fold;
        this.ends = ends;
    }

    void round() {
        Map<Partition, Long> owned = ends.get();
        done.keySet().retainAll(owned.keySet());
        Map<Partition, Long> rest = new HashMap<>(owned);
        rest.entrySet().removeIf(end -> done.getOrDefault(end.getKey(), 0L) >= end.getValue());
        while (!rest.isEmpty() && !Thread.currentThread().isInterrupted()) {
            rest.keySet().retainAll(step(rest));
        }
    }

    /**
     * A damaged journal halts its partition until the process starts again.
     *
     * @return the partitions that have more
     */
    private Set<Partition> step(Map<Partition, Long> rest) {
        Fold.Step step;
        try {
            step = fold.step(rest);
        } catch (RuntimeException e) {
            if (rest.size() > 1) {
                // Each by itself, so that one that fails does not hold the others.
                rest.forEach((partition, end) -> step(Map.of(partition, end)));
            } else {
                LOG.warn(
                        "folding {} failed, the next round repeats it: {}",
                        rest.keySet(),
                        e.toString());
            }
            return Set.of();
        }
        rest.forEach(
                (partition, end) -> {
                    HaltedException damaged = step.halted().get(partition);
                    if (damaged != null) {
                        LOG.error("folding {} has halted. {}", partition, damaged.getMessage());
                        done.put(partition, Long.MAX_VALUE);
                    } else if (!step.more().contains(partition)) {
                        done.put(partition, end);
                    }
                });
        return step.more();
    }
}
