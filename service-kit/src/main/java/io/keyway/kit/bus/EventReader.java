package io.keyway.kit.bus;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.DomainEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * Reads the events of one topic. An event of an unknown type is skipped and counted ({@code
 * keyway.events.unknown}); a record that cannot be read is a {@link BrokenEventException}.
 */
final class EventReader<E extends DomainEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);

    private final Set<String> known = new HashSet<>();
    private final ObjectReader json;
    private final MeterRegistry metrics;

    EventReader(Class<E> events, MeterRegistry metrics) {
        collectTypes(events, known);
        this.json = ContractJson.mapper().readerFor(events);
        this.metrics = metrics;
    }

    /**
     * Reads one record.
     *
     * @return empty for an unknown type, and for a tombstone: the last event before it said that
     *     the aggregate is gone
     */
    Optional<Received<E>> read(BusRecord record) {
        byte[] payload = record.payload();
        if (payload == null) {
            return Optional.empty();
        }
        String type = record.header(CloudEventHeaders.TYPE);
        if (type == null || !known.contains(type)) {
            metrics.counter("keyway.events.unknown", "type", type == null ? "none" : type)
                    .increment();
            LOG.info("skipped an event of unknown type {}", type);
            return Optional.empty();
        }
        try {
            String id = record.header(CloudEventHeaders.ID);
            String sequence = record.header(CloudEventHeaders.SEQUENCE);
            String time = record.header(CloudEventHeaders.TIME);
            if (id == null || sequence == null || time == null) {
                throw new BrokenEventException("the event lacks its id, sequence or time", null);
            }
            return Optional.of(
                    new Received<>(
                            json.readValue(payload),
                            id,
                            Long.parseLong(sequence),
                            Instant.parse(time)));
        } catch (JacksonException | NumberFormatException | DateTimeParseException e) {
            throw new BrokenEventException("the event cannot be read", e);
        }
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
