package io.keyway.kit.bus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/**
 * One record as the binder delivers it.
 *
 * @param payload absent for a tombstone
 */
record BusRecord(byte @Nullable [] payload, Map<String, Object> headers) {

    /** The records of a poll; a replayed dead letter is a single one. */
    @SuppressWarnings("unchecked")
    static List<BusRecord> of(Message<?> message) {
        if (!(message.getPayload() instanceof List<?> payloads)) {
            return List.of(of(message.getPayload(), message.getHeaders()));
        }
        List<Map<String, Object>> headers =
                (List<Map<String, Object>>)
                        message.getHeaders().get(KafkaHeaders.BATCH_CONVERTED_HEADERS);
        if (headers == null || headers.size() != payloads.size()) {
            throw new IllegalStateException("a poll came without the headers of its records");
        }
        List<BusRecord> records = new ArrayList<>(payloads.size());
        for (int i = 0; i < payloads.size(); i++) {
            records.add(of(payloads.get(i), headers.get(i)));
        }
        return records;
    }

    private static BusRecord of(@Nullable Object payload, Map<String, Object> headers) {
        return new BusRecord(payload instanceof byte[] bytes ? bytes : null, headers);
    }

    @Nullable String header(String name) {
        return switch (headers.get(name)) {
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case null -> null;
            case Object other -> other.toString();
        };
    }
}
