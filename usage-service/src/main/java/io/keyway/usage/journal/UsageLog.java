package io.keyway.usage.journal;

import io.keyway.usage.metering.UsageRecordJson;
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

/**
 * The usage topic as its consumer sees it: which partitions are ours, and batches from them. One
 * thread.
 */
final class UsageLog implements AutoCloseable {

    private final Consumer<String, byte[]> consumer;
    private final String topic;

    UsageLog(Consumer<String, byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    /** Who is told which partitions are gained and lost, by number. */
    interface Ownership {
        void gained(Collection<Integer> partitions);

        void lost(Collection<Integer> partitions);
    }

    void follow(Ownership ownership) {
        consumer.subscribe(
                List.of(topic),
                new ConsumerRebalanceListener() {
                    @Override
                    public void onPartitionsAssigned(Collection<TopicPartition> gained) {
                        // Nothing is read before the journal has said from where.
                        consumer.pause(gained);
                        ownership.gained(numbers(gained));
                    }

                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> lost) {
                        ownership.lost(numbers(lost));
                    }
                });
    }

    void readFrom(int partition, long offset) {
        TopicPartition of = new TopicPartition(topic, partition);
        consumer.seek(of, offset);
        consumer.resume(List.of(of));
    }

    void hold(int partition) {
        consumer.pause(List.of(new TopicPartition(topic, partition)));
    }

    /** Batches by partition, each ascending by offset. */
    Map<Integer, List<CountEvents.Consumed>> poll(Duration wait) {
        ConsumerRecords<String, byte[]> records = consumer.poll(wait);
        Map<Integer, List<CountEvents.Consumed>> batches = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            batches.put(
                    partition.partition(),
                    records.records(partition).stream().map(UsageLog::consumed).toList());
        }
        return batches;
    }

    /** A hint for those who watch the lag: where to begin is said by the journal alone. */
    void hint(int partition, long next) {
        consumer.commitAsync(
                Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(next)), null);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static CountEvents.Consumed consumed(ConsumerRecord<String, byte[]> record) {
        byte[] value = record.value();
        return new CountEvents.Consumed(
                record.offset(),
                value == null ? null : UsageRecordJson.read(value).orElse(null),
                Instant.ofEpochMilli(record.timestamp()));
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }
}
