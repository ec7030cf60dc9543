package io.keyway.usage.closing;

import io.keyway.usage.UsageProperties;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Works on closes, page after page, whenever there are some. */
@Component
final class CloseThread implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CloseThread.class);

    private final CloseNextPage closeNextPage;
    private final Duration every;
    private @Nullable ScheduledExecutorService scheduler;

    CloseThread(CloseNextPage closeNextPage, UsageProperties settings) {
        this.closeNextPage = closeNextPage;
        this.every = settings.statements().closeEvery();
    }

    private void round() {
        try {
            while (closeNextPage.step()) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("a page of payers is tried again when its lease ends: {}", e.toString());
        }
    }

    @Override
    public void start() {
        ScheduledExecutorService starting =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("close").factory());
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
