package io.keyway.kit.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of request processing: up if a request that came now would get a thread and a slot in
 * time. A service whose processors or slots are all taken is not ready, even if other checks
 * succeed.
 */
final class RequestsHealth implements HealthIndicator {

    private final RequestSlots slots;
    private final Duration within;

    RequestsHealth(RequestSlots slots, Duration within) {
        this.slots = slots;
        this.within = within;
    }

    @Override
    public Health health() {
        return isTakenUp() ? Health.up().build() : Health.down().build();
    }

    boolean isTakenUp() {
        CountDownLatch turn = new CountDownLatch(1);
        Thread request =
                Thread.ofVirtual()
                        .name("would-be-request")
                        .start(
                                () -> {
                                    if (slots.enter(within)) {
                                        slots.leave();
                                        turn.countDown();
                                    }
                                });
        try {
            boolean taken = turn.await(within.toMillis(), TimeUnit.MILLISECONDS);
            request.interrupt();
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
