package io.keyway.kit.bus;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.DomainEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * Makes the consumer of one topic from a handler of its events. A type that this version does not
 * know is skipped and counted ({@code keyway.events.unknown}); a record that cannot be read is
 * broken.
 */
public final class Subscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final MeterRegistry metrics;

    public Subscriptions(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    public <E extends DomainEvent> Consumer<Message<?>> to(
            Class<E> events, Consumer<Received<E>> handler) {
        Set<String> known = new HashSet<>();
        collectTypes(events, known);
        ObjectReader json = ContractJson.mapper().readerFor(events);
        return message -> {
            if (!(message.getPayload() instanceof byte[] payload)) {
                return; // A tombstone: the aggregate's last event said already that it is gone.
            }
            String type = header(message, Ce.TYPE);
            if (type == null || !known.contains(type)) {
                metrics.counter("keyway.events.unknown", "type", type == null ? "none" : type)
                        .increment();
                LOG.info("skipped an event of unknown type {}", type);
                return;
            }
            handler.accept(read(message, payload, json));
        };
    }

    private static <E> Received<E> read(Message<?> message, byte[] payload, ObjectReader json) {
        try {
            String id = header(message, Ce.ID);
            String sequence = header(message, Ce.SEQUENCE);
            String time = header(message, Ce.TIME);
            if (id == null || sequence == null || time == null) {
                throw new BrokenEventException("the event lacks its id, sequence or time", null);
            }
            return new Received<>(
                    json.readValue(payload), id, Long.parseLong(sequence), Instant.parse(time));
        } catch (JacksonException | NumberFormatException | DateTimeParseException e) {
            throw new BrokenEventException("the event cannot be read", e);
        }
    }

    private static @Nullable String header(Message<?> message, String name) {
        // Spring Cloud Function gives what came from the bus as ce_type another name; a replay does
        // not.
        Object value = message.getHeaders().get(name.replace('_', '-'));
        if (value == null) {
            value = message.getHeaders().get(name);
        }
        return switch (value) {
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case null -> null;
            default -> value.toString();
        };
    }

    private static void collectTypes(Class<?> type, Set<String> names) {
        JsonTypeName name = type.getAnnotation(JsonTypeName.class);
        if (name != null) {
            names.add(name.value());
        }
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collectTypes(permitted, names);
            }
        }
    }
}
