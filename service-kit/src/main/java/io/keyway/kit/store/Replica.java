package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.github.f4b6a3.ulid.Ulid;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * What another service has told about its aggregates: the newest state of each, by a topic that may
 * repeat itself and start over. Document: {@code _id, sequence, scope, customerId, state}.
 */
public final class Replica<S> {

    /** Younger ids may not have come over the bus yet. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    /** Longer than an event usually takes from one service to another. */
    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(1);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final MongoCollection<Document> documents;
    private final Class<S> type;
    private final BooleanSupplier busSteady;
    private final Refusals refusals;
    private final Backfill backfill;
    private final Function<S, List<PartnerId>> scope;
    private final Function<S, @Nullable CustomerId> customer;

    Replica(
            MongoCollection<Document> documents,
            Class<S> type,
            BooleanSupplier busSteady,
            Refusals refusals,
            Backfill backfill,
            Function<S, List<PartnerId>> scope,
            Function<S, @Nullable CustomerId> customer) {
        this.documents = documents;
        this.type = type;
        this.busSteady = busSteady;
        this.refusals = refusals;
        this.backfill = backfill;
        this.scope = scope;
        this.customer = customer;
    }

    /** Takes the state unless one as new is there. @return whether it was news */
    public boolean put(Id id, long sequence, S state) {
        CustomerId customerId = customer.apply(state);
        Bson update =
                Updates.combine(
                        Updates.set("sequence", sequence),
                        Updates.set(
                                "scope",
                                scope.apply(state).stream().map(PartnerId::value).toList()),
                        customerId == null
                                ? Updates.unset("customerId")
                                : Updates.set("customerId", customerId.value()),
                        Updates.set("state", StoreJson.toDocument(state)));
        try {
            documents.updateOne(
                    and(eq("_id", id.value()), lt("sequence", sequence)),
                    update,
                    new UpdateOptions().upsert(true));
            return true;
        } catch (MongoException e) {
            if (ErrorCategory.fromErrorCode(e.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        }
    }

    /** Forgets the aggregate. */
    public void remove(Id id) {
        documents.deleteOne(eq("_id", id.value()));
    }

    /**
     * The state, if the caller sees it: what is out of scope is missing.
     *
     * @throws NotHeardYetException like {@link #load}, for both alike
     */
    public Optional<S> find(Caller caller, Id id) {
        Optional<S> found = arrived(id, and(eq("_id", id.value()), Scope.of(caller)));
        if (found.isEmpty()) {
            refusals.missed(caller, documents, id);
        }
        return found;
    }

    /**
     * The state for the service itself. An id that was made a moment ago may be on its way here:
     * only such a one is waited for, so that what somebody has just created elsewhere can be named
     * at once.
     *
     * @throws NotHeardYetException if it is not here while the bus is away or has just come back
     */
    public Optional<S> load(Id id) {
        return arrived(id, eq("_id", id.value()));
    }

    /** Foreign and missing wait alike: how long an answer takes tells nothing either. */
    private Optional<S> arrived(Id id, Bson filter) {
        Optional<S> found = first(filter);
        long until = System.currentTimeMillis() + ARRIVES_WITHIN.toMillis();
        while (found.isEmpty() && isFresh(id) && System.currentTimeMillis() < until) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            found = first(filter);
        }
        if (found.isEmpty() && !busSteady.getAsBoolean()) {
            throw new NotHeardYetException();
        }
        return found;
    }

    private Optional<S> first(Bson filter) {
        return Optional.ofNullable(documents.find(filter).first()).map(this::state);
    }

    private static boolean isFresh(Id id) {
        long age = System.currentTimeMillis() - Ulid.from(id.uniquePart()).getTime();
        return Math.abs(age) < FRESH.toMillis();
    }

    /** The states that are there, by id, for the service itself. */
    public <I extends Id> Map<I, S> loadAll(Collection<I> ids) {
        Map<String, I> byValue = new HashMap<>();
        ids.forEach(id -> byValue.put(id.value(), id));
        Map<I, S> found = new HashMap<>();
        for (Document document : documents.find(in("_id", byValue.keySet()))) {
            I id = byValue.get(document.getString("_id"));
            if (id != null) {
                found.put(id, state(document));
            }
        }
        return found;
    }

    /** All that match, for the service itself; for bounded sets only. */
    public List<S> loadAll(Bson filter) {
        return documents.find(filter).map(this::state).into(new ArrayList<>());
    }

    /** A part of what the caller sees and the filter matches, newest first. */
    public Page<S> page(Caller caller, Bson filter, PageRequest request) {
        return Page.of(documents, and(Scope.of(caller), filter), request).map(this::state);
    }

    /** How many of those that the caller sees match. */
    public long count(Caller caller, Bson filter) {
        return documents.countDocuments(and(Scope.of(caller), filter));
    }

    public Replica<S> indexed(String... fields) {
        Indexes.plain(documents, fields);
        return this;
    }

    /**
     * The states that are there are written once more, so that they get what their record has been
     * given since.
     *
     * @param what it was given
     */
    public Replica<S> rewritten(String what) {
        backfill.run(
                documents,
                what,
                "sequence",
                document -> Updates.set("state", StoreJson.toDocument(state(document))));
        return this;
    }

    private S state(Document document) {
        return StoreJson.fromDocument(document.get("state", Document.class), type);
    }
}
