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
 * Writes pending events into the document of their aggregate, together with the claim to publish
 * them: {@code relayBy} names the process, {@code relayAfter} is when others may take over. Both
 * fields exist exactly as long as events are pending.
 */
final class Outbox {

    /**
     * The sequence of an event is its version times this plus its position, so that sequences grow.
     */
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
     * @param asRead condition that must still hold when the change is written
     * @param claims whether this process claims the publishing with the change
     */
    record Addition(List<Bson> updates, Bson asRead, boolean claims) {

        private static final Addition NOTHING = new Addition(List.of(), empty(), false);
    }

    /** Adds the events to a new document, claimed by this process. */
    Document document(Document document, List<DomainEvent> events) {
        if (!events.isEmpty()) {
            document.append("outbox", entries(document.getString("_id"), 1, events))
                    .append("relayBy", instance)
                    .append("relayAfter", claimedUntil());
        }
        return document;
    }

    /**
     * The events of a change, added to those that are still pending. The writing process claims the
     * publishing unless another process holds a valid claim: a write must not extend the claim of a
     * process that may be dead.
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
        // Publishing does not change the version. Without this condition, a process that has just
        // finished publishing would leave the new events without a claim.
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
