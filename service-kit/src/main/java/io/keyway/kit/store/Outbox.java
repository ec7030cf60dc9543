package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;

/**
 * Writes pending events into the document of the aggregate that they are facts of, and says who
 * relays them: {@code relayBy} names the process, {@code relayAfter} is when others may take over.
 * Both are there exactly as long as events are pending.
 */
final class Outbox {

    /** Versions are spread by it, so that sequences grow. */
    static final int EVENTS_MAX = Aggregates.EVENTS_MAX;

    private final ObjectWriter json = ContractJson.mapper().writerFor(DomainEvent.class);
    private final Clock clock;
    private final String instance;
    private final Duration lease;

    Outbox(Clock clock, String instance, Duration lease) {
        this.clock = clock;
        this.instance = instance;
        this.lease = lease;
    }

    /**
     * What a change adds to a document.
     *
     * @param asRead must still hold when the change is written
     * @param claims whether this process relays the document with that
     */
    record Addition(List<Bson> updates, Bson asRead, boolean claims) {

        private static final Addition NOTHING = new Addition(List.of(), empty(), false);
    }

    /** A new document with its events: claimed by this process from the start. */
    Document document(Document document, List<DomainEvent> events) {
        if (!events.isEmpty()) {
            document.append("outbox", entries(document.getString("_id"), 1, events))
                    .append("relayBy", instance)
                    .append("relayAfter", claimedUntil());
        }
        return document;
    }

    /**
     * Adds to what earlier changes may have left pending. The process that writes relays it too,
     * unless another one is at it: a write never prolongs the claim of a process that may be dead.
     *
     * @param read the document before the change
     */
    Addition addition(Document read, long version, List<DomainEvent> events) {
        if (events.isEmpty()) {
            return Addition.NOTHING;
        }
        Bson push =
                Updates.pushEach(
                        "outbox",
                        entries(read.getString("_id"), version, events),
                        new PushOptions());
        Date claimed = read.getDate("relayAfter");
        // Relaying does not change the version: without this a process that has just finished
        // would leave the new events without anybody to relay them.
        Bson asRead = claimed == null ? exists("relayAfter", false) : eq("relayAfter", claimed);
        if (isOthers(read.getString("relayBy"), claimed)) {
            return new Addition(List.of(push), asRead, false);
        }
        return new Addition(
                List.of(
                        push,
                        Updates.set("relayBy", instance),
                        Updates.set("relayAfter", claimedUntil())),
                asRead,
                true);
    }

    private boolean isOthers(@Nullable String relayBy, @Nullable Date claimed) {
        return claimed != null
                && relayBy != null
                && !relayBy.equals(instance)
                && claimed.toInstant().isAfter(clock.instant());
    }

    private Date claimedUntil() {
        return Date.from(clock.instant().plus(lease));
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
