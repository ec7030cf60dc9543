package io.keyway.usage.log;

import io.keyway.usage.records.UsageRecord;
import io.keyway.usage.records.UsageRecordJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Consumes the usage topic: reports which partitions this process owns, and polls their records.
 * Not thread-safe.
 */
public final class UsageLog implements AutoCloseable {

    private final Consumer<String, byte[]> consumer;
    private final String topic;

    public UsageLog(Consumer<String, byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    /**
     * One record of the log.
     *
     * @param usage null if the record cannot be read
     * @param timestamp the broker's time of the record
     */
    public record Consumed(long offset, @Nullable UsageRecord usage, Instant timestamp) {}

    /** Called when partitions are assigned to this process or revoked, with their numbers. */
    public interface Ownership {
        void gained(Collection<Integer> partitions);

        void lost(Collection<Integer> partitions);
    }

    public void follow(Ownership ownership) {
        consumer.subscribe(
                List.of(topic),
                new ConsumerRebalanceListener() {
                    @Override
                    public void onPartitionsAssigned(Collection<TopicPartition> gained) {
                        // Paused until the journal's end, where reading starts, is loaded.
                        consumer.pause(gained);
                        ownership.gained(numbers(gained));
                    }

                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> lost) {
                        ownership.lost(numbers(lost));
                    }
                });
    }

    /**
     * @return false if the partition ends before the offset; then it stays paused
     */
    public boolean readFrom(int partition, long offset) {
        TopicPartition of = new TopicPartition(topic, partition);
        if (consumer.endOffsets(List.of(of)).getOrDefault(of, 0L) < offset) {
            return false;
        }
        consumer.seek(of, offset);
        consumer.resume(List.of(of));
        return true;
    }

    public void pause(int partition) {
        consumer.pause(List.of(new TopicPartition(topic, partition)));
    }

    /** The next records by partition, each list ascending by offset. */
    public Map<Integer, List<Consumed>> poll(Duration wait) {
        ConsumerRecords<String, byte[]> records = consumer.poll(wait);
        Map<Integer, List<Consumed>> batches = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            batches.put(
                    partition.partition(),
                    records.records(partition).stream().map(UsageLog::consumed).toList());
        }
        return batches;
    }

    /**
     * Commits offsets for lag monitoring only: reading starts at the end of the journals.
     *
     * @param next the next offset to count, by partition
     */
    public void commitForMonitoring(Map<Integer, Long> next) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach(
                (partition, offset) ->
                        offsets.put(
                                new TopicPartition(topic, partition),
                                new OffsetAndMetadata(offset)));
        consumer.commitAsync(offsets, null);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static Consumed consumed(ConsumerRecord<String, byte[]> record) {
        byte[] value = record.value();
        return new Consumed(
                record.offset(),
                value == null ? null : UsageRecordJson.read(value).orElse(null),
                Instant.ofEpochMilli(record.timestamp()));
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }
}
