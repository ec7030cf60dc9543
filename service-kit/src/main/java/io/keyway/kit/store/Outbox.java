package io.keyway.kit.store;

import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.DomainEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import tools.jackson.databind.ObjectWriter;

/** Writes pending events into the document of the aggregate that they are facts of. */
final class Outbox {

    /** More events than one change has; versions are spread by it, so that sequences grow. */
    private static final int EVENTS_MAX = 1000;

    private final ObjectWriter json = ContractJson.mapper().writerFor(DomainEvent.class);
    private final Clock clock;
    private final String instance;
    private final Duration lease;

    Outbox(Clock clock, String instance, Duration lease) {
        this.clock = clock;
        this.instance = instance;
        this.lease = lease;
    }

    /** A new document with its events: claimed by this process from the start. */
    Document document(Document document, List<DomainEvent> events) {
        document.append(
                "outbox", entries(document.getString("_id"), document.getLong("version"), events));
        if (!events.isEmpty()) {
            document.append("relayBy", instance)
                    .append("relayAfter", Date.from(clock.instant().plus(lease)));
        }
        return document;
    }

    /** What a change adds to a document that may still have events of earlier changes. */
    List<Bson> updates(String id, long version, List<DomainEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        return List.of(
                Updates.pushEach("outbox", entries(id, version, events), new PushOptions()),
                Updates.set("relayAfter", Date.from(clock.instant().plus(lease))));
    }

    private List<Document> entries(String id, long version, List<DomainEvent> events) {
        if (events.size() > EVENTS_MAX) {
            throw new IllegalArgumentException("a change has at most " + EVENTS_MAX + " events");
        }
        Instant now = clock.instant();
        List<Document> entries = new ArrayList<>(events.size());
        for (DomainEvent event : events) {
            long sequence = version * EVENTS_MAX + entries.size();
            entries.add(
                    new Document("sequence", sequence)
                            .append("id", id + ":" + sequence)
                            .append("type", DomainEvent.typeOf(event.getClass()))
                            .append("topic", event.topic().topicName())
                            .append("key", event.key())
                            .append("subject", id)
                            .append("time", now.toString())
                            .append("data", json.writeValueAsString(event)));
        }
        return entries;
    }
}
