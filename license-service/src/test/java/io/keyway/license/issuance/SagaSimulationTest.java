package io.keyway.license.issuance;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many histories of the saga, each of another seed: quotas are never exceeded, and nothing is lost,
 * doubled or left half issued. One that fails names its seed; {@code -Dkeyway.simulation.seed} runs
 * it alone, {@code -Dkeyway.simulation.schedules} says how many are run.
 */
@Tag("simulation")
class SagaSimulationTest {

    private static final int SCHEDULES = Integer.getInteger("keyway.simulation.schedules", 100_000);
    private static final Long SEED = Long.getLong("keyway.simulation.seed");

    /** More threads than cores, because a thread waits while it hands over to another task. */
    private static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();

    private final AtomicInteger next = new AtomicInteger();

    @Test
    void whateverIsKilledRepeatedOrLateEndsAsItMust() throws Exception {
        if (SEED != null) {
            run(SEED);
            return;
        }
        long first = new SecureRandom().nextLong();
        System.out.printf("saga: %d schedules from seed %d%n", SCHEDULES, first);
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(workers.submit(() -> runFrom(first)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void runFrom(long first) {
        for (int i = next.getAndIncrement(); i < SCHEDULES; i = next.getAndIncrement()) {
            if (i > 0 && i % Math.max(1, SCHEDULES / 10) == 0) {
                System.out.printf("saga: %d of %d%n", i, SCHEDULES);
            }
            run(first + i);
        }
    }

    private void run(long seed) {
        try {
            new SagaSimulation(seed).run();
        } catch (AssertionError | RuntimeException wrong) {
            next.set(SCHEDULES);
            throw new AssertionError("-Dkeyway.simulation.seed=" + seed, wrong);
        }
    }
}
