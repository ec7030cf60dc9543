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
 * Publishes the pending events of one aggregate, oldest first, and removes them from its document.
 *
 * <p>Only one process at a time does so: two could publish an old state after a new one, and a
 * compacted topic would keep the old one. The claim is in the document: {@code relayBy} names the
 * process, {@code relayAfter} is when the claim expires. Within the process a lock admits one
 * thread at a time.
 */
final class Delivery {

    /** The fields of a document that are needed to publish its events. */
    static final Bson NEEDED = Projections.include("version", "outbox", "deleted", "relayAfter");

    /** Aggregates are spread over so many locks; two that share one wait for each other. */
    private static final int STRIPES = 1024;

    /**
     * The right to publish the events that a write returned, without reading the document again. It
     * is taken before the write and lost as soon as another thread publishes events of the same
     * aggregate: those events may be published by then, and newer ones after them.
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
     * Gives the turn back.
     *
     * @return whether no other thread has published events of the aggregate since the turn was
     *     taken
     */
    boolean end(Turn turn) {
        return turns.remove(turn.id(), turn);
    }

    /**
     * Publishes the events that were pending in the written document, and those added meanwhile.
     *
     * @throws RuntimeException if the bus or the store is away; events that were published are
     *     removed before
     */
    void deliver(MongoCollection<Document> documents, Document written, Turn turn) {
        String id = written.getString("_id");
        locked(id, () -> sendAll(documents, id, end(turn) ? written : claim(documents, id)));
    }

    /** Publishes the pending events of a document that this process has not just written. */
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

    /**
     * Claims the document. Returns null if no events are pending, or another process has the claim.
     */
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
        // After the read: this thread publishes the events of every write that the read has seen.
        turns.remove(id);
        return claimed;
    }

    /**
     * Publishes the events of a claimed document.
     *
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
     * Removes the published events and releases the claim.
     *
     * @return false if new events were added meanwhile: the claim is kept
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
