package io.keyway.usage.buckets;

import io.keyway.usage.journal.Partition;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Folds the partitions that this process counts, again and again. */
final class FoldThread implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FoldThread.class);

    private final Fold fold;
    private final Supplier<Set<Partition>> owned;
    private final Duration every;
    private @Nullable ScheduledExecutorService scheduler;

    FoldThread(Fold fold, Supplier<Set<Partition>> owned, Duration every) {
        this.fold = fold;
        this.owned = owned;
        this.every = every;
    }

    private void round() {
        for (Partition partition : owned.get()) {
            try {
                while (fold.step(partition)) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                }
            } catch (RuntimeException e) {
                LOG.warn("folding {} failed, the next round repeats it: {}", partition, e.toString());
            }
        }
    }

    @Override
    public void start() {
        ScheduledExecutorService starting =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("fold").factory());
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
