package io.keyway.local;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection that uses its unique indexes, and the order of its ids, also for queries that ask
 * for more. The library does so only if a query is equality on the index's keys and nothing else.
 *
 * <p>An index only narrows what is looked at. Every candidate is then matched against the whole
 * query, and candidates come in the order in which a scan meets them, so that the answer is the
 * scan's. One thing differs, and does so in the library too: a sparse index does not know fields of
 * documents inside lists.
 */
final class IndexedCollection extends H2Collection {

    private static final String ID = "_id";

    private final MVMap<Object, Document> documents;
    private final LongAdder scanned;

    IndexedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> documents,
            MVMap<String, Object> meta,
            CursorRegistry cursors,
            LongAdder scanned) {
        super(database, name, options, documents, meta, cursors);
        this.documents = documents;
        this.scanned = scanned;
    }

    /** All that match. */
    synchronized Stream<Document> matching(Document query) {
        return StreamSupport.stream(
                queryDocuments(query, null, 0, 0, 0, null).spliterator(), false);
    }

    /**
     * Whatever finds, changes, deletes or counts by a query comes through here. It gives copies:
     * the library changes a document in place, while an answer with that same object is still being
     * written to somebody else, who would read half of the change.
     */
    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fields) {
        QueryResult stored = storedDocuments(query, orderBy, skip, limit, batchSize, fields);
        List<Document> copies = new ArrayList<>();
        stored.forEach(document -> copies.add(document.cloneDeeply()));
        return new QueryResult(copies, stored.getCursorId());
    }

    private QueryResult storedDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fields) {
        if (isNaturalDescending(orderBy)) {
            return matchDocuments(query, orderBy, skip, limit, batchSize, fields);
        }
        Conditions conditions = Conditions.of(query);
        Collection<Object> found = byUniqueIndex(conditions);
        if (found != null) {
            return matchDocuments(query, found, orderBy, skip, limit, batchSize, fields);
        }
        int direction = directionById(orderBy);
        if ((direction != 0 || conditions.limitsIds()) && idsAreStrings()) {
            Stream<Document> range = inOrderOfIds(conditions, direction < 0);
            Document order = direction == 0 ? orderBy : null;
            return matchDocumentsFromStream(range, query, order, skip, limit, batchSize, fields);
        }
        return matchDocuments(query, orderBy, skip, limit, batchSize, fields);
    }

    @Override
    protected boolean documentMatchesQuery(Document document, Document query) {
        scanned.increment();
        return super.documentMatchesQuery(document, query);
    }

    /** Null: none helps. */
    private @Nullable Collection<Object> byUniqueIndex(Conditions conditions) {
        for (Index<Object> index : getIndexes()) {
            List<Document> keys = index.isUnique() ? keys(index, conditions) : null;
            if (keys != null) {
                Set<Object> positions = new TreeSet<>(documents.getKeyType()::compare);
                for (Document key : keys) {
                    index.getPositions(key).forEach(positions::add);
                }
                return positions;
            }
        }
        return null;
    }

    /** Everything to look up in the index. Null: the query leaves one of its fields open. */
    private static @Nullable List<Document> keys(Index<?> index, Conditions conditions) {
        List<Document> keys = List.of(new Document());
        Set<String> roots = new HashSet<>();
        for (IndexKey part : index.getKeys()) {
            String field = part.getKey();
            List<String> path = List.of(field.split("\\.", -1));
            List<?> values = conditions.values(field);
            // Fields of one list's elements are indexed element by element, but a query may mean
            // two elements; and the index does not know places in a list.
            if (values == null
                    || !roots.add(path.getFirst())
                    || path.stream().anyMatch(IndexedCollection::isNumber)) {
                return null;
            }
            List<Document> longer = new ArrayList<>();
            for (Document key : keys) {
                for (Object value : values) {
                    Document next = key.clone();
                    next.put(field, value);
                    longer.add(next);
                }
            }
            keys = longer;
        }
        return keys;
    }

    private static boolean isNumber(String fragment) {
        return !fragment.isEmpty() && fragment.chars().allMatch(Character::isDigit);
    }

    /** 1 or -1 if the answer is to be in the order of the ids, else 0. */
    private static int directionById(@Nullable Document orderBy) {
        return orderBy != null && orderBy.size() == 1 && orderBy.get(ID) instanceof Number sign
                ? Integer.signum(sign.intValue())
                : 0;
    }

    /** Documents lie in the order of their ids, first by type: between two strings are strings. */
    private boolean idsAreStrings() {
        return ID.equals(getIdField())
                && documents.firstKey() instanceof String
                && documents.lastKey() instanceof String;
    }

    private Stream<Document> inOrderOfIds(Conditions conditions, boolean descending) {
        String first = descending ? conditions.idTo() : conditions.idFrom();
        String last = descending ? conditions.idFrom() : conditions.idTo();
        Cursor<Object, Document> ids = documents.cursor(first, last, descending);
        // The cursor's value belongs to the id it gave last.
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(ids, Spliterator.ORDERED), false)
                .map(id -> ids.getValue());
    }
}
