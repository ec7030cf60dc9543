package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A reseller limits a license, its product reports usage beyond that, everybody sees the balance,
 * and the bus tells each threshold once.
 */
class QuotaJourney {

    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(20);

    /** A balance is at most a second old; the rest is for the requests. */
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);

    private final Keyway keyway = Keyway.shared();
    private final Tree tree = new Tree(keyway);

    @Test
    void aLicenseUsesUpItsQuota() {
        String license =
                keyway.post(
                                tree.reseller,
                                "/api/v1/licenses",
                                tree.licensesBody(tree.allowance(5, 5), 1))
                        .json()
                        .at("/items/0/id")
                        .asString();
        Answer set = set(tree.reseller, license);
        assertThat(set.status()).as(set.text()).isEqualTo(201);
        assertThat(set(tree.reseller, license).code()).isEqualTo("already_exists");
        assertThat(set(tree.sibling, license).code()).isEqualTo("forbidden");
        assertThat(set(tree.customer, license).code()).isEqualTo("forbidden");
        assertThat(balance(tree.customer, license).path("remaining").asString()).isEqualTo("100");

        report(license, "a", 85);
        counted("85");
        Instant counted = Instant.now();
        await().atMost(SHOWN_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> balance(tree.customer, license),
                        balance -> balance.path("used").asString().equals("85"));
        assertThat(Instant.now()).isBefore(counted.plus(SHOWN_WITHIN));
        assertThat(balance(tree.reseller, license).path("allowed").asBoolean()).isTrue();
        await().atMost(KNOWN_WITHIN).until(() -> told(license), List.of("80")::equals);

        report(license, "b", 40);
        counted("125");
        JsonNode over =
                tree.settled(
                                tree.vendor,
                                "/api/v1/balances?licenseId=" + license,
                                balances -> balances.at("/items/0/used").asString().equals("125"))
                        .at("/items/0");
        assertThat(over.path("allowed").asBoolean()).isFalse();
        assertThat(over.path("remaining").asString()).isEqualTo("0");
        await().atMost(KNOWN_WITHIN).until(() -> told(license), List.of("80", "100")::equals);

        report(license, "c", 1);
        counted("126");
        String quota = "/api/v1/quotas/" + set.id();
        assertThat(keyway.get(tree.vendor, quota).json().at("/raised/percent").asInt())
                .isEqualTo(100);
        assertThat(told(license)).as("each threshold once").containsExactly("80", "100");
        assertThat(keyway.send(tree.reseller, "DELETE", quota, null, Map.of()).status())
                .isEqualTo(204);
        assertThat(keyway.get(tree.reseller, quota).status()).isEqualTo(404);
    }

    private Answer set(String who, String license) {
        return keyway.post(
                who,
                "/api/v1/quotas",
                Map.of(
                        "meter",
                        tree.meter,
                        "licenseId",
                        license,
                        "included",
                        "100",
                        "limit",
                        "hard"));
    }

    private JsonNode balance(String who, String license) {
        return keyway.get(who, "/api/v1/balances?licenseId=" + license).json().at("/items/0");
    }

    private void report(String license, String id, int count) {
        Answer sent =
                keyway.post(
                        tree.reseller,
                        "/api/v1/events",
                        Map.of(
                                "specversion",
                                "1.0",
                                "id",
                                id,
                                "source",
                                "/mailer",
                                "type",
                                "message.sent",
                                "subject",
                                license,
                                "data",
                                Map.of("count", count)));
        assertThat(sent.json().at("/results/0/status").asString()).isEqualTo("accepted");
    }

    private void counted(String quantity) {
        tree.settled(
                tree.reseller,
                "/api/v1/usage?meter=" + tree.meter,
                usage -> usage.at("/items/0/quantity").asString("").equals(quantity));
    }

    /** The thresholds that the bus tells of the license, in order. */
    private List<String> told(String license) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                keyway.local().kafkaBrokers()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor("quotas").stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> told = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(
                                one -> {
                                    if (one.key().equals(license)) {
                                        assertThat(
                                                        new String(
                                                                one.headers()
                                                                        .lastHeader("ce_type")
                                                                        .value(),
                                                                StandardCharsets.UTF_8))
                                                .isEqualTo("io.keyway.quota.threshold-reached.v1");
                                        told.add(
                                                JsonMapper.shared()
                                                        .readTree(one.value())
                                                        .path("percent")
                                                        .asString());
                                    }
                                });
            }
            return told;
        }
    }
}
