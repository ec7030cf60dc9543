package io.keyway.kit.bus;

import io.keyway.kit.store.OutboxEvent;
import io.keyway.kit.store.Publisher;
import io.keyway.kit.store.UnsendableException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Publishes events as CloudEvents in Kafka's binary mode. The producer is synchronous: when a send
 * returns, the broker has acknowledged the event.
 */
final class StreamPublisher implements Publisher {

    private final StreamBridge bridge;
    private final String source;

    StreamPublisher(StreamBridge bridge, String service) {
        this.bridge = bridge;
        this.source = "/" + service;
    }

    @Override
    public void publish(OutboxEvent event) {
        Message<byte[]> message =
                MessageBuilder.withPayload(bytes(event.data()))
                        .setHeader(KafkaHeaders.KEY, bytes(event.key()))
                        .setHeader(CloudEventHeaders.CONTENT_TYPE, bytes("application/json"))
                        .setHeader(CloudEventHeaders.SPEC_VERSION, bytes("1.0"))
                        .setHeader(CloudEventHeaders.ID, bytes(event.id()))
                        .setHeader(CloudEventHeaders.TYPE, bytes(event.type()))
                        .setHeader(CloudEventHeaders.SOURCE, bytes(source))
                        .setHeader(CloudEventHeaders.SUBJECT, bytes(event.subject()))
                        .setHeader(CloudEventHeaders.TIME, bytes(event.time()))
                        .setHeader(
                                CloudEventHeaders.SEQUENCE, bytes(Long.toString(event.sequence())))
                        .build();
        try {
            if (!bridge.send(event.topic() + "-out", message)) {
                throw new IllegalStateException("the bus did not take " + event.id());
            }
        } catch (RuntimeException failed) {
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(failed);
            if (isForGood(cause)) {
                throw new UnsendableException(cause.toString(), failed);
            }
            throw failed;
        }
    }

    /**
     * Whether the broker will refuse this record on every attempt; all other failures count as the
     * bus being away.
     */
    private static boolean isForGood(Throwable cause) {
        return cause instanceof RecordTooLargeException
                || cause instanceof InvalidRecordException
                || cause instanceof InvalidTopicException
                || cause instanceof SerializationException;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
