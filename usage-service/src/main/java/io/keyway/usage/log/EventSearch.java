package io.keyway.usage.log;

import io.keyway.usage.records.UsageRecord;
import io.keyway.usage.records.UsageRecordJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Looks for a single event in the usage topic: reads its partition from a time on. One search at a
 * time, so that searches take little from counting.
 */
public final class EventSearch {

    private static final Duration POLL = Duration.ofMillis(200);

    private final ReentrantLock turn = new ReentrantLock(true);
    private final Map<String, Object> properties;
    private final String topic;
    private final int searchedMax;
    private final Duration searchedFor;

    /**
     * @param searchedMax records that one search reads at most
     * @param searchedFor how long one search takes at most, and waits for its turn
     */
    public EventSearch(
            Map<String, Object> properties, String topic, int searchedMax, Duration searchedFor) {
        this.properties = new HashMap<>(properties);
        this.properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.topic = topic;
        this.searchedMax = searchedMax;
        this.searchedFor = searchedFor;
    }

    /** What a search has come to. */
    public sealed interface Outcome {
        record Found(UsageRecord usage, int partition, long offset) implements Outcome {}

        /** No record since the time is wanted. */
        record Missing() implements Outcome {}

        /** The search ended at one of its limits. */
        record TooMany() implements Outcome {}

        /** It had no turn in time. */
        record Busy() implements Outcome {}
    }

    /**
     * Finds the first wanted record of a key.
     *
     * @param from the broker's time of the first record to look at
     */
    public Outcome find(String key, Instant from, Predicate<UsageRecord> wanted) {
        try {
            if (!turn.tryLock(searchedFor.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Outcome.Busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Busy();
        }
        try {
            return search(key, from, wanted);
        } finally {
            turn.unlock();
        }
    }

    private Outcome search(String key, Instant from, Predicate<UsageRecord> wanted) {
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = partitionOf(consumer, key);
            OffsetAndTimestamp start =
                    consumer.offsetsForTimes(Map.of(partition, from.toEpochMilli())).get(partition);
            if (start == null) {
                return new Outcome.Missing();
            }
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            consumer.assign(List.of(partition));
            consumer.seek(partition, start.offset());
            return search(consumer, partition, end, key, wanted);
        }
    }

    private Outcome search(
            Consumer<String, byte[]> consumer,
            TopicPartition partition,
            long end,
            String key,
            Predicate<UsageRecord> wanted) {
        long deadline = System.nanoTime() + searchedFor.toNanos();
        int searched = 0;
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                searched++;
                if (key.equals(record.key()) && record.value() != null) {
                    Optional<UsageRecord> found =
                            UsageRecordJson.read(record.value()).filter(wanted);
                    if (found.isPresent()) {
                        return new Outcome.Found(found.get(), record.partition(), record.offset());
                    }
                }
            }
            if (searched >= searchedMax || System.nanoTime() > deadline) {
                return new Outcome.TooMany();
            }
        }
        return new Outcome.Missing();
    }

    /** As Kafka's producer chooses it for a record with this key. */
    private TopicPartition partitionOf(Consumer<String, byte[]> consumer, String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int partitions = consumer.partitionsFor(topic).size();
        return new TopicPartition(topic, Utils.toPositive(Utils.murmur2(bytes)) % partitions);
    }
}
