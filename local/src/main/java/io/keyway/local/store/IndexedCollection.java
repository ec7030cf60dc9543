package io.keyway.local.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.QueryParameters;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.InvalidIdFieldError;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection whose queries use indexes. The library defines what commands mean; {@link Contents}
 * stores the documents and {@link Finder} finds them.
 *
 * <p>Reading commands run in parallel, a writing command runs alone. Every returned document was
 * decoded for that answer, so no writer can change it.
 */
final class IndexedCollection extends AbstractMongoCollection<Object> {

    private static final String ID = "_id";

    private final Contents contents;
    private final Finder finder;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** Set while a command changes one document, so that only one is searched. */
    private boolean onlyFirst;

    IndexedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            Contents contents,
            CursorRegistry cursors,
            LongAdder scanned) {
        super(database, name, options, cursors);
        this.contents = contents;
        this.finder =
                new Finder(
                        contents.documents(),
                        contents.indexes(),
                        super::documentMatchesQuery,
                        scanned);
    }

    Contents contents() {
        return contents;
    }

    <T> T reading(Supplier<T> work) {
        return locked(lock.readLock(), work);
    }

    <T> T writing(Supplier<T> work) {
        return locked(lock.writeLock(), work);
    }

    private static <T> T locked(Lock lock, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** All that match, sorted by id. */
    List<Document> matching(Document query) {
        return reading(() -> finder.find(query, Order.ANY, 0).toList());
    }

    // Reading.

    /** All commands that find, change or delete by a query call this. */
    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fields) {
        int upTo = onlyFirst ? 1 : limit;
        int wanted = upTo > 0 ? Math.addExact(skip, upTo) : 0;
        Stream<Document> found = finder.find(query, Order.of(orderBy), wanted);
        // They match and are sorted: the library skips, limits and projects.
        return matchDocumentsFromStream(new Document(), found, skip, upTo, batchSize, null, fields);
    }

    @Override
    public int count(@Nullable Document query, int skip, int limit) {
        if (query == null || query.isEmpty()) {
            return super.count(query, skip, limit);
        }
        int wanted = limit > 0 ? Math.addExact(skip, limit) : 0;
        long counted = reading(() -> finder.count(query, wanted));
        return Math.toIntExact(Math.max(0, counted - skip));
    }

    @Override
    public int count() {
        return contents.documents().count();
    }

    @Override
    public boolean isEmpty() {
        return count() == 0;
    }

    @Override
    public QueryResult handleQuery(QueryParameters query) {
        return reading(() -> super.handleQuery(query));
    }

    @Override
    public Document handleDistinct(Document query) {
        return reading(() -> super.handleDistinct(query));
    }

    // Writing.

    @Override
    public void addDocument(Document document) {
        if (document.get(ID) instanceof Collection) {
            throw new InvalidIdFieldError("The '_id' value cannot be of type array");
        }
        if (!document.containsKey(ID)) {
            document.put(ID, new ObjectId());
        }
        writing(
                () -> {
                    contents.insert(KeyWriter.of(document.get(ID)), document);
                    return null;
                });
    }

    @Override
    protected void handleUpdate(Object position, Document before, Document after) {
        contents.update((Key) position, before, after);
    }

    @Override
    public void removeDocument(Document document) {
        contents.delete(KeyWriter.of(document.get(ID)), document);
    }

    @Override
    public List<Document> insertDocuments(List<Document> documents, boolean isOrdered) {
        return writing(() -> super.insertDocuments(documents, isOrdered));
    }

    @Override
    public int deleteDocuments(Document selector, int limit, Oplog oplog) {
        return writing(() -> super.deleteDocuments(selector, limit, oplog));
    }

    @Override
    public Document findAndModify(Document query) {
        return writing(() -> super.findAndModify(query));
    }

    @Override
    public Document updateDocuments(
            Document selector,
            Document update,
            ArrayFilters filters,
            boolean isMulti,
            boolean isUpsert,
            Oplog oplog) {
        return writing(
                () -> {
                    onlyFirst = !isMulti;
                    try {
                        return super.updateDocuments(
                                selector, update, filters, isMulti, isUpsert, oplog);
                    } finally {
                        onlyFirst = false;
                    }
                });
    }

    // Methods that the library requires and this class does not use.

    @Override
    protected Document getDocument(Object position) {
        byte[] bytes = contents.documents().get((Key) position);
        return bytes == null ? new Document() : Bson.decode(bytes);
    }

    @Override
    protected QueryResult matchDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fields) {
        return queryDocuments(query, orderBy, skip, limit, batchSize, fields);
    }

    @Override
    protected Stream<DocumentWithPosition<Object>> streamAllDocumentsWithPosition() {
        return contents.documents().map().entrySet().stream()
                .map(
                        entry ->
                                new DocumentWithPosition<>(
                                        Bson.decode(entry.getValue()), entry.getKey()));
    }

    @Override
    protected Object addDocumentInternal(Document document) {
        throw new UnsupportedOperationException("addDocument does it");
    }

    @Override
    protected void removeDocument(Object position) {
        throw new UnsupportedOperationException("removeDocument(Document) does it");
    }

    /** Sizes are not tracked: that would encode every document once more. */
    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int sizeDelta) {}

    @Override
    protected int getDataSize() {
        return 0;
    }
}
