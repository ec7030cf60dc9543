package io.keyway.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Background work that is repeated while the application runs, on one thread of its own. A round
 * that fails is logged, and the next one is its repetition; stopping interrupts the thread.
 */
public final class Rounds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    /**
     * @param pause zero for work that is done once
     */
    private record Work(Duration pause, Runnable round) {}

    private final String name;
    private final List<Work> all = new ArrayList<>();
    private @Nullable ScheduledExecutorService running;

    /**
     * @param name of the thread
     */
    public Rounds(String name) {
        this.name = name;
    }

    /** Repeats this work, at first after a pause. */
    public Rounds every(Duration pause, Runnable round) {
        all.add(new Work(pause, round));
        return this;
    }

    /** Does this work once, when the application starts. */
    public Rounds first(Runnable work) {
        all.add(new Work(Duration.ZERO, work));
        return this;
    }

    @Override
    public void start() {
        ScheduledExecutorService starting =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name(name).factory());
        for (Work work : all) {
            Runnable round = () -> run(work.round());
            if (work.pause().isZero()) {
                starting.execute(round);
            } else {
                starting.scheduleWithFixedDelay(
                        round,
                        work.pause().toMillis(),
                        work.pause().toMillis(),
                        TimeUnit.MILLISECONDS);
            }
        }
        running = starting;
    }

    /** An exception would end the schedule. */
    private void run(Runnable round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.warn("{} failed, the next round repeats it: {}", name, e.toString());
        }
    }

    @Override
    public void stop() {
        if (running != null) {
            running.shutdownNow();
            running = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }
}
