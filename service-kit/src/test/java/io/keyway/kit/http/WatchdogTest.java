package io.keyway.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.kit.KitProperties;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/**
 * When a service is not ready to process requests, and when its process ends itself because of it.
 */
class WatchdogTest {

    private static final KitProperties.Watchdog EAGER =
            new KitProperties.Watchdog(Duration.ofMillis(5), 3);

    private final RequestSlots slots = new RequestSlots(2);
    private final RequestsHealth health = new RequestsHealth(slots, Duration.ofSeconds(1));

    @Test
    void isUpWhileThreadsAndSlotsAreFree() {
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        slots.enter(Duration.ZERO);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isDownWhileAllSlotsAreTaken() {
        slots.enter(Duration.ZERO);
        slots.enter(Duration.ZERO);
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        slots.leave();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    /** Like an outage in which two requests were validated for an hour. */
    @Test
    void isDownWhileAllProcessorsAreHeldByRequests() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(processors);
        for (int i = 0; i < processors; i++) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                begun.countDown();
                                while (!enough.get()) {
                                    Thread.onSpinWait();
                                }
                            });
        }
        try {
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        } finally {
            enough.set(true);
        }
        await().untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void endsTheProcessAfterFailuresInSuccession() {
        AtomicInteger ended = new AtomicInteger();
        try (Watchdog watchdog = new Watchdog(() -> false, EAGER, ended::incrementAndGet)) {
            await().untilAsserted(() -> assertThat(ended.get()).isEqualTo(1));
        }
    }

    @Test
    void oneSuccessBeginsTheCountAnew() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        CountDownLatch looked = new CountDownLatch(1);
        Iterator<Boolean> answers =
                List.of(false, false, true, false, false, true, false, false).iterator();
        try (Watchdog watchdog =
                new Watchdog(
                        () -> {
                            if (answers.hasNext()) {
                                return answers.next();
                            }
                            looked.countDown();
                            return true;
                        },
                        EAGER,
                        ended::incrementAndGet)) {
            assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ended.get()).isZero();
    }
}
