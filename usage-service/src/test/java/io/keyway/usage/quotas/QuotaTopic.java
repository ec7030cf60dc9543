package io.keyway.usage.quotas;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.QuotaEvent;
import io.keyway.contracts.event.QuotaEvent.ThresholdReached;
import io.keyway.kit.test.TestPlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads {@code quotas} as a system that warns would. */
final class QuotaTopic {

    private QuotaTopic() {}

    /** All that the topic has with this key now, in order. */
    static List<ThresholdReached> of(String key) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, TestPlatform.brokers()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor("quotas").stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ThresholdReached> found = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(
                                one -> {
                                    if (one.key().equals(key)) {
                                        found.add(read(one.value()));
                                    }
                                });
            }
            return found;
        }
    }

    private static ThresholdReached read(String json) {
        QuotaEvent event = ContractJson.mapper().readerFor(QuotaEvent.class).readValue(json);
        return switch (event) {
            case ThresholdReached reached -> reached;
        };
    }

    /** The thresholds, as {@code 2026-03 80}. */
    static List<String> told(String key) {
        return of(key).stream().map(event -> event.period() + " " + event.percent()).toList();
    }
}
