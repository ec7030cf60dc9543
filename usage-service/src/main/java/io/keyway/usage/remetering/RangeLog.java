package io.keyway.usage.remetering;

import io.keyway.usage.journal.Partition;
import io.keyway.usage.records.UsageRecord;
import io.keyway.usage.records.UsageRecordJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads spans of the usage topic once more, beside the counting. Not thread-safe. */
final class RangeLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<String, byte[]> consumer;
    private final String topic;
    private TopicPartition assigned = new TopicPartition("", -1);

    /**
     * @param eventsMax records of a batch
     */
    RangeLog(Map<String, Object> properties, String topic, int eventsMax) {
        Map<String, Object> own = new HashMap<>(properties);
        own.remove(ConsumerConfig.GROUP_ID_CONFIG);
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, eventsMax);
        // What the bus no longer has is skipped.
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumer =
                new KafkaConsumer<>(own, new StringDeserializer(), new ByteArrayDeserializer());
        this.topic = topic;
    }

    /** A record that can be read. */
    record Logged(long offset, UsageRecord usage) {}

    /**
     * @param next the offset to go on from
     */
    record Batch(List<Logged> records, long next) {}

    /**
     * What was received since a time and is counted.
     *
     * @param ends the end of what is counted, by partition
     */
    List<Reading.Span> spans(Map<Partition, Long> ends, Instant since) {
        Map<TopicPartition, Partition> partitions =
                ends.keySet().stream()
                        .collect(
                                Collectors.toMap(
                                        one -> new TopicPartition(topic, one.number()),
                                        one -> one));
        Map<TopicPartition, OffsetAndTimestamp> starts =
                consumer.offsetsForTimes(
                        partitions.keySet().stream()
                                .collect(
                                        Collectors.toMap(one -> one, one -> since.toEpochMilli())));
        List<Reading.Span> spans = new ArrayList<>();
        starts.forEach(
                (of, start) -> {
                    Partition partition = partitions.get(of);
                    long end = ends.getOrDefault(partition, 0L);
                    if (start != null && partition != null && start.offset() < end) {
                        spans.add(new Reading.Span(partition, start.offset(), end));
                    }
                });
        spans.sort(Comparator.comparing(span -> span.partition().number()));
        return spans;
    }

    /** The next records of the span; none if the bus has not answered yet. */
    Batch next(Reading reading) {
        Reading.Span span = reading.span();
        TopicPartition of = new TopicPartition(topic, span.partition().number());
        if (!of.equals(assigned)) {
            consumer.assign(List.of(of));
            consumer.seek(of, reading.at());
            assigned = of;
        } else if (consumer.position(of) != reading.at()) {
            consumer.seek(of, reading.at());
        }
        List<Logged> records = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            if (record.offset() < span.to() && record.value() != null) {
                UsageRecordJson.readWithData(record.value())
                        .ifPresent(usage -> records.add(new Logged(record.offset(), usage)));
            }
        }
        return new Batch(records, Math.min(span.to(), consumer.position(of)));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
