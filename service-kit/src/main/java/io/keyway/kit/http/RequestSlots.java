package io.keyway.kit.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Limits the number of requests that are processed at once; others wait in order of arrival. */
final class RequestSlots {

    private final Semaphore free;

    RequestSlots(int max) {
        this.free = new Semaphore(max, true);
    }

    /**
     * Waits for a slot. The caller must call {@link #leave} if it gets one.
     *
     * @return false if there was none in time
     */
    boolean enter(Duration wait) {
        try {
            return free.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void leave() {
        free.release();
    }
}
