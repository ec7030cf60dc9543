package io.keyway.kit.store;

import io.keyway.kit.KitProperties;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the relay's sweeps and retries while the application runs: one sweep at the start. */
public final class RelaySchedule implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RelaySchedule.class);

    private final Relay relay;
    private final KitProperties.Relay settings;
    private @Nullable ScheduledExecutorService scheduler;

    public RelaySchedule(Relay relay, KitProperties.Relay settings) {
        this.relay = relay;
        this.settings = settings;
    }

    @Override
    public void start() {
        ScheduledExecutorService started =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("relay-sweep").factory());
        started.execute(() -> sweep(true));
        every(started, settings.sweepEvery(), () -> sweep(false));
        every(started, settings.retryEvery(), relay::retry);
        scheduler = started;
    }

    private static void every(ScheduledExecutorService scheduler, Duration pause, Runnable work) {
        long millis = pause.toMillis();
        scheduler.scheduleWithFixedDelay(work, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** An exception would end the schedule. */
    private void sweep(boolean starting) {
        try {
            relay.sweep(starting);
        } catch (RuntimeException e) {
            LOG.warn("sweep for pending events failed, the next one repeats it: {}", e.toString());
        }
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
