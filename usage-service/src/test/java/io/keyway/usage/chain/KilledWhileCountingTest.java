package io.keyway.usage.chain;

import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.TestPlatform;
import io.keyway.usage.Branch;
import io.keyway.usage.UsageApplication;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service as a process of its own, killed without warning while a sender reports and repeats
 * whatever was not answered. Its name is another one than that of the other tests' service, so that
 * they do not take each other's partitions.
 */
class KilledWhileCountingTest {

    private static final String SERVICE = "usage-service-killed";
    private static final int BATCHES = 120;
    private static final int EVENTS = 20;

    private final Branch branch = new Branch().published();
    private final int port = freePort();
    private final int managementPort = freePort();
    private final String database = "killed_" + UUID.randomUUID().toString().substring(0, 8);
    private final Api api =
            new Api(
                    new MockEnvironment()
                            .withProperty("local.server.port", Integer.toString(port))
                            .withProperty("keyway.kit.service", SERVICE));
    private final AtomicInteger acknowledged = new AtomicInteger();
    private Process process;

    @AfterEach
    void stop() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void everyAcknowledgedEventIsCountedOnce() throws Exception {
        start();
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter("calls")).status())
                .isEqualTo(201);
        CompletableFuture<Void> sender = CompletableFuture.runAsync(this::report);

        for (int kill = 1; kill <= 2; kill++) {
            int until = kill * BATCHES / 3;
            await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() >= until);
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            start();
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

    private void start() throws IOException {
        byte[] key = ScopeAssertion.serviceKey(TestPlatform.MASTER_KEY, SERVICE);
        String classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes,
                        UsageApplication.class.getName(),
                        "--keyway.kit.service=" + SERVICE,
                        "--keyway.kit.database=" + database);
        builder.environment()
                .putAll(
                        Map.of(
                                "SERVER_PORT", Integer.toString(port),
                                "MANAGEMENT_PORT", Integer.toString(managementPort),
                                "KAFKA_BROKERS", TestPlatform.brokers(),
                                "MONGODB_URI", TestPlatform.store(),
                                "KEYWAY_SCOPE_KEY", Base64.getEncoder().encodeToString(key)));
        builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(
                                new File("target/killed-while-counting.log")));
        process = builder.start();
        await().atMost(Duration.ofSeconds(90)).until(this::ready);
    }

    private boolean ready() {
        try {
            return get("/actuator/health/liveness").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> verification() throws IOException {
        return JsonMapper.shared().readValue(get("/actuator/usageverification").body(), Map.class);
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            URI.create("http://localhost:" + managementPort + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String total() {
        return api.get(branch.asReseller, "/api/v1/usage?meter=calls")
                .json()
                .at("/items/0/quantity")
                .asString("");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
