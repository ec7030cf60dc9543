package io.keyway.usage.buckets;

import io.keyway.usage.identities.HaltedException;
import io.keyway.usage.journal.Partition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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
        owned.forEach(
                (partition, end) -> {
                    if (done.getOrDefault(partition, 0L) < end) {
                        fold(partition, end);
                    }
                });
    }

    /** A damaged journal halts its partition until the process starts again. */
    private void fold(Partition partition, long end) {
        try {
            while (fold.step(partition, end)) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
            done.put(partition, end);
        } catch (HaltedException e) {
            LOG.error("folding {} has halted. {}", partition, e.getMessage());
            done.put(partition, Long.MAX_VALUE);
        } catch (RuntimeException e) {
            LOG.warn("folding {} failed, the next round repeats it: {}", partition, e.toString());
        }
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
