package io.keyway.kit.bus;

import io.keyway.kit.KitProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Knows whether what was told has been heard: not while the bus is away, nor for a moment after it
 * has come back, when events that waited for it are still on their way.
 */
final class BusWatch implements SmartLifecycle {

    private final Map<String, Object> adminSettings;
    private final KitProperties.Bus settings;
    private final Clock clock;
    private volatile Instant awayAt = Instant.MIN;
    private @Nullable ScheduledExecutorService asking;

    BusWatch(Map<String, Object> adminSettings, KitProperties.Bus settings, Clock clock) {
        this.adminSettings = adminSettings;
        this.settings = settings;
        this.clock = clock;
    }

    boolean isSteady() {
        return clock.instant().isAfter(awayAt.plus(settings.settlesWithin()));
    }

    private void ask(Admin admin) {
        try {
            admin.describeCluster()
                    .nodes()
                    .get(settings.answersWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            awayAt = clock.instant();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        Admin admin = Admin.create(adminSettings);
        ScheduledExecutorService scheduler =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("bus-watch").factory());
        long every = settings.askEvery().toMillis();
        scheduler.scheduleWithFixedDelay(() -> ask(admin), 0, every, TimeUnit.MILLISECONDS);
        asking = scheduler;
    }

    @Override
    public void stop() {
        if (asking != null) {
            asking.shutdownNow();
            asking = null;
        }
    }

    @Override
    public boolean isRunning() {
        return asking != null;
    }
}
