package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.exists;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.id.PartnerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The documents of the aggregates of one kind: how a state becomes a document and is read back, and
 * the fields that are derived from the state so that lists can be sorted and searched.
 */
final class AggregateDocuments<T extends Aggregate> {

    /** Part of every query: a deleted aggregate stays until its last events have been sent. */
    static final Bson NOT_DELETED = exists("deleted", false);

    private final MongoCollection<Document> documents;
    private final Class<T> type;
    private final Backfill backfill;
    private final Map<String, Function<T, String>> sortKeys = new LinkedHashMap<>();
    private @Nullable Function<T, Document> search;

    AggregateDocuments(MongoCollection<Document> documents, Class<T> type, Backfill backfill) {
        this.documents = documents;
        this.type = type;
        this.backfill = backfill;
    }

    MongoCollection<Document> collection() {
        return documents;
    }

    FindIterable<Document> find(Bson filter) {
        return documents.find(and(filter, NOT_DELETED));
    }

    Stored<T> stored(Document document) {
        return new Stored<>(
                StoreJson.fromDocument(document.get("state", Document.class), type),
                document.getLong("version"));
    }

    /** The document of a new aggregate, without events. */
    Document newDocument(T state) {
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
        if (search != null) {
            document.append(Search.FIELD, search.apply(state));
        }
        return document.append("state", StoreJson.toDocument(state));
    }

    /**
     * Replaces the state, and what the search derives from it.
     *
     * @param document the state as a document
     */
    Bson stateUpdate(T next, Document document) {
        Bson state = Updates.set("state", document);
        return search == null
                ? state
                : Updates.combine(state, Updates.set(Search.FIELD, search.apply(next)));
    }

    /** Removes the state of a deleted aggregate: without it, it holds no unique value any more. */
    static Bson stateRemoval() {
        return Updates.combine(
                Updates.set("deleted", true), Updates.unset("state"), Updates.unset(Search.FIELD));
    }

    /** What every change writes besides the state. */
    List<Bson> commonUpdates(T next, long version) {
        List<Bson> updates = new ArrayList<>();
        updates.add(Updates.set("version", version));
        updates.add(Updates.set("scope", scope(next)));
        updates.add(
                next.customerId() == null
                        ? Updates.unset("customerId")
                        : Updates.set("customerId", next.customerId().value()));
        sortKeys.forEach(
                (name, key) ->
                        updates.add(Updates.set(Sorting.KEYS + "." + name, key.apply(next))));
        return updates;
    }

    private static List<String> scope(Aggregate state) {
        return state.scope().stream().map(PartnerId::value).toList();
    }

    void sortable(String name, Function<T, String> key) {
        sortKeys.put(name, key);
        String field = Sorting.KEYS + "." + name;
        Indexes.plain(documents, "scope", field, "_id");
        Indexes.plain(documents, field, "_id"); // For the operator, who sees all scopes.
        fill(field, state -> Updates.set(field, key.apply(state)));
    }

    void searchable(
            Search.Tokens kind,
            Function<T, Collection<? extends @Nullable String>> texts,
            Function<T, Collection<? extends @Nullable String>> restricted) {
        Function<T, Document> derived =
                state -> Search.document(kind, texts.apply(state), restricted.apply(state));
        search = derived;
        // Without the scope: MongoDB cannot index two lists in one index. A caller with a small
        // branch is served by the index on scope, one with a large branch by that on tokens.
        Indexes.plain(documents, Search.TOKENS, "_id");
        fill(Search.VERSION, state -> Updates.set(Search.FIELD, derived.apply(state)));
    }

    /** Adds a derived field to documents that were written before the field was declared. */
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
}
