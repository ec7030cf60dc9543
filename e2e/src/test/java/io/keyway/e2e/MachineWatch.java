package io.keyway.e2e;

import java.time.Duration;

/**
 * Notices that the whole machine stood still: its thread sleeps for 10 ms and wakes much later.
 * Times measured meanwhile say nothing about the system under test.
 */
final class MachineWatch implements AutoCloseable {

    private static final Duration SLEEP = Duration.ofMillis(10);
    private static final long STILL_NANOS = Duration.ofMillis(200).toNanos();

    private final Thread thread =
            Thread.ofPlatform().daemon().name("machine-watch").start(this::run);
    private volatile long stoodStillAt = System.nanoTime() - Duration.ofDays(1).toNanos();

    boolean stoodStillSince(long nanoTime) {
        return stoodStillAt - nanoTime >= 0;
    }

    private void run() {
        long before = System.nanoTime();
        while (true) {
            try {
                Thread.sleep(SLEEP);
            } catch (InterruptedException closed) {
                return;
            }
            long now = System.nanoTime();
            if (now - before > STILL_NANOS) {
                stoodStillAt = now;
            }
            before = now;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
