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
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends pending events: in order per aggregate, each only after the one before it is acknowledged,
 * and at least once. A change nudges it; what a crash left behind, a sweep finds. {@link Delivery}
 * says how one aggregate's events are sent.
 */
public final class Relay implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final Clock clock;
    private final String instance;
    private final KitProperties.Relay settings;
    private final Outbox outbox;
    private final Delivery delivery;
    private final Set<MongoCollection<Document>> collections = ConcurrentHashMap.newKeySet();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Pending> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failedCount = new AtomicInteger();
    private volatile Instant busAwayUntil = Instant.MIN;
    private @Nullable ScheduledExecutorService sweeper;

    /** A document whose events the bus did not take. */
    private record Pending(MongoCollection<Document> documents, String id) {}

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
    }

    Outbox outbox() {
        return outbox;
    }

    void register(MongoCollection<Document> documents) {
        collections.add(documents);
    }

    /**
     * Does a write that claims the document, relays its events, and waits a little so that readers
     * find what was just written.
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
            nudge(documents, written, turn);
        }
        return written;
    }

    private void nudge(MongoCollection<Document> documents, Document written, Delivery.Turn turn) {
        Future<?> send = senders.submit(() -> relay(documents, written, turn));
        if (!clock.instant().isBefore(busAwayUntil)) { // Else waiting only slows commands down.
            await(send);
        }
    }

    /** Tries again what failed, the oldest first; stops at the first that fails again. */
    void retry() {
        for (Pending next = failed.poll(); next != null; next = failed.poll()) {
            failedCount.decrementAndGet();
            if (!relay(next.documents(), next.id())) {
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
                relay(documents, id);
            }
        }
    }

    private void relay(MongoCollection<Document> documents, Document written, Delivery.Turn turn) {
        guarded(
                documents,
                written.getString("_id"),
                () -> delivery.deliver(documents, written, turn));
    }

    private boolean relay(MongoCollection<Document> documents, String id) {
        return guarded(documents, id, () -> delivery.deliver(documents, id));
    }

    /**
     * @return false if the bus did not take something
     */
    private boolean guarded(MongoCollection<Document> documents, String id, Runnable delivering) {
        try {
            delivering.run();
            return true;
        } catch (RuntimeException e) {
            busAwayUntil = clock.instant().plus(settings.nudgeWait());
            remember(new Pending(documents, id));
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
