package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * A copy of another service's aggregates: the newest state of each, from a topic whose events may
 * be repeated. Document: {@code _id, sequence, scope, customerId, state}.
 */
public final class Replica<S> {

    /** States written with one bulk write: a poll may bring tens of thousands. */
    private static final int WRITE_MAX = 1000;

    private final MongoCollection<Document> documents;
    private final NewestWins newestWins;
    private final Class<S> type;
    private final Topic topic;
    private final CatchUp catchUp;
    private final DeniedAccessLog deniedAccess;
    private final Backfill backfill;
    private final Function<S, List<PartnerId>> scope;
    private final Function<S, @Nullable CustomerId> customer;

    Replica(
            MongoCollection<Document> documents,
            Class<S> type,
            Topic topic,
            CatchUp catchUp,
            DeniedAccessLog deniedAccess,
            Backfill backfill,
            Function<S, List<PartnerId>> scope,
            Function<S, @Nullable CustomerId> customer) {
        this.documents = documents;
        this.newestWins = new NewestWins(documents);
        this.type = type;
        this.topic = topic;
        this.catchUp = catchUp;
        this.deniedAccess = deniedAccess;
        this.backfill = backfill;
        this.scope = scope;
        this.customer = customer;
    }

    /**
     * A state of another service's aggregate.
     *
     * @param sequence of the event; a higher one is newer
     */
    public record Update<S>(Id id, long sequence, S state) {}

    /**
     * Stores the state unless an equally new or newer one is stored.
     *
     * @return whether it was newer
     */
    public boolean put(Id id, long sequence, S state) {
        return putAll(List.of(new Update<>(id, sequence, state))) > 0;
    }

    /**
     * Stores each state unless an equally new or newer one is stored or among them, with one bulk
     * write for each {@link #WRITE_MAX} states.
     *
     * @return how many were newer than what was stored
     */
    public int putAll(List<Update<S>> updates) {
        Map<String, Update<S>> newest = new LinkedHashMap<>();
        for (Update<S> one : updates) {
            newest.merge(
                    one.id().value(),
                    one,
                    (known, other) -> other.sequence() > known.sequence() ? other : known);
        }
        int news = 0;
        for (List<Update<S>> part : parts(List.copyOf(newest.values()))) {
            news += newestWins.write(part.stream().map(this::document).toList());
        }
        return news;
    }

    private static <T> List<List<T>> parts(List<T> all) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += WRITE_MAX) {
            parts.add(all.subList(from, Math.min(all.size(), from + WRITE_MAX)));
        }
        return parts;
    }

    private Document document(Update<S> update) {
        Document document =
                new Document("_id", update.id().value())
                        .append("sequence", update.sequence())
                        .append(
                                "scope",
                                scope.apply(update.state()).stream()
                                        .map(PartnerId::value)
                                        .toList());
        CustomerId customerId = customer.apply(update.state());
        if (customerId != null) {
            document.append("customerId", customerId.value());
        }
        return document.append("state", StoreJson.toDocument(update.state()));
    }

    /**
     * The state, if the caller sees it; one that is out of scope counts as missing. Both cases take
     * the same path, so that the response time does not tell them apart.
     *
     * @throws ReplicaBehindException like {@link #load}, in both cases
     */
    public Optional<S> find(Caller caller, Id id) {
        Bson filter = and(eq("_id", id.value()), Scope.of(caller));
        Optional<S> found = catchUp.look(topic, id, () -> first(filter));
        if (found.isEmpty()) {
            deniedAccess.lookupFailed(caller, documents, id);
        }
        return found;
    }

    /**
     * The state, regardless of who may see it.
     *
     * @throws ReplicaBehindException if it is not stored and not all events about it have been
     *     consumed
     */
    public Optional<S> load(Id id) {
        return catchUp.look(topic, id, () -> first(eq("_id", id.value())));
    }

    private Optional<S> first(Bson filter) {
        return Optional.ofNullable(documents.find(filter).first()).map(this::state);
    }

    /**
     * The stored states with these ids, regardless of who may see them; missing ids are left out.
     */
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

    /**
     * The states with these ids; an id is left out only if there is no such state.
     *
     * @throws ReplicaBehindException if one is not stored and not all events about it have been
     *     consumed
     */
    public <I extends Id> Map<I, S> loadAllConsumed(Collection<I> ids) {
        Map<I, S> found = loadAll(ids);
        for (I id : ids) {
            if (!found.containsKey(id)) {
                load(id).ifPresent(state -> found.put(id, state));
            }
        }
        return found;
    }

    /** All states that match, regardless of who may see them; for bounded sets only. */
    public List<S> loadAll(Bson filter) {
        return documents.find(filter).map(this::state).into(new ArrayList<>());
    }

    /** The first that match, oldest first, regardless of who may see them. */
    public List<S> some(Bson filter, int max) {
        return documents
                .find(filter)
                .sort(Sorting.OLDEST_FIRST.order())
                .limit(max)
                .map(this::state)
                .into(new ArrayList<>());
    }

    /** One page of what the caller sees and the filter matches, newest first. */
    public Page<S> page(Caller caller, Bson filter, PageRequest request) {
        return Page.of(documents, and(Scope.of(caller), filter), request).map(this::state);
    }

    /** How many of the states that the caller sees match. */
    public long count(Caller caller, Bson filter) {
        return documents.countDocuments(and(Scope.of(caller), filter));
    }

    public Replica<S> indexed(String... fields) {
        Indexes.plain(documents, fields);
        return this;
    }

    /**
     * Lets MongoDB delete states when the instant in the field has passed; states without the field
     * stay. An older state that arrives after that is stored again.
     */
    public Replica<S> expiring(String field) {
        Indexes.expiring(documents, field, field);
        return this;
    }

    /**
     * Writes every stored state once more, because its record has got a derived field since.
     *
     * @param what name of the new field
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
