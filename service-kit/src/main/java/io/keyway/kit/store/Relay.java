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
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends pending events: in order per aggregate, each only after the one before it is acknowledged,
 * and at least once. A change nudges it; what a crash left behind, a sweep finds.
 *
 * <p>One process at a time relays an aggregate, because two could send an old state after a new one
 * and a compacted topic would keep the old: {@code relayBy} says who, {@code relayAfter} until
 * when.
 */
public final class Relay implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /**
     * Events of one aggregate are sent by one thread at a time; other aggregates rarely share a
     * lock.
     */
    private static final int STRIPES = 1024;

    private final Publisher publisher;
    private final Clock clock;
    private final String instance;
    private final KitProperties.Relay settings;
    private final Outbox outbox;
    private final Set<MongoCollection<Document>> collections = ConcurrentHashMap.newKeySet();
    private final Lock[] stripes =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(Lock[]::new);
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Pending> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failedCount = new AtomicInteger();
    private volatile Instant busAwayUntil = Instant.MIN;
    private @Nullable ScheduledExecutorService sweeper;

    /** A document whose events the bus did not take. */
    private record Pending(MongoCollection<Document> documents, String id) {}

    public Relay(Publisher publisher, Clock clock, String instance, KitProperties.Relay settings) {
        this.publisher = publisher;
        this.clock = clock;
        this.instance = instance;
        this.settings = settings;
        this.outbox = new Outbox(clock, instance, settings.lease());
    }

    Outbox outbox() {
        return outbox;
    }

    void register(MongoCollection<Document> documents) {
        collections.add(documents);
    }

    /**
     * Relays the document's events now, and waits a little so that readers find what was just
     * written.
     */
    void nudge(MongoCollection<Document> documents, Document changed) {
        nudge(documents, List.of(changed), false);
    }

    /** The same for documents that were just made: they are this process's already. */
    void nudgeNew(MongoCollection<Document> documents, List<Document> made) {
        nudge(documents, made, true);
    }

    private void nudge(
            MongoCollection<Document> documents, List<Document> written, boolean claimed) {
        List<? extends Future<?>> sends =
                written.stream()
                        .filter(document -> !document.getList("outbox", Document.class).isEmpty())
                        .map(
                                document ->
                                        senders.submit(
                                                () ->
                                                        relay(
                                                                documents,
                                                                document.getString("_id"),
                                                                claimed ? document : null)))
                        .toList();
        if (clock.instant().isBefore(busAwayUntil)) {
            return; // Waiting would only slow every command down.
        }
        Instant until = clock.instant().plus(settings.nudgeWait());
        for (Future<?> send : sends) {
            await(send, until);
        }
    }

    /** Tries again what failed, the oldest first; stops at the first that fails again. */
    void retry() {
        for (Pending next = failed.poll(); next != null; next = failed.poll()) {
            failedCount.decrementAndGet();
            if (!relay(next.documents(), next.id(), null)) {
                return;
            }
        }
    }

    private void remember(Pending pending) {
        if (failedCount.incrementAndGet() <= settings.retriesMax()) {
            failed.add(pending);
        } else {
            failedCount.decrementAndGet(); // The sweep finds it.
        }
    }

    /** One round over everything that nobody relays. */
    void sweep(boolean starting) {
        Bson expired = lt("relayAfter", Date.from(clock.instant()));
        // At a start this process's own claims are from its former life.
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
                relay(documents, id, null);
            }
        }
    }

    /**
     * Sends what the document has pending until nothing is left or somebody else is at it.
     *
     * @param known the document, if it is claimed already
     * @return false if the bus did not take something
     */
    private boolean relay(
            MongoCollection<Document> documents, String id, @Nullable Document known) {
        Lock stripe = stripes[Math.floorMod(id.hashCode(), STRIPES)];
        stripe.lock();
        try {
            Document claimed = known == null ? claim(documents, id) : known;
            while (claimed != null) {
                long last = send(claimed);
                claimed = acknowledge(documents, claimed, last) ? null : claim(documents, id);
            }
            return true;
        } catch (RuntimeException e) {
            busAwayUntil = clock.instant().plus(settings.nudgeWait());
            remember(new Pending(documents, id));
            LOG.warn("events of {} stay pending: {}", id, e.toString());
            return false;
        } finally {
            stripe.unlock();
        }
    }

    private @Nullable Document claim(MongoCollection<Document> documents, String id) {
        Instant now = clock.instant();
        return documents.findOneAndUpdate(
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
                        .projection(
                                Projections.include("version", "outbox", "deleted", "relayAfter")));
    }

    private long send(Document claimed) {
        Instant until = claimed.getDate("relayAfter").toInstant().minus(settings.sendTimeout());
        long last = 0;
        for (Document entry : claimed.getList("outbox", Document.class)) {
            if (clock.instant().isAfter(until)) {
                throw new IllegalStateException("the claim ran out before the events did");
            }
            OutboxEvent event = OutboxEvent.of(entry);
            publisher.publish(event);
            last = event.sequence();
        }
        return last;
    }

    /**
     * @return false if the document has got new events meanwhile
     */
    private boolean acknowledge(MongoCollection<Document> documents, Document sent, long last) {
        Bson unchanged = and(eq("_id", sent.get("_id")), eq("version", sent.get("version")));
        if (sent.getBoolean("deleted", false)) {
            return documents.deleteOne(unchanged).getDeletedCount() > 0;
        }
        boolean done =
                documents
                                .updateOne(
                                        unchanged,
                                        Updates.combine(
                                                Updates.set("outbox", List.of()),
                                                Updates.unset("relayBy"),
                                                Updates.unset("relayAfter")))
                                .getMatchedCount()
                        > 0;
        if (!done) {
            documents.updateOne(
                    eq("_id", sent.get("_id")),
                    Updates.pullByFilter(
                            new Document(
                                    "outbox",
                                    new Document("sequence", new Document("$lte", last)))));
        }
        return done;
    }

    private void await(Future<?> send, Instant until) {
        try {
            send.get(Math.max(0, clock.instant().until(until).toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            busAwayUntil = clock.instant().plus(settings.nudgeWait());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("relaying does not throw", e);
        }
    }

    @Override
    public void start() {
        ScheduledExecutorService scheduler =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("relay-sweep").factory());
        scheduler.execute(() -> sweepSafely(true));
        long every = settings.sweepEvery().toMillis();
        scheduler.scheduleWithFixedDelay(
                () -> sweepSafely(false), every, every, TimeUnit.MILLISECONDS);
        long retryEvery = settings.retryEvery().toMillis();
        scheduler.scheduleWithFixedDelay(
                this::retry, retryEvery, retryEvery, TimeUnit.MILLISECONDS);
        sweeper = scheduler;
    }

    private void sweepSafely(boolean starting) {
        try {
            sweep(starting);
        } catch (RuntimeException e) {
            LOG.warn("sweep for pending events failed, the next one repeats it: {}", e.toString());
        }
    }

    @Override
    public void stop() {
        if (sweeper != null) {
            sweeper.shutdownNow();
            sweeper = null;
        }
    }

    @Override
    public boolean isRunning() {
        return sweeper != null;
    }
}
