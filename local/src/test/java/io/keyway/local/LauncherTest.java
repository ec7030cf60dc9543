package io.keyway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.keyway.local.data.RunFile;
import io.keyway.local.process.FakeService;
import io.keyway.local.system.Secrets;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the real broker, the real stand-in and five fake services. */
class LauncherTest {

    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final List<String> SERVICES =
            List.of(
                    "partner-service",
                    "order-service",
                    "license-service",
                    "usage-service",
                    "gateway");

    @TempDir Path home;

    private Path data;

    @BeforeEach
    void packageServices() throws Exception {
        FakeService.packageAs(home, SERVICES);
        data = home.resolve("data");
    }

    @Test
    void startsAllProcessesWithTheirEnvironment() throws Exception {
        try (Local local = start(Map.of())) {
            assertThat(local.output()).contains("Keyway is ready at " + local.url());
            assertThat(local.output()).contains("admin@keyway.local / keyway-local");
            assertThat(Files.getPosixFilePermissions(data.resolve("run.json")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));

            Secrets secrets = Secrets.in(data.resolve("secrets.properties"));
            Map<String, String> partner = environment(local, "partner-service");
            assertThat(partner)
                    .containsEntry("KAFKA_BROKERS", local.kafkaBrokers())
                    .containsEntry("MONGODB_URI", local.mongodbUri())
                    .containsEntry("KEYWAY_SCOPE_KEY", secrets.scopeKey("partner-service"))
                    .containsEntry("KEYWAY_ADMIN_EMAIL", "admin@keyway.local")
                    .containsEntry("KEYWAY_ADMIN_PASSWORD", "keyway-local")
                    .containsEntry("KEYWAY_AUDIT_KEY", secrets.auditKey())
                    .doesNotContainKeys("KEYWAY_SCOPE_MASTER_KEY", "KEYWAY_SIGNING_SECRET");
            assertThat(environment(local, "license-service"))
                    .containsEntry("KEYWAY_SCOPE_KEY", secrets.scopeKey("license-service"))
                    .containsEntry("KEYWAY_SIGNING_SECRET", secrets.signingSecret())
                    .doesNotContainKeys("KEYWAY_SCOPE_MASTER_KEY", "KEYWAY_ADMIN_PASSWORD");
            assertThat(environment(local, "gateway"))
                    .containsEntry("KEYWAY_SCOPE_MASTER_KEY", secrets.scopeMasterKey())
                    .containsEntry(
                            "ORDER_SERVICE_URL", "http://127.0.0.1:" + local.port("order-service"))
                    .doesNotContainKeys("MONGODB_URI", "KEYWAY_SIGNING_SECRET");
        }
    }

    @Test
    void restartsKilledProcessesOnTheirOldPort() throws Exception {
        try (Local local = start(Map.of())) {
            for (String process : List.of("store", "kafka", "order-service")) {
                long pid = local.pid(process);
                int port = local.port(process);

                local.kill(process);
                local.awaitRestart(process, 1, START_MAX);

                assertThat(local.pid(process)).isNotEqualTo(pid).isNotZero();
                assertThat(local.port(process)).isEqualTo(port);
            }
            assertThat(local.restarts("gateway")).isZero();
            assertThat(local.output()).contains("ended (137), starting again");
        }
    }

    @Test
    void continuesWhereTheFirstStartEndedAndLeavesNoProcess() throws Exception {
        List<Long> pids;
        Properties secrets = new Properties();
        Map<String, Integer> ports;
        try (Local local = start(Map.of())) {
            pids = pids(local);
            ports = local.run().ports();
            secrets.load(Files.newBufferedReader(data.resolve("secrets.properties")));
            try (Admin admin = admin(local);
                    MongoClient client = MongoClients.create(local.mongodbUri())) {
                admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();
                client.getDatabase("keyway_order")
                        .getCollection("orders")
                        .insertOne(new Document("_id", "ord_1"));
            }
        }
        assertThat(pids).hasSize(7).noneMatch(LauncherTest::isAlive);
        assertThat(RunFile.read(data.resolve("run.json")).orElseThrow().state())
                .isEqualTo(RunFile.State.STOPPED);

        try (Local local = start(Map.of());
                Admin admin = admin(local);
                MongoClient client = MongoClients.create(local.mongodbUri())) {
            assertThat(local.run().ports()).containsExactlyInAnyOrderEntriesOf(ports);
            assertThat(admin.listTopics().names().get()).contains("orders");
            assertThat(client.getDatabase("keyway_order").getCollection("orders").countDocuments())
                    .isEqualTo(1);
            Properties again = new Properties();
            again.load(Files.newBufferedReader(data.resolve("secrets.properties")));
            assertThat(again).isEqualTo(secrets);
        }
    }

    @Test
    void leavesNoProcessAndAUsableFolderWhenItIsKilledItself() throws Exception {
        Local killed = start(Map.of());
        List<Long> pids = pids(killed);

        killed.killLauncher();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> pids.stream().noneMatch(LauncherTest::isAlive));
        try (Local local = start(Map.of())) {
            assertThat(local.run().state()).isEqualTo(RunFile.State.READY);
        }
    }

    @Test
    void refusesASecondStartOnTheSameFolder() {
        try (Local first = start(Map.of());
                Local second = Local.startFromClassPath(home, data, Map.of())) {
            await().atMost(START_MAX).until(() -> !second.launcher().isAlive());

            assertThat(second.launcher().exitValue()).isEqualTo(1);
            assertThat(second.output())
                    .contains("Keyway is already running at " + first.url())
                    .doesNotContain("Exception");
            assertThat(isAlive(first.pid("gateway"))).isTrue();
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());
            try (Local local = Local.startFromClassPath(home, data, Map.of("PORT", port))) {
                assertThatThrownBy(() -> local.awaitReady(START_MAX))
                        .hasMessageContaining("Port " + port + " is taken")
                        .hasMessageContaining("PORT=");
                assertThat(local.output()).doesNotContain("Exception");
            }
        }
    }

    private Local start(Map<String, String> environment) {
        Local local = Local.startFromClassPath(home, data, environment);
        local.awaitReady(START_MAX);
        return local;
    }

    private static Admin admin(Local local) {
        return Admin.create(Map.of("bootstrap.servers", local.kafkaBrokers()));
    }

    private static Map<String, String> environment(Local local, String service) throws Exception {
        URI address = URI.create("http://127.0.0.1:%d/environment".formatted(local.port(service)));
        String lines =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(address).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        return lines.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(
                        java.util.stream.Collectors.toMap(
                                pair -> pair[0], pair -> pair[1], (one, other) -> one));
    }

    private static List<Long> pids(Local local) {
        return Stream.concat(Stream.of("kafka", "store"), SERVICES.stream())
                .map(local::pid)
                .toList();
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
