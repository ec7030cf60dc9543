package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates of one kind, one document each. A change is one write, conditional on the version
 * that was read, and carries the events that follow from it; the relay sends those in order.
 *
 * <p>Document: {@code _id, version, scope, customerId, sort, search, state, outbox, relayBy,
 * relayAfter}; queries name fields of the record as {@code state.<field>}.
 */
public final class Aggregates<T extends Aggregate> implements AggregateStore<T> {

    /** Events of one change at most. */
    public static final int EVENTS_MAX = 1000;

    /** How often a change is decided anew because somebody else was faster. */
    static final int ATTEMPTS_MAX = 50;

    private static final Bson NOT_DELETED = exists("deleted", false);

    private final MongoCollection<Document> documents;
    private final Class<T> type;
    private final Relay relay;
    private final AuditWriter trail;
    private final Refusals refusals;
    private final Backfill backfill;
    private final Map<String, Function<T, String>> sortKeys = new LinkedHashMap<>();
    private @Nullable Function<T, Document> searched;
    private Audited audited = Audited.ALL;

    Aggregates(
            MongoCollection<Document> documents,
            Class<T> type,
            Relay relay,
            AuditWriter trail,
            Refusals refusals,
            Backfill backfill) {
        this.documents = documents;
        this.type = type;
        this.relay = relay;
        this.trail = trail;
        this.refusals = refusals;
        this.backfill = backfill;
    }

    @Override
    public Optional<Stored<T>> find(Caller caller, Id id) {
        Optional<Stored<T>> found = first(and(eq("_id", id.value()), Scope.of(caller)));
        if (found.isEmpty()) {
            refusals.missed(caller, documents, id);
        }
        return found;
    }

    @Override
    public Optional<Stored<T>> load(Id id) {
        return first(eq("_id", id.value()));
    }

    /** The aggregate with this value in a uniquely indexed field, for the service itself. */
    public Optional<Stored<T>> loadBy(String field, Object value) {
        return first(eq(field, value));
    }

    /** Those of the aggregates that are there, in one query, for the service itself. */
    public List<Stored<T>> loadAll(Collection<? extends Id> ids) {
        return loadAll(in("_id", ids.stream().map(Id::value).toList()));
    }

    /** All that match, for the service itself; for bounded sets only. */
    public List<Stored<T>> loadAll(Bson filter) {
        return documents.find(and(filter, NOT_DELETED)).map(this::stored).into(new ArrayList<>());
    }

    @Override
    public List<Stored<T>> loadAll(Bson filter, int max) {
        return documents
                .find(and(filter, NOT_DELETED))
                .limit(max)
                .map(this::stored)
                .into(new ArrayList<>());
    }

    /** A part of what the caller sees and the filter matches, newest first. */
    public Page<Stored<T>> page(Caller caller, Bson filter, PageRequest request) {
        return Page.of(documents, and(Scope.of(caller), filter, NOT_DELETED), request)
                .map(this::stored);
    }

    /**
     * A part of what the caller sees and the filter matches, in an order that the aggregates are
     * {@link #sortable} in.
     */
    public Page<Stored<T>> page(Caller caller, Bson filter, Sorting sorting, PageRequest request) {
        return Page.of(documents, and(Scope.of(caller), filter, NOT_DELETED), sorting, request)
                .map(this::stored);
    }

    /** Whether one matches, for the service itself. */
    public boolean any(Bson filter) {
        return documents.find(and(filter, NOT_DELETED)).limit(1).first() != null;
    }

    /** Some that match, oldest first, for the service itself. */
    public List<Stored<T>> some(Bson filter, int max) {
        return documents
                .find(and(filter, NOT_DELETED))
                .sort(Sorting.OLDEST_FIRST.order())
                .limit(max)
                .map(this::stored)
                .into(new ArrayList<>());
    }

    public long count(Caller caller, Bson filter) {
        return documents.countDocuments(and(Scope.of(caller), filter, NOT_DELETED));
    }

    /** How many match, for the service itself. */
    public long countAll(Bson filter) {
        return documents.countDocuments(and(filter, NOT_DELETED));
    }

    @Override
    public Optional<Stored<T>> insert(T state, DomainEvent... events) {
        Document document = document(state);
        List<DomainEvent> told =
                withRecord(state, null, document.get("state", Document.class), List.of(events));
        relay.outbox().document(document, told);
        try {
            relay.write(
                    documents,
                    state.id().value(),
                    () -> {
                        documents.insertOne(document);
                        return document;
                    });
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return load(state.id());
        }
        return Optional.of(new Stored<>(state, 1));
    }

