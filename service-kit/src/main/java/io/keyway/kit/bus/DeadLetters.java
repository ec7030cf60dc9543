package io.keyway.kit.bus;

import io.keyway.kit.KitProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * What this service's consumers could not handle, kept in {@code <service>.dead} with the reason. A
 * replay gives each again to the consumer of the topic that it came from; what succeeds is done with,
 * and the first that fails again stops the replay there.
 */
public final class DeadLetters {

    private static final Duration POLL = Duration.ofSeconds(2);

    private final Map<String, Object> consumerSettings;
    private final String topic;
    private final Function<String, @Nullable Consumer<Message<?>>> consumerOfTopic;

    DeadLetters(
            Map<String, Object> consumerSettings,
            KitProperties settings,
            Function<String, @Nullable Consumer<Message<?>>> consumerOfTopic) {
        this.consumerSettings = new HashMap<>(consumerSettings);
        this.consumerSettings.put(ConsumerConfig.GROUP_ID_CONFIG, settings.service() + ".replay");
        this.consumerSettings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumerSettings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.topic = topicOf(settings.service());
        this.consumerOfTopic = consumerOfTopic;
    }

    static String topicOf(String service) {
        return service + ".dead";
    }

    /** @param reason class and message of what the handler threw */
    public record DeadLetter(String topic, String type, String id, String reason) {}

    /** @param stoppedAt the letter that failed again; absent when all went through */
    public record Replay(int replayed, @Nullable DeadLetter stoppedAt) {}

    /** What waits for a replay, the oldest first, at most {@code max}. */
    public List<DeadLetter> waiting(int max) {
        List<DeadLetter> letters = new ArrayList<>();
        read(record -> {
            letters.add(letter(record));
            return letters.size() < max;
        }, false);
        return letters;
    }

    public synchronized Replay replay() {
        List<DeadLetter> failed = new ArrayList<>();
        int replayed = read(record -> {
            try {
                Consumer<Message<?>> consumer = consumerOfTopic.apply(header(record, KafkaHeaders.DLT_ORIGINAL_TOPIC));
                if (consumer == null) {
                    throw new IllegalStateException("no consumer of its topic");
                }
                consumer.accept(message(record));
                return true;
            } catch (RuntimeException e) {
                failed.add(letter(record));
                return false;
            }
        }, true);
        return new Replay(replayed, failed.isEmpty() ? null : failed.getFirst());
    }

    /** Hands records to {@code each} until it says false; commits those before. @return how many it accepted */
    private int read(Function<ConsumerRecord<byte[], byte[]>, Boolean> each, boolean commit) {
        int accepted = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), POLL).getOrDefault(partition, 0L);
            while (consumer.position(partition, POLL) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (!each.apply(record)) {
                        return accepted;
                    }
                    accepted++;
                    if (commit) {
                        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)));
                    }
                }
            }
        }
        return accepted;
    }

    private static Message<?> message(ConsumerRecord<byte[], byte[]> record) {
        MessageBuilder<byte[]> message = MessageBuilder.withPayload(record.value());
        for (Header header : record.headers()) {
            message.setHeader(header.key(), header.value());
        }
        return message.build();
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                header(record, KafkaHeaders.DLT_ORIGINAL_TOPIC),
                header(record, Ce.TYPE),
                header(record, Ce.ID),
                header(record, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN) + ": " + header(record, KafkaHeaders.DLT_EXCEPTION_MESSAGE));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
