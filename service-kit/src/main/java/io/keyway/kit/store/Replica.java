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
 * What another service has told about its aggregates: the newest state of each, by a topic that may
 * repeat itself and start over. Document: {@code _id, sequence, scope, customerId, state}.
 */
public final class Replica<S> {

    /** Documents made and written at once: a poll may tell of tens of thousands. */
    private static final int WRITE_MAX = 1000;

    private final MongoCollection<Document> documents;
    private final NewestWins newestWins;
    private final Class<S> type;
    private final Topic topic;
    private final CatchUp catchUp;
    private final Refusals refusals;
    private final Backfill backfill;
    private final Function<S, List<PartnerId>> scope;
    private final Function<S, @Nullable CustomerId> customer;

    Replica(
            MongoCollection<Document> documents,
            Class<S> type,
            Topic topic,
            CatchUp catchUp,
            Refusals refusals,
            Backfill backfill,
            Function<S, List<PartnerId>> scope,
            Function<S, @Nullable CustomerId> customer) {
        this.documents = documents;
        this.newestWins = new NewestWins(documents);
        this.type = type;
        this.topic = topic;
        this.catchUp = catchUp;
        this.refusals = refusals;
        this.backfill = backfill;
        this.scope = scope;
        this.customer = customer;
    }

    /**
     * A state of another service's aggregate.
     *
     * @param sequence the higher it is, the newer the state
     */
    public record Update<S>(Id id, long sequence, S state) {}

    /** Takes the state unless one as new is there. @return whether it was news */
    public boolean put(Id id, long sequence, S state) {
        return putAll(List.of(new Update<>(id, sequence, state))) > 0;
    }

    /**
     * Takes each state unless one as new is there or among them, with one bulk write for each
     * {@link #WRITE_MAX} of them.
     *
     * @return how many were news
     */
    public int putAll(List<Update<S>> told) {
        Map<String, Update<S>> newest = new LinkedHashMap<>();
        for (Update<S> one : told) {
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

    private Document document(Update<S> told) {
        Document document =
                new Document("_id", told.id().value())
                        .append("sequence", told.sequence())
                        .append(
                                "scope",
                                scope.apply(told.state()).stream().map(PartnerId::value).toList());
        CustomerId customerId = customer.apply(told.state());
        if (customerId != null) {
            document.append("customerId", customerId.value());
        }
        return document.append("state", StoreJson.toDocument(told.state()));
    }

    /**
     * The state, if the caller sees it: what is out of scope is missing. Foreign and missing take
     * the same way: how long an answer takes tells nothing either.
     *
     * @throws ReplicaBehindException like {@link #load}, for both alike
     */
    public Optional<S> find(Caller caller, Id id) {
        Bson filter = and(eq("_id", id.value()), Scope.of(caller));
        Optional<S> found = catchUp.look(topic, id, () -> first(filter));
        if (found.isEmpty()) {
            refusals.missed(caller, documents, id);
        }
        return found;
    }

    /**
     * The state for the service itself.
     *
     * @throws ReplicaBehindException if it is not here and not all is heard that was told about it
     */
    public Optional<S> load(Id id) {
        return catchUp.look(topic, id, () -> first(eq("_id", id.value())));
    }

    private Optional<S> first(Bson filter) {
        return Optional.ofNullable(documents.find(filter).first()).map(this::state);
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
     * Lets the store forget the states whose instant in the field has passed; those without the
     * field stay. What is forgotten no longer keeps an older state out that comes late.
     */
    public Replica<S> expiring(String field) {
        Indexes.expiring(documents, field, field);
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
