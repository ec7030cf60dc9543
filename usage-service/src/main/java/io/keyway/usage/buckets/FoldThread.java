package io.keyway.usage.buckets;

import io.keyway.usage.identities.HaltedException;
import io.keyway.usage.journal.Partition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Repeatedly folds the partitions that this process owns. */
final class FoldThread implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FoldThread.class);

    private final Fold fold;
    private final Supplier<Map<Partition, Long>> ends;
    private final Duration every;

    /**
     * The end offset of the last fold, per partition: without new journals the store is not read.
     * The highest number if the partition has halted.
     */
    private final Map<Partition, Long> done = new HashMap<>();

    private @Nullable ScheduledExecutorService scheduler;

    FoldThread(Fold fold, Supplier<Map<Partition, Long>> ends, Duration every) {
        this.fold = fold;
        this.ends = ends;
        this.every = every;
    }

    private void round() {
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

    @Override
    public void start() {
        ScheduledExecutorService starting =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("fold").factory());
        var _ =
                starting.scheduleWithFixedDelay(
                        this::round, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        scheduler = starting;
    }

    @Override
    public void stop() {
        if (scheduler != null) {
            scheduler.shutdownNow();
            scheduler = null;
        }
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }
}
