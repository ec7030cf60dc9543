package io.keyway.kit.bus;

import io.keyway.kit.KitProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Knows whether the bus has been available long enough for replicas to be trusted. Right after an
 * outage, events that other services could not publish are not on the bus yet, so having consumed
 * everything on it does not mean being up to date.
 */
final class BusWatch implements SmartLifecycle {

    private final Admin admin;
    private final KitProperties.Bus settings;
    private final Clock clock;
    private volatile Instant awayAt = Instant.MIN;
    private @Nullable ScheduledExecutorService asking;

    BusWatch(Admin admin, KitProperties.Bus settings, Clock clock) {
        this.admin = admin;
        this.settings = settings;
        this.clock = clock;
    }

    boolean isSteady() {
        return clock.instant().isAfter(awayAt.plus(settings.settlesWithin()));
    }

    private void ask() {
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
        ScheduledExecutorService scheduler =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("bus-watch").factory());
        long every = settings.askEvery().toMillis();
        scheduler.scheduleWithFixedDelay(this::ask, 0, every, TimeUnit.MILLISECONDS);
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
