package io.keyway.local.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index as the library knows it: name and fields only. The entries are in a {@link StoredIndex}
 * of the collection. Only the index on ids is asked for the position of a document.
 */
final class DeclaredIndex extends Index<Object> {

    private final boolean unique;

    DeclaredIndex(String name, List<IndexKey> keys, boolean sparse, boolean unique) {
        super(name, keys, sparse);
        this.unique = unique;
    }

    @Override
    public @Nullable Object getPosition(Document document) {
        return getName().equals("_id_") ? KeyWriter.of(document.get("_id")) : null;
    }

    @Override
    public boolean isUnique() {
        return unique;
    }

    /** Never empty: otherwise the library would read all documents to fill it. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public long getCount() {
        return 0;
    }

    @Override
    public long getDataSize() {
        return 0;
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        throw new UnsupportedOperationException("the collection plans by itself");
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {}

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {}

    @Override
    public @Nullable Object remove(Document document) {
        return null;
    }

    @Override
    public void checkUpdate(
            Document oldDocument, Document newDocument, MongoCollection<Object> collection) {}

    @Override
    public void updateInPlace(
            Document oldDocument,
            Document newDocument,
            Object position,
            MongoCollection<Object> collection) {}

    @Override
    public void drop() {}
}
