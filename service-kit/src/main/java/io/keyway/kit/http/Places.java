package io.keyway.kit.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** For the requests that are worked on; the others wait for one in the order in which they came. */
final class Places {

    private final Semaphore free;

    Places(int max) {
        this.free = new Semaphore(max, true);
    }

    /** Whoever is given one calls {@link #leave}. */
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
