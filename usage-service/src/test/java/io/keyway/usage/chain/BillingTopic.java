package io.keyway.usage.chain;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.BillingEvent;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.test.TestPlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads {@code billing} as a billing system would. */
final class BillingTopic {

    private BillingTopic() {}

    /** All that the topic has about the statement now, in order. */
    static List<BillingEvent> of(StatementId statement) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, TestPlatform.brokers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor("billing").stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<BillingEvent> found = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(
                                one -> {
                                    BillingEvent event =
                                            ContractJson.mapper()
                                                    .readerFor(BillingEvent.class)
                                                    .readValue(one.value());
                                    if (isAbout(event, statement)) {
                                        found.add(event);
                                    }
                                });
            }
            return found;
        }
    }

    private static boolean isAbout(BillingEvent event, StatementId statement) {
        return switch (event) {
            case BillingEvent.StatementLinesBilled billed -> billed.statementId().equals(statement);
            case BillingEvent.StatementClosed closed -> closed.statementId().equals(statement);
            case BillingEvent.SettlementPaid _ -> false;
        };
    }
}
