package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.Id;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates of one kind, one document each. A change is one write, conditional on the version
 * that was read, and carries the events that follow from it; the relay sends those in order.
 *
 * <p>Document: {@code _id, version, scope, customerId, sort, search, state, outbox, relayBy,
 * relayAfter}; queries name fields of the record as {@code state.<field>}.
 *
 * <p>Methods with a {@code Caller} find only what that caller may see; the others are for the
 * service itself: for consumers, background work, and ids that were checked before.
 */
public final class Aggregates<T extends Aggregate> implements AggregateStore<T> {

    /** Events of one change at most. */
    public static final int EVENTS_MAX = 1000;

    private final MongoCollection<Document> collection;
    private final AggregateDocuments<T> documents;
    private final AggregateWriter<T> writer;
    private final DeniedAccessLog deniedAccess;

    Aggregates(
            MongoCollection<Document> collection,
            Class<T> type,
            Relay relay,
            AuditWriter trail,
            DeniedAccessLog deniedAccess,
            Backfill backfill) {
        this.collection = collection;
        this.documents = new AggregateDocuments<>(collection, type, backfill);
        this.writer = new AggregateWriter<>(documents, relay, trail, Audited.ALL);
        this.deniedAccess = deniedAccess;
    }

    private Aggregates(
            AggregateDocuments<T> documents,
            AggregateWriter<T> writer,
            DeniedAccessLog deniedAccess) {
        this.collection = documents.collection();
        this.documents = documents;
        this.writer = writer;
        this.deniedAccess = deniedAccess;
    }

    @Override
    public Optional<Stored<T>> find(Caller caller, Id id) {
        Optional<Stored<T>> found = first(and(eq("_id", id.value()), Scope.of(caller)));
        if (found.isEmpty()) {
            deniedAccess.lookupFailed(caller, collection, id);
        }
        return found;
    }

    @Override
    public Optional<Stored<T>> load(Id id) {
        return first(eq("_id", id.value()));
    }

    /** The aggregate with this value in a uniquely indexed field. */
    public Optional<Stored<T>> loadBy(String field, Object value) {
        return first(eq(field, value));
    }

    private Optional<Stored<T>> first(Bson filter) {
        return Optional.ofNullable(documents.find(filter).first()).map(documents::stored);
    }

    /** The aggregates with these ids, in one query and in no order; missing ids are left out. */
    public List<Stored<T>> loadAll(Collection<? extends Id> ids) {
        return loadAll(in("_id", ids.stream().map(Id::value).toList()));
    }

    /** All that match, in no order; for bounded sets only. */
    public List<Stored<T>> loadAll(Bson filter) {
        return all(documents.find(filter));
    }

    @Override
    public List<Stored<T>> loadAll(Bson filter, int max) {
        return all(documents.find(filter).limit(max));
    }

    /** The first that match, oldest first. */
    public List<Stored<T>> some(Bson filter, int max) {
        return all(documents.find(filter).sort(Sorting.OLDEST_FIRST.order()).limit(max));
    }

    private List<Stored<T>> all(FindIterable<Document> found) {
        return found.map(documents::stored).into(new ArrayList<>());
    }

    /** Whether at least one matches. */
    public boolean any(Bson filter) {
        return documents.find(filter).limit(1).first() != null;
    }

    /** One page of what matches, newest first. */
    public Page<Stored<T>> page(Caller caller, Bson filter, PageRequest request) {
        return Page.of(collection, visible(caller, filter), request).map(documents::stored);
    }

    /**
     * One page of what matches, in the given order.
     *
     * @param sorting by a key that was declared with {@link #sortable}
     */
    public Page<Stored<T>> page(Caller caller, Bson filter, Sorting sorting, PageRequest request) {
        return Page.of(collection, visible(caller, filter), sorting, request)
                .map(documents::stored);
    }

    public long count(Caller caller, Bson filter) {
        return collection.countDocuments(visible(caller, filter));
    }

    /** How many match, regardless of who may see them. */
    public long countAll(Bson filter) {
        return collection.countDocuments(and(filter, AggregateDocuments.NOT_DELETED));
    }

    private static Bson visible(Caller caller, Bson filter) {
        return and(Scope.of(caller), filter, AggregateDocuments.NOT_DELETED);
    }

    @Override
    public Optional<Stored<T>> insert(T state, DomainEvent... events) {
        return writer.insert(state, List.of(events))
                ? Optional.of(new Stored<>(state, 1))
                : load(state.id());
    }

    /**
     * Inserts many aggregates in one write; those whose ids exist already stay as they are. They
     * have no events and no audit records of their own: the aggregate that caused them has both.
     */
    public void insertAll(Collection<T> states) {
        writer.insertAll(states);
    }

    @Override
    public Optional<Stored<T>> change(Id id, Function<Stored<T>, Decision<T>> decide) {
        return writer.change(id, decide);
    }

    /**
     * Deletes the aggregate. No query finds it from now on; its document is removed when its events
     * have been sent.
     *
     * @param events at least one
     * @return false if it changed since it was read
     */
    public boolean delete(Stored<T> read, DomainEvent... events) {
        return writer.delete(read, List.of(events));
    }

    /** Which changes the audit trail records; all, unless declared otherwise. */
    public Aggregates<T> audited(Audited which) {
        writer.audited(which);
        return this;
    }

    /**
     * The same aggregates for changes that the audit trail leaves out, such as the progress of
     * background work.
     */
    public Aggregates<T> bookkeeping() {
        return new Aggregates<>(documents, writer.unaudited(), deniedAccess);
    }

    /**
     * Makes the field unique among the aggregates that have it. An index enforces it; a query
     * before the write could not, because two writes may run at once.
     */
    public Aggregates<T> unique(String field) {
        Indexes.unique(collection, field);
        return this;
    }

    /** Adds an index on the fields, in this order. */
    public Aggregates<T> indexed(String... fields) {
        Indexes.plain(collection, fields);
        return this;
    }

    /**
     * Lets lists be sorted by a key. It is stored with every document, because MongoDB compares
     * texts byte by byte, and readers expect case and accents not to matter.
     *
     * @param name of the sorting, as callers of {@link #page(Caller, Bson, Sorting, PageRequest)}
     *     give it
     * @param key of a state, in a form that sorts as readers expect
     */
    public Aggregates<T> sortable(String name, Function<T, String> key) {
        documents.sortable(name, key);
        return this;
    }

    /**
     * Lets lists be searched with a {@link Search}.
     *
     * @param texts that every caller who sees the aggregate may read; the most important first,
     *     because the number of tokens is limited
     */
    public Aggregates<T> searchable(Function<T, Collection<? extends @Nullable String>> texts) {
        return searchable(Search.Tokens.GRAMS, texts, state -> List.of());
    }

    /**
     * The same with texts that only some of the callers who see the aggregate may read.
     *
     * @param restricted see {@link Search#inTextsAndRestricted}
     */
    public Aggregates<T> searchable(
            Search.Tokens kind,
            Function<T, Collection<? extends @Nullable String>> texts,
            Function<T, Collection<? extends @Nullable String>> restricted) {
        documents.searchable(kind, texts, restricted);
        return this;
    }

    /**
     * Lets MongoDB delete aggregates whose time has passed. No event is published for that: other
     * services must know the instant.
     *
     * @param field holds the instant
     * @param having only aggregates that have this field are deleted
     */
    public Aggregates<T> expiring(String field, String having) {
        Indexes.expiring(collection, field, having);
        return this;
    }
}
