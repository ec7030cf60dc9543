package io.keyway.kit.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of request processing: up if a request that came now would get a thread and a place in
 * time. A service whose processors or places are all taken is not ready, even if other checks
 * succeed.
 */
final class RequestsHealth implements HealthIndicator {

    private final Places places;
    private final Duration within;

    RequestsHealth(Places places, Duration within) {
        this.places = places;
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
                                    if (places.enter(within)) {
                                        places.leave();
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
