package io.keyway.kit.bus;

import io.keyway.kit.KitProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Events that this service's consumers could not handle, kept in the topic {@code <service>.dead}
 * with the reason. A replay gives each of them to the consumer of its topic again. An event that
 * fails again is appended again before the old one counts as read, so a crash at any point loses
 * none.
 */
public final class DeadLetters {

    private static final String REASON = "keyway_reason";
    private static final Duration POLL = Duration.ofSeconds(2);

    private final Map<String, Object> consumerSettings;
    private final KafkaTemplate<byte[], byte[]> template;
    private final String topic;
    private final Function<String, @Nullable Consumer<Message<?>>> consumerOfTopic;

    DeadLetters(
            Map<String, Object> consumerSettings,
            KafkaTemplate<byte[], byte[]> template,
            KitProperties settings,
            Function<String, @Nullable Consumer<Message<?>>> consumerOfTopic) {
        this.consumerSettings = new HashMap<>(consumerSettings);
        this.consumerSettings.put(ConsumerConfig.GROUP_ID_CONFIG, settings.service() + ".replay");
        this.consumerSettings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumerSettings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.template = template;
        this.topic = topicOf(settings.service());
        this.consumerOfTopic = consumerOfTopic;
    }

    static String topicOf(String service) {
        return service + ".dead";
    }

    /**
     * A dead letter as the endpoint lists it.
     *
     * @param reason class and message of the exception that the handler threw
     */
    public record DeadLetter(String topic, String type, String id, String reason) {}

    /**
     * The result of a replay.
     *
     * @param kept how many failed again and wait for another replay
     */
    public record Replay(int replayed, int kept) {}

    /** The dead letters that wait for a replay, the oldest first, at most {@code max}. */
    public List<DeadLetter> waiting(int max) {
        List<DeadLetter> letters = new ArrayList<>();
        read(
                false,
                record -> {
                    letters.add(letter(record));
                    return letters.size() < max;
                });
        return letters;
    }

    public synchronized Replay replay() {
        AtomicInteger kept = new AtomicInteger();
        AtomicInteger replayed = new AtomicInteger();
        read(
                true,
                record -> {
                    try {
                        consumerOf(record).accept(message(record));
                        replayed.incrementAndGet();
                    } catch (RuntimeException e) {
                        keep(record, e);
                        kept.incrementAndGet();
                    }
                    return true;
                });
        return new Replay(replayed.get(), kept.get());
    }

    /** Appends the record to the dead letters; returns when the broker has acknowledged it. */
    private void keep(ConsumerRecord<byte[], byte[]> record, Exception failure) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        reasons(failure).forEach(reason -> headers.remove(reason.key()).add(reason));
        template.send(new ProducerRecord<>(topic, 0, record.key(), record.value(), headers)).join();
    }

    private Consumer<Message<?>> consumerOf(ConsumerRecord<byte[], byte[]> record) {
        Consumer<Message<?>> consumer =
                consumerOfTopic.apply(header(record, KafkaHeaders.DLT_ORIGINAL_TOPIC));
        if (consumer == null) {
            throw new IllegalStateException("this service no longer consumes the topic");
        }
        return consumer;
    }

    /**
     * The header with the reason: the exception of the handler, without the framework's wrapping.
     */
    static Headers reasons(Exception failure) {
        String reason = NestedExceptionUtils.getMostSpecificCause(failure).toString();
        return new RecordHeaders().add(REASON, reason.getBytes(StandardCharsets.UTF_8));
    }

    /** Passes the records that were there at the start to {@code each}, until it returns false. */
    private void read(boolean commit, Predicate<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        consumerSettings,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), POLL).getOrDefault(partition, 0L);
            while (consumer.position(partition, POLL) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() >= end || !each.test(record)) {
                        return;
                    }
                    if (commit) {
                        consumer.commitSync(
                                Map.of(partition, new OffsetAndMetadata(record.offset() + 1)));
                    }
                }
            }
        }
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
                header(record, CloudEventHeaders.TYPE),
                header(record, CloudEventHeaders.ID),
                header(record, REASON));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
