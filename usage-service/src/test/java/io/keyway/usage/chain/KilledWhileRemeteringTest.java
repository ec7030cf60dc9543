package io.keyway.usage.chain;

import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.kit.test.Api;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The service is killed without warning while it previews and applies a re-metering. */
class KilledWhileRemeteringTest {

    private static final int EVENTS = 400;
    private static final Instant TIME = Instant.now().minus(Duration.ofHours(2));

    private final Branch branch = new Branch().published();
    private final ServiceProcess service =
            new ServiceProcess(
                    "usage-service-remetering",
                    "--keyway.usage.remetering.events-at-once=5",
                    "--keyway.usage.remetering.lease=2s");
    private final Api api = service.api();

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void aRepetitionCountsNothingTwice() throws Exception {
        service.start();
        Map<String, Object> calls = new HashMap<>(meter("calls"));
        calls.put("valueProperty", "m");
        String meter =
                api.post(branch.asVendor, "/api/v1/meters", calls).json().path("id").asString();
        List<Map<String, Object>> events =
                IntStream.range(0, EVENTS)
                        .mapToObj(
                                i -> {
                                    Map<String, Object> event =
                                            new HashMap<>(event("e-" + i, branch.license, TIME, 2));
                                    event.put("data", Map.of("n", 2, "m", 1));
                                    return event;
                                })
                        .toList();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(
                                                api.post(
                                                                branch.asReseller,
                                                                "/api/v1/events",
                                                                events)
                                                        .json()
                                                        .at("/results/0/status")
                                                        .asString())
                                        .isIn("accepted", "duplicate"));
        counted(EVENTS);
        api.patch(branch.asVendor, "/api/v1/meters/" + meter, Map.of("valueProperty", "n"));
        JsonNode started =
                api.post(
                                branch.asVendor,
                                "/api/v1/remeterings",
                                Map.of(
                                        "meterId",
                                        meter,
                                        "from",
                                        TIME.minusSeconds(60).toString(),
                                        "to",
                                        TIME.plusSeconds(60).toString()))
                        .json();
        String path = "/api/v1/remeterings/" + started.path("id").asString();

        killedOnce(path, "previewing");
        JsonNode ready = until(path, "ready");
        assertThat(ready.at("/preview/changed").asInt()).isEqualTo(EVENTS);
        assertThat(ready.at("/preview/total/difference").asInt()).isEqualTo(EVENTS);
        api.post(branch.asVendor, path + "/apply", Map.of("reason", "It read another property"));
        killedOnce(path, "applying");
        killedOnce(path, "applying");
        JsonNode done = until(path, "done");

        assertThat(done.path("corrected").asInt()).isEqualTo(EVENTS);
        counted(2 * EVENTS);
    }

    /** Kills it in the middle of its log, if it has not come to the end before. */
    private void killedOnce(String path, String status) throws Exception {
        long since = api.get(branch.asVendor, path).json().path("read").asLong();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> {
                            JsonNode now = api.get(branch.asVendor, path).json();
                            return !now.path("status").asString().equals(status)
                                    || now.path("read").asLong() >= since + 20;
                        });
        service.kill();
        service.start();
    }

    private JsonNode until(String path, String status) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> api.get(branch.asVendor, path).json(),
                        now -> now.path("status").asString().equals(status));
    }

    private void counted(int quantity) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(
                                                api.get(
                                                                branch.asVendor,
                                                                "/api/v1/usage?meter=calls&from="
                                                                        + TIME.minusSeconds(86_400))
                                                        .json()
                                                        .path("items")
                                                        .valueStream()
                                                        .mapToInt(
                                                                one -> one.path("quantity").asInt())
                                                        .sum())
                                        .isEqualTo(quantity));
    }
}
