package io.keyway.bench;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.ObjectReader;

/** Reads the topic of licenses, and how far usage-service has consumed it. */
final class LicenseBus implements AutoCloseable {

    private static final String TOPIC = "licenses";
    private static final String GROUP = "usage-service.onLicenses";
    private static final Duration POLL = Duration.ofMillis(20);
    private static final ObjectReader EVENTS = ContractJson.mapper().readerFor(LicenseEvent.class);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    LicenseBus(String brokers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers);
        admin = Admin.create(settings);
        consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions =
                consumer.partitionsFor(TOPIC).stream()
                        .map(one -> new TopicPartition(TOPIC, one.partition()))
                        .toList();
        consumer.assign(partitions);
    }

    /** Skips what is on the topic by now. */
    void forget() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    void awaitPublished(String order, int quantity, Duration max) {
        long deadline = System.nanoTime() + max.toNanos();
        int published = 0;
        while (published < quantity) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%d of %d licenses are on the bus".formatted(published, quantity));
            }
            for (var message : consumer.poll(POLL)) {
                if (EVENTS.readValue(message.value()) instanceof LicensesIssued issued
                        && issued.common().orderId() != null
                        && issued.common().orderId().value().equals(order)) {
                    published += issued.items().size();
                }
            }
        }
    }

    double secondsUntilUsageServiceHasHeard(Duration max) throws InterruptedException {
        long begin = System.nanoTime();
        Map<TopicPartition, Long> ends = ends();
        while (!hasConsumed(ends)) {
            if (System.nanoTime() - begin > max.toNanos()) {
                throw new IllegalStateException("usage-service does not catch up");
            }
            Thread.sleep(POLL);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private boolean hasConsumed(Map<TopicPartition, Long> ends) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed =
                BrokerAnswer.of(
                        admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
        return ends.entrySet().stream()
                .allMatch(
                        end -> {
                            OffsetAndMetadata read = committed.get(end.getKey());
                            return end.getValue() == 0
                                    || (read != null && read.offset() >= end.getValue());
                        });
    }

    private Map<TopicPartition, Long> ends() throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream()
                        .collect(Collectors.toMap(one -> one, one -> OffsetSpec.latest()));
        return BrokerAnswer.of(admin.listOffsets(latest).all()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
