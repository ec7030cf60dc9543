package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events that the broker will never take in {@code unsendable-events}, so that they do not
 * block the events after them. Each one is logged as an error and counted in {@code
 * keyway.relay.unsendable}, which must stay at zero. The aggregate's next event carries its state.
 *
 * <p>Document: {@code _id} of the event, its fields, {@code reason}.
 */
public final class UnsendableEvents {

    private static final Logger LOG = LoggerFactory.getLogger(UnsendableEvents.class);

    private final Supplier<MongoCollection<Document>> documents;
    private final Counter count;

    /**
     * Creates the store of unsendable events.
     *
     * @param documents the collection; asked for when there is an event to keep
     */
    public UnsendableEvents(Supplier<MongoCollection<Document>> documents, MeterRegistry metrics) {
        this.documents = documents;
        this.count = metrics.counter("keyway.relay.unsendable");
    }

    void keep(OutboxEvent event, UnsendableException reason) {
        documents
                .get()
                .replaceOne(
                        eq("_id", event.id()),
                        new Document("_id", event.id())
                                .append("sequence", event.sequence())
                                .append("type", event.type())
                                .append("topic", event.topic())
                                .append("key", event.key())
                                .append("subject", event.subject())
                                .append("time", event.time())
                                .append("data", event.data())
                                .append("reason", reason.getMessage()),
                        new ReplaceOptions().upsert(true));
        count.increment();
        LOG.error("the broker never takes event {}: {}", event.id(), reason.getMessage());
    }
}
