package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.keyway.kit.KitProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Sends the pending events of one aggregate, oldest first, and takes them out of its document.
 *
 * <p>One process at a time does so, because two could send an old state after a new one and a
 * compacted topic would keep the old: {@code relayBy} says who, {@code relayAfter} until when.
 * Within the process one thread at a time does.
 */
final class Delivery {

    /** What of a document is needed to send its events. */
    static final Bson NEEDED = Projections.include("version", "outbox", "deleted", "relayAfter");

    /** Aggregates that share a lock wait for each other; with so many they rarely do. */
    private static final int STRIPES = 1024;

    /**
     * The right to send the events that a write has returned without reading the document again. It
     * is taken before the write and lost as soon as another thread relays the same aggregate: the
     * events may be sent by then, and newer ones after them.
     */
    record Turn(String id, Object owner) {}

    private final Publisher publisher;
    private final UnsendableEvents unsendable;
    private final Clock clock;
    private final String instance;
    private final KitProperties.Relay settings;
    private final ConcurrentMap<String, Turn> turns = new ConcurrentHashMap<>();
    private final Lock[] stripes =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(Lock[]::new);

    Delivery(
            Publisher publisher,
            UnsendableEvents unsendable,
            Clock clock,
            String instance,
            KitProperties.Relay settings) {
        this.publisher = publisher;
        this.unsendable = unsendable;
        this.clock = clock;
        this.instance = instance;
        this.settings = settings;
    }

    static List<Document> pending(Document document) {
        return document.getList("outbox", Document.class, List.of());
    }

    Turn turn(String id) {
        Turn turn = new Turn(id, new Object());
        turns.put(id, turn);
        return turn;
    }

    /**
     * @return whether nobody has relayed the aggregate since the turn was taken
     */
    boolean end(Turn turn) {
        return turns.remove(turn.id(), turn);
    }

    /**
     * Sends what the write that returned this document left pending, and what was added meanwhile.
     *
     * @throws RuntimeException if the bus or the store is away; what was sent is not sent again
     */
    void deliver(MongoCollection<Document> documents, Document written, Turn turn) {
        String id = written.getString("_id");
        locked(id, () -> sendAll(documents, id, end(turn) ? written : claim(documents, id)));
    }

    /** The same for a document that this process has not just written. */
    void deliver(MongoCollection<Document> documents, String id) {
        locked(id, () -> sendAll(documents, id, claim(documents, id)));
    }

    private void locked(String id, Runnable work) {
        Lock stripe = stripes[Math.floorMod(id.hashCode(), STRIPES)];
        stripe.lock();
        try {
            work.run();
        } finally {
            stripe.unlock();
        }
    }

    private void sendAll(MongoCollection<Document> documents, String id, @Nullable Document first) {
        Document claimed = first;
        while (claimed != null) {
            long last = send(documents, claimed);
            claimed = acknowledge(documents, claimed, last) ? null : claim(documents, id);
        }
    }

    /** Null: nothing is pending, or another process is at it. */
    private @Nullable Document claim(MongoCollection<Document> documents, String id) {
        Instant now = clock.instant();
        Document claimed =
                documents.findOneAndUpdate(
                        and(
                                eq("_id", id),
                                exists("relayAfter"),
                                or(
                                        exists("relayBy", false),
                                        eq("relayBy", instance),
                                        lt("relayAfter", Date.from(now)))),
                        Updates.combine(
                                Updates.set("relayBy", instance),
                                Updates.set("relayAfter", Date.from(now.plus(settings.lease())))),
                        new FindOneAndUpdateOptions()
                                .returnDocument(ReturnDocument.AFTER)
                                .projection(NEEDED));
        turns.remove(id); // After the read: a write that it has seen is sent by this thread.
        return claimed;
    }

    /**
     * @return the sequence of the last event
     */
    private long send(MongoCollection<Document> documents, Document claimed) {
        Instant until = claimed.getDate("relayAfter").toInstant().minus(settings.sendTimeout());
        long last = 0;
        try {
            for (Document entry : pending(claimed)) {
                if (clock.instant().isAfter(until)) {
                    throw new IllegalStateException("the claim ran out before the events did");
                }
                OutboxEvent event = OutboxEvent.of(entry);
                try {
                    publisher.publish(event);
                } catch (UnsendableException never) {
                    unsendable.keep(event, never);
                }
                last = event.sequence();
            }
            return last;
        } catch (RuntimeException stopped) {
            turns.remove(claimed.getString("_id"));
            if (last > 0) {
                takeOut(documents, claimed, last);
            }
            throw stopped;
        }
    }

    /**
     * @return false if the document has got new events meanwhile
     */
    private boolean acknowledge(MongoCollection<Document> documents, Document sent, long last) {
        Bson unchanged =
                and(
                        eq("_id", sent.get("_id")),
                        eq("version", sent.get("version")),
                        eq("relayBy", instance));
        if (sent.getBoolean("deleted", false)) {
            return documents.deleteOne(unchanged).getDeletedCount() > 0;
        }
        boolean done =
                documents
                                .updateOne(
                                        unchanged,
                                        Updates.combine(
                                                Updates.unset("outbox"),
                                                Updates.unset("relayBy"),
                                                Updates.unset("relayAfter")))
                                .getMatchedCount()
                        > 0;
        if (!done) {
            takeOut(documents, sent, last);
        }
        return done;
    }

    private static void takeOut(MongoCollection<Document> documents, Document sent, long last) {
        documents.updateOne(
                eq("_id", sent.get("_id")),
                Updates.pullByFilter(
                        new Document(
                                "outbox", new Document("sequence", new Document("$lte", last)))));
    }
}
