package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import io.keyway.kit.KitProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes pending events at least once, and in order per aggregate: an event is sent only after
 * the one before it was acknowledged.
 *
 * <p>Three things start it: a write, at once; a retry, for what the bus did not take; and a sweep,
 * for what a process that ended left behind. {@link Delivery} sends the events of one aggregate.
 */
public final class Relay {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final Clock clock;
    private final String instance;
    private final KitProperties.Relay settings;
    private final Outbox outbox;
    private final Delivery delivery;
    private final Set<MongoCollection<Document>> collections = ConcurrentHashMap.newKeySet();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final RetryQueue failed;

    /** Until then a write does not wait for its events: the bus did not take the last ones. */
    private volatile Instant busAwayUntil = Instant.MIN;

    /**
     * @param instance name of this process, the same after a restart
     */
    public Relay(
            Publisher publisher,
            UnsendableEvents unsendable,
            Clock clock,
            String instance,
            KitProperties.Relay settings) {
        this.clock = clock;
        this.instance = instance;
        this.settings = settings;
        this.outbox = new Outbox(clock, instance, settings.lease());
        this.delivery = new Delivery(publisher, unsendable, clock, instance, settings);
        this.failed = new RetryQueue(settings.retriesMax());
    }

    Outbox outbox() {
        return outbox;
    }

    /** Sweeps look at this collection from now on. */
    void register(MongoCollection<Document> documents) {
        collections.add(documents);
    }

    /**
     * Does a write that claims the document, then publishes its events. Waits for that for a short
     * time, so that consumers have usually received what the caller has just written.
     *
     * @param write returns the document with {@link Delivery#NEEDED}; null if nothing was written
     */
    @Nullable Document write(
            MongoCollection<Document> documents, String id, Supplier<@Nullable Document> write) {
        Delivery.Turn turn = delivery.turn(id);
        Document written = null;
        try {
            written = write.get();
        } finally {
            if (written == null || Delivery.pending(written).isEmpty()) {
                delivery.end(turn);
            }
        }
        if (written != null && !Delivery.pending(written).isEmpty()) {
            publish(documents, written, turn);
        }
        return written;
    }

    private void publish(
            MongoCollection<Document> documents, Document written, Delivery.Turn turn) {
        String id = written.getString("_id");
        Future<?> send =
                senders.submit(
                        () ->
                                guarded(
                                        documents,
                                        id,
                                        () -> delivery.deliver(documents, written, turn)));
        if (!clock.instant().isBefore(busAwayUntil)) {
            await(send);
        }
    }

    /** Tries again what failed, the oldest first; stops at the first that fails again. */
    public void retry() {
        Optional<RetryQueue.Entry> next = failed.poll();
        while (next.isPresent() && relay(next.get().documents(), next.get().id())) {
            next = failed.poll();
        }
    }

    /**
     * Publishes the events of all documents that no process is relaying, up to a limit per
     * collection.
     *
     * @param starting also takes up the claims of this process's own previous run
     */
    public void sweep(boolean starting) {
        Bson expired = lt("relayAfter", Date.from(clock.instant()));
        Bson due =
                starting
                        ? and(
                                exists("relayAfter"),
                                or(expired, eq("relayBy", instance), exists("relayBy", false)))
                        : expired;
        for (MongoCollection<Document> documents : collections) {
            List<String> ids =
                    documents
                            .find(due)
                            .projection(Projections.include("_id"))
                            .limit(settings.sweepMax())
                            .map(document -> document.getString("_id"))
                            .into(new ArrayList<>());
            for (String id : ids) {
                relay(documents, id);
            }
        }
    }

    private boolean relay(MongoCollection<Document> documents, String id) {
        return guarded(documents, id, () -> delivery.deliver(documents, id));
    }

    /**
     * @return false if the bus did not take an event; it is retried later
     */
    private boolean guarded(MongoCollection<Document> documents, String id, Runnable delivering) {
        try {
            delivering.run();
            return true;
        } catch (RuntimeException e) {
            busAwayUntil = clock.instant().plus(settings.nudgeWait());
            failed.add(new RetryQueue.Entry(documents, id));
            LOG.warn("events of {} stay pending: {}", id, e.toString());
            return false;
        }
    }

    private void await(Future<?> send) {
        try {
            send.get(settings.nudgeWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            busAwayUntil = clock.instant().plus(settings.nudgeWait());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("relaying does not throw", e);
        }
    }
}
