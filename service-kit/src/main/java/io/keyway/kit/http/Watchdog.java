package io.keyway.kit.http;

import io.keyway.kit.KitProperties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when it no longer begins any request, so that its supervisor restarts it. It
 * runs on a thread of its own and needs nothing that requests need.
 */
final class Watchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final BooleanSupplier takenUp;
    private final Runnable end;
    private final int failuresMax;
    private final ScheduledExecutorService thread =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("watchdog").factory());
    private int failures;

    /**
     * Creates the watchdog.
     *
     * @param takenUp whether a request would be processed
     * @param end ends this process at once
     */
    Watchdog(BooleanSupplier takenUp, KitProperties.Watchdog settings, Runnable end) {
        this.takenUp = takenUp;
        this.end = end;
        this.failuresMax = settings.failuresMax();
        long every = settings.lookEvery().toMillis();
        thread.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (takenUp.getAsBoolean()) {
            failures = 0;
            return;
        }
        failures++;
        LOG.warn("no request gets a turn ({} of {})", failures, failuresMax);
        if (failures == failuresMax) {
            LOG.error("this process ends itself, to be started again: no request gets a turn");
            Thread.getAllStackTraces()
                    .forEach((of, frames) -> LOG.error("{}: {}", of.getName(), top(frames)));
            end.run();
        }
    }

    private static String top(StackTraceElement[] frames) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(frames.length, 12); i++) {
            text.append("\n    at ").append(frames[i]);
        }
        return text.toString();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
