package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Deactivates and activates partners or accounts many times, on several branches at once, and
 * measures how long after the answer tokens below are still accepted.
 */
final class SwitchTrials {

    static final long WITHIN_MILLIS = 1_000;

    /** Trials during which the machine stood still are repeated; at most so many of a hundred. */
    private static final int REPEATED_OF_100_MAX = 10;

    private static final Duration RESTORED_WITHIN = Duration.ofSeconds(10);

    /** A trial that takes longer has failed. */
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(10);

    /** Short compared with a second, and long enough for the polls not to be the load. */
    private static final Duration POLL = Duration.ofMillis(15);

    /**
     * A call for the operator only: the gateway itself refuses other callers (403) after
     * authenticating them.
     */
    private static final String NOT_FOR_THEM = "/api/v1/signing-keys";

    private static final int IN = 403;
    private static final int OUT = 401;

    /**
     * What is switched.
     *
     * @param below tokens and keys that are valid only while it is active; asked for at each trial
     * @param untouched tokens and keys that stay valid
     */
    record Switch(
            Supplier<List<String>> below, List<String> untouched, Runnable off, Runnable on) {}

    private final Keyway keyway;
    private final ConcurrentLinkedQueue<Long> millis = new ConcurrentLinkedQueue<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private final int trials;

    private SwitchTrials(Keyway keyway, int trials) {
        this.keyway = keyway;
        this.trials = trials;
    }

    static SwitchTrials of(Keyway keyway, int trials, Stream<Switch> sideBySide) {
        SwitchTrials all = new SwitchTrials(keyway, trials);
        AtomicInteger left = new AtomicInteger(trials);
        try (MachineWatch watch = new MachineWatch();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<? extends Future<?>> running =
                    sideBySide
                            .map(one -> threads.submit(() -> all.repeat(one, left, watch)))
                            .toList();
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("a trial could not be made", e);
        }
        return all;
    }

    private void repeat(Switch one, AtomicInteger left, MachineWatch watch) {
        while (left.getAndDecrement() > 0) {
            long from = System.nanoTime();
            long taken = trial(one);
            if (watch.stoodStillSince(from)
                    && repeated.get() * 100 < trials * REPEATED_OF_100_MAX) {
                repeated.incrementAndGet();
                left.incrementAndGet();
            } else {
                millis.add(taken);
            }
        }
    }

    /**
     * Runs one trial.
     *
     * @return milliseconds from the answer to the deactivation until all tokens below are refused
     */
    private long trial(Switch one) {
        List<String> below = one.below().get();
        awaitAll(below, IN, RESTORED_WITHIN);
        one.off().run();
        long answered = System.nanoTime();
        long refused = awaitAll(below, OUT, REFUSED_WITHIN);
        one.untouched().forEach(token -> assertThat(statusOf(token)).isEqualTo(IN));
        one.on().run();
        return Duration.ofNanos(refused - answered).toMillis();
    }

    /**
     * Asks with all tokens, one after the other, until each gets this status.
     *
     * @return when the last one was asked; the duration of its answer does not count
     */
    private long awaitAll(List<String> tokens, int status, Duration max) {
        long until = System.nanoTime() + max.toNanos();
        long asked = System.nanoTime();
        Iterator<String> next = tokens.iterator();
        while (next.hasNext()) {
            asked = System.nanoTime();
            if (statusOf(next.next()) != status) {
                assertThat(asked).as("waiting for %d", status).isLessThan(until);
                pause();
                next = tokens.iterator();
            }
        }
        return asked;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private int statusOf(String token) {
        return keyway.post(token, NOT_FOR_THEM, null).status();
    }

    void assertAllWithinASecond() {
        assertThat(millis).hasSize(trials);
        assertThat(millis.stream().filter(taken -> taken > WITHIN_MILLIS)).isEmpty();
    }

    @Override
    public String toString() {
        List<Long> sorted = millis.stream().sorted().toList();
        return "%d trials, p50 %d ms, p99 %d ms, p100 %d ms; %d repeated since the machine stood still"
                .formatted(
                        sorted.size(),
                        sorted.get(sorted.size() / 2),
                        sorted.get(sorted.size() * 99 / 100),
                        sorted.getLast(),
                        repeated.get());
    }
}
