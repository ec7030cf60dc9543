package io.keyway.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.local.output.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void hasADefaultForEverything() {
        Settings settings = Settings.from(Map.of(), List.of());

        assertThat(settings.ports())
                .containsEntry("gateway", 8080)
                .containsEntry("kafka", 0)
                .containsEntry("order-service-management", 0);
        assertThat(settings.home()).isEqualTo(Path.of("").toAbsolutePath());
        assertThat(settings.data()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(settings.bind()).isEqualTo("127.0.0.1");
        assertThat(settings.kafkaBrokers()).isNull();
        assertThat(settings.mongodbUri()).isNull();
        assertThat(settings.adminEmail()).isEqualTo("admin@keyway.local");
        assertThat(settings.adminPassword()).isEqualTo("keyway-local");
        assertThat(settings.sample()).isTrue();
        assertThat(settings.training()).isEqualTo(Settings.Training.IN_BACKGROUND);
        assertThat(settings.licenseInstances()).isEqualTo(1);
        assertThat(settings.peak()).isFalse();
        assertThat(settings.without()).isNull();
        assertThat(settings.verbose()).isFalse();
    }

    @Test
    void takesEverythingFromTheEnvironment() {
        Settings settings =
                Settings.from(
                        Map.ofEntries(
                                Map.entry("PORT", "9000"),
                                Map.entry("KEYWAY_KAFKA_PORT", "9001"),
                                Map.entry("KEYWAY_STORE_PORT", "9002"),
                                Map.entry("KEYWAY_USAGE_SERVICE_PORT", "9003"),
                                Map.entry("KEYWAY_DATA", "/tmp/elsewhere"),
                                Map.entry("KEYWAY_BIND", "0.0.0.0"),
                                Map.entry("KAFKA_BROKERS", "kafka:9092"),
                                Map.entry("MONGODB_URI", "mongodb://mongo"),
                                Map.entry("KEYWAY_ADMIN_EMAIL", "root@example.com"),
                                Map.entry("KEYWAY_ADMIN_PASSWORD", "secret"),
                                Map.entry("KEYWAY_LICENSE_INSTANCES", "2"),
                                Map.entry("KEYWAY_WITHOUT", "order-service"),
                                Map.entry("KEYWAY_PEAK", "true")),
                        List.of("--no-sample", "--no-train", "--verbose"));

        assertThat(settings.ports())
                .containsEntry("gateway", 9000)
                .containsEntry("kafka", 9001)
                .containsEntry("store", 9002)
                .containsEntry("usage-service", 9003);
        assertThat(settings.data()).isEqualTo(Path.of("/tmp/elsewhere"));
        assertThat(settings.bind()).isEqualTo("0.0.0.0");
        assertThat(settings.kafkaBrokers()).isEqualTo("kafka:9092");
        assertThat(settings.mongodbUri()).isEqualTo("mongodb://mongo");
        assertThat(settings.adminEmail()).isEqualTo("root@example.com");
        assertThat(settings.adminPassword()).isEqualTo("secret");
        assertThat(settings.shownPassword()).doesNotContain("secret");
        assertThat(settings.sample()).isFalse();
        assertThat(settings.training()).isEqualTo(Settings.Training.NEVER);
        assertThat(settings.licenseInstances()).isEqualTo(2);
        assertThat(settings.ports()).containsKey("license-service-2");
        assertThat(settings.peak()).isTrue();
        assertThat(settings.without()).isEqualTo("order-service");
        assertThat(settings.verbose()).isTrue();
    }

    @Test
    void refusesMoreInstancesThanOneMachineIsFor() {
        assertThatThrownBy(() -> Settings.from(Map.of("KEYWAY_LICENSE_INSTANCES", "5"), List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("KEYWAY_LICENSE_INSTANCES");
    }

    @Test
    void leavesOutAKnownService() {
        assertThatThrownBy(() -> Settings.from(Map.of("KEYWAY_WITHOUT", "gateway"), List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("partner-service, order-service");
    }

    @Test
    void refusesUnknownOptions() {
        assertThatThrownBy(() -> Settings.from(Map.of(), List.of("--nosample")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--nosample")
                .hasMessageContaining("usage:");
    }

    @Test
    void refusesAnInvalidPort() {
        for (String port : List.of("http", "-1", "65536")) {
            assertThatThrownBy(() -> Settings.from(Map.of("PORT", port), List.of()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("PORT must be a port number");
        }
        assertThat(Settings.from(Map.of("PORT", "65535"), List.of()).ports())
                .containsEntry("gateway", 65535);
    }
}
