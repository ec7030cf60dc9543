package io.keyway.usage.chain;

import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.TestPlatform;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.mock.env.MockEnvironment;

/**
 * The service as a process of its own, which can be killed without warning and started again on its
 * data. Its name is another one than that of the other tests' service, so that they do not take
 * each other's partitions.
 */
final class ServiceProcess implements AutoCloseable {

    private final String name;
    private final List<String> settings;
    private final int port = freePort();
    private final int managementPort = freePort();
    private final String database;
    private Process process;

    /**
     * @param settings as arguments of the program
     */
    ServiceProcess(String name, String... settings) {
        this.name = name;
        this.settings = List.of(settings);
        this.database = "killed_" + UUID.randomUUID().toString().substring(0, 8);
    }

    Api api() {
        return new Api(
                new MockEnvironment()
                        .withProperty("local.server.port", Integer.toString(port))
                        .withProperty("keyway.kit.service", name));
    }

    void start() throws IOException {
        byte[] key = ScopeAssertion.serviceKey(TestPlatform.MASTER_KEY, name);
        String classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classes,
                                UsageApplication.class.getName(),
                                "--keyway.kit.service=" + name,
                                "--keyway.kit.database=" + database));
        command.addAll(settings);
        ProcessBuilder builder = new ProcessBuilder(command);
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
                        ProcessBuilder.Redirect.appendTo(new File("target/" + name + ".log")));
        process = builder.start();
        await().atMost(Duration.ofSeconds(90)).until(this::ready);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    private boolean ready() {
        try {
            return management("/actuator/health/liveness").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    HttpResponse<String> management(String path) throws IOException {
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

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
