package io.keyway.kit.test;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.DomainEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaNull;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/** Records as the binder delivers them to a consumer: those of one poll in one message. */
public final class Poll {

    private final List<Object> payloads = new ArrayList<>();
    private final List<Map<String, Object>> headers = new ArrayList<>();

    public Poll event(DomainEvent event, long sequence) {
        return add(
                DomainEvent.typeOf(event.getClass()),
                sequence,
                ContractJson.mapper().writerFor(DomainEvent.class).writeValueAsString(event));
    }

    public Poll raw(String type, String payload) {
        return add(type, 1, payload);
    }

    public Poll tombstone() {
        payloads.add(KafkaNull.INSTANCE);
        headers.add(Map.of());
        return this;
    }

    private Poll add(String type, long sequence, String payload) {
        payloads.add(bytes(payload));
        headers.add(
                Map.of(
                        "ce_type",
                        bytes(type),
                        "ce_id",
                        bytes("x:" + sequence),
                        "ce_sequence",
                        bytes(Long.toString(sequence)),
                        "ce_time",
                        bytes("2026-03-01T12:00:00Z")));
        return this;
    }

    public Message<?> message() {
        return MessageBuilder.withPayload(List.copyOf(payloads))
                .setHeader(KafkaHeaders.BATCH_CONVERTED_HEADERS, List.copyOf(headers))
                .build();
    }

    /** The only record as a replayed dead letter. */
    public Message<?> single() {
        return MessageBuilder.withPayload(payloads.getFirst())
                .copyHeaders(headers.getFirst())
                .build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