    /**
     * Many new aggregates in one write; those that are there already stay as they are. They have no
     * events of their own: what made them tells of them, and the audit trail has that too.
     */
    public void insertAll(Collection<T> states) {
        List<Document> all = states.stream().map(this::document).toList();
        try {
            documents.insertMany(all, new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            for (BulkWriteError error : e.getWriteErrors()) {
                if (ErrorCategory.fromErrorCode(error.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Optional<Stored<T>> change(Id id, Function<Stored<T>, Decision<T>> decide) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Document read = document(eq("_id", id.value()));
            if (read == null) {
                return Optional.empty();
            }
            Stored<T> stored = stored(read);
            Optional<Stored<T>> written =
                    switch (decide.apply(stored)) {
                        case Decision.Keep<T> keep -> Optional.of(stored);
                        case Decision.Change<T> change -> write(read, stored, change);
                    };
            if (written.isPresent()) {
                return written;
            }
        }
        throw new IllegalStateException(
                "no attempt of " + ATTEMPTS_MAX + " to change " + id.value() + " was undisturbed");
    }

    /**
     * Takes the aggregate away; it is gone for every query at once, and from the store when its
     * events are out.
     *
     * @param events at least one
     * @return false if it changed since it was read
     */
    public boolean delete(Stored<T> read, DomainEvent... events) {
        Document now =
                document(and(eq("_id", read.state().id().value()), eq("version", read.version())));
        if (now == null) {
            return false;
        }
        List<DomainEvent> told = withRecord(read.state(), read.state(), null, List.of(events));
        // Without its state it holds no unique key any more.
        return write(
                        now,
                        read.version(),
                        new Decision.Change<>(read.state(), told),
                        Updates.combine(
                                Updates.set("deleted", true),
                                Updates.unset("state"),
                                Updates.unset(Search.FIELD)))
                .isPresent();
    }

    /** Which changes the audit trail records; unless said otherwise, all. */
    public Aggregates<T> audited(Audited which) {
        this.audited = which;
        return this;
    }

    /**
     * The same aggregates for changes that the audit trail leaves out, whatever it records of the
     * others: the bookkeeping of work. To be taken when everything else about them is declared.
     */
    public Aggregates<T> bookkeeping() {
        Aggregates<T> same =
                new Aggregates<>(documents, type, relay, trail, refusals, backfill)
                        .audited(Audited.NONE);
        same.sortKeys.putAll(sortKeys);
        same.searched = searched;
        return same;
    }

    private List<DomainEvent> withRecord(
            T aggregate, @Nullable T before, @Nullable Document after, List<DomainEvent> events) {
        boolean recorded =
                switch (audited) {
                    case ALL -> true;
                    case TOLD -> !events.isEmpty();
                    case CREATION -> before == null;
                    case NONE -> false;
                };
        if (!recorded) {
            return events;
        }
        List<DomainEvent> all = new ArrayList<>(events);
        Document old = before == null ? null : StoreJson.toDocument(before);
        all.add(trail.change(aggregate, old, after, events));
        return all;
    }

    /**
     * Makes the field unique among the aggregates that have it. Uniqueness is the store's, never a
     * query's.
     */
    public Aggregates<T> unique(String field) {
        Indexes.unique(documents, field);
        return this;
    }

    /** Speeds queries by the fields up. */
    public Aggregates<T> indexed(String... fields) {
        Indexes.plain(documents, fields);
        return this;
    }

    /**
     * Lists can be sorted by the key from now on. Every document carries it, since a store compares
     * text as it is written and people do not.
     */
    public Aggregates<T> sortable(String name, Function<T, String> key) {
        sortKeys.put(name, key);
        String field = Sorting.KEYS + "." + name;
        Indexes.plain(documents, "scope", field, "_id");
        Indexes.plain(documents, field, "_id"); // For the operator, who sees all scopes.
        fill(field, state -> Updates.set(field, key.apply(state)));
        return this;
    }

    /**
     * Lists can be searched from now on, with a {@link Search}.
     *
     * @param texts that whoever sees the aggregate may read; the most telling first
     */
    public Aggregates<T> searchable(Function<T, Collection<? extends @Nullable String>> texts) {
        return searchable(Search.Tokens.GRAMS, texts, state -> List.of());
    }

    /**
     * The same with texts that not everybody may read who sees the aggregate.
     *
     * @param restricted see {@link Search#inTextsAndRestricted}
     */
    public Aggregates<T> searchable(
            Search.Tokens kind,
            Function<T, Collection<? extends @Nullable String>> texts,
            Function<T, Collection<? extends @Nullable String>> restricted) {
        Function<T, Document> search =
                state -> Search.document(kind, texts.apply(state), restricted.apply(state));
        searched = search;
        // Not with the scope in front: a store cannot index two lists in one. Who sees little is
        // served by its scope, who sees much by the token.
        Indexes.plain(documents, Search.TOKENS, "_id");
        fill(Search.VERSION, state -> Updates.set(Search.FIELD, search.apply(state)));
        return this;
    }

    /** Documents that were made before get what is derived from their state. */
    private void fill(String what, Function<T, Bson> update) {
        backfill.run(
                documents,
                what,
                "version",
                document ->
                        document.containsKey("deleted")
                                ? null
                                : update.apply(stored(document).state()));
    }

    /**
     * Lets the store forget what has expired. No event tells that: whoever follows must know the
     * instant.
     *
     * @param field an instant
     * @param having only aggregates that have this field are forgotten
     */
    public Aggregates<T> expiring(String field, String having) {
        Indexes.expiring(documents, field, having);
        return this;
    }

    private Optional<Stored<T>> write(Document read, Stored<T> stored, Decision.Change<T> change) {
        Document after = StoreJson.toDocument(change.next());
        List<DomainEvent> told = withRecord(change.next(), stored.state(), after, change.events());
        Bson state = Updates.set("state", after);
        return write(
                read,
                stored.version(),
                new Decision.Change<>(change.next(), told),
                searched == null
                        ? state
                        : Updates.combine(
                                state, Updates.set(Search.FIELD, searched.apply(change.next()))));
    }

    private Optional<Stored<T>> write(
            Document read, long version, Decision.Change<T> change, Bson state) {
        T next = change.next();
        String id = next.id().value();
        Outbox.Addition added = relay.outbox().addition(read, version + 1, change.events());
        List<Bson> updates = new ArrayList<>();
        updates.add(state);
        updates.add(Updates.set("version", version + 1));
        updates.add(Updates.set("scope", scope(next)));
        updates.add(customer(next));
        sortKeys.forEach(
                (name, key) ->
                        updates.add(Updates.set(Sorting.KEYS + "." + name, key.apply(next))));
        updates.addAll(added.updates());
        Bson asRead = and(eq("_id", id), eq("version", version), added.asRead(), NOT_DELETED);
        Supplier<@Nullable Document> write = () -> update(asRead, Updates.combine(updates));
        Document written = added.claims() ? relay.write(documents, id, write) : write.get();
        return written == null ? Optional.empty() : Optional.of(new Stored<>(next, version + 1));
    }

    private @Nullable Document update(Bson asRead, Bson updates) {
        try {
            return documents.findOneAndUpdate(
                    asRead,
                    updates,
                    new FindOneAndUpdateOptions()
                            .returnDocument(ReturnDocument.AFTER)
                            .projection(Delivery.NEEDED));
        } catch (MongoCommandException e) {
            if (ErrorCategory.fromErrorCode(e.getErrorCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            throw new TakenException();
        }
    }

    private Optional<Stored<T>> first(Bson filter) {
        return Optional.ofNullable(document(filter)).map(this::stored);
    }

    private @Nullable Document document(Bson filter) {
        return documents.find(and(filter, NOT_DELETED)).first();
    }

    private Stored<T> stored(Document document) {
        return new Stored<>(
                StoreJson.fromDocument(document.get("state", Document.class), type),
                document.getLong("version"));
    }

    private Document document(T state) {
        Document document =
                new Document("_id", state.id().value())
                        .append("version", 1L)
                        .append("scope", scope(state));
        if (state.customerId() != null) {
            document.append("customerId", state.customerId().value());
        }
        if (!sortKeys.isEmpty()) {
            Document keys = new Document();
            sortKeys.forEach((name, key) -> keys.append(name, key.apply(state)));
            document.append(Sorting.KEYS, keys);
        }
        if (searched != null) {
            document.append(Search.FIELD, searched.apply(state));
        }
        return document.append("state", StoreJson.toDocument(state));
    }

    private static List<String> scope(Aggregate state) {
        return state.scope().stream().map(PartnerId::value).toList();
    }

    private static Bson customer(Aggregate state) {
        return state.customerId() == null
                ? Updates.unset("customerId")
                : Updates.set("customerId", state.customerId().value());
    }
}
