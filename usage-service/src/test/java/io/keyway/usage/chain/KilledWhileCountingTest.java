package io.keyway.usage.chain;

import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.kit.test.Api;
import io.keyway.usage.Branch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service is killed without warning while a sender reports and repeats whatever was not
 * answered.
 */
class KilledWhileCountingTest {

    private static final int BATCHES = 120;
    private static final int EVENTS = 20;

    private final Branch branch = new Branch().published();
    private final ServiceProcess service = new ServiceProcess("usage-service-killed");
    private final Api api = service.api();
    private final AtomicInteger acknowledged = new AtomicInteger();

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void everyAcknowledgedEventIsCountedOnce() throws Exception {
        service.start();
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter("calls")).status())
                .isEqualTo(201);
        CompletableFuture<Void> sender = CompletableFuture.runAsync(this::report);

        for (int kill = 1; kill <= 2; kill++) {
            int until = kill * BATCHES / 3;
            await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() >= until);
            service.kill();
            service.start();
        }
        sender.get(120, TimeUnit.SECONDS);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(total()).isEqualTo(Integer.toString(BATCHES * EVENTS)));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(verification())
                                        .containsEntry("different", 0)
                                        .containsEntry("surplus", 0));
    }

    /** Batch after batch, each until it is answered; every fifth one once more. */
    private void report() {
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Map<String, Object>> events = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                events.add(event(batch + "/" + i, branch.license, TIME, 1));
            }
            while (!sent(events)) {
                pause();
            }
            if (batch % 5 == 0) {
                sent(events);
            }
            acknowledged.incrementAndGet();
        }
    }

    /** The same for a repetition: another time would be another content. */
    private static final Instant TIME = Instant.now().minusSeconds(60);

    private boolean sent(List<Map<String, Object>> events) {
        try {
            return api.post(branch.asReseller, "/api/v1/events", events).status() == 202;
        } catch (RuntimeException processIsGone) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> verification() throws IOException {
        return JsonMapper.shared()
                .readValue(service.management("/actuator/usageverification").body(), Map.class);
    }

    private String total() {
        return api.get(branch.asReseller, "/api/v1/usage?meter=calls")
                .json()
                .at("/items/0/quantity")
                .asString("");
    }
}
