package io.keyway.kit.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether a request that came now would be worked on: a thread like its own gets a turn and a
 * place. A service whose processors are held by others, or whose places are, is not ready, whatever
 * else it can answer.
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
