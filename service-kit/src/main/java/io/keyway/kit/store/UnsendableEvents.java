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
 * Events that the broker refuses for good. They are set aside in {@code unsendable-events}, with an
 * alarm, so that they do not hold up the events after them: an error in the log and {@code
 * keyway.relay.unsendable}, which must stay at zero. The aggregate's next event carries its state.
 *
 * <p>Document: {@code _id} of the event, its fields, {@code reason}.
 */
public final class UnsendableEvents {

    private static final Logger LOG = LoggerFactory.getLogger(UnsendableEvents.class);

    private final Supplier<MongoCollection<Document>> documents;
    private final Counter count;

    /**
     * @param documents asked for only when there is an event to keep
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
