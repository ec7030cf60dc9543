package io.keyway.local.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexBuildFailedException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.h2.mvstore.MVStore;

/**
 * A database of {@link IndexedCollection}s. The library keeps the lists of collections and indexes
 * in collections of its own.
 */
final class IndexedDatabase extends H2Database {

    private static final String SYSTEM = "system.";

    private final MVStore store;
    private final LongAdder scanned;
    private final Map<String, IndexedCollection> opened;

    IndexedDatabase(String name, MVStore store, CursorRegistry cursors, LongAdder scanned) {
        // Before the library's constructor, which opens the existing collections.
        this.store = store;
        this.scanned = scanned;
        this.opened = new ConcurrentHashMap<>();
        super(name, store, cursors);
        MongoCollection<Object> declared = resolveCollection(SYSTEM + "indexes", false);
        if (declared != null) {
            declared.queryAll().forEach(this::open);
        }
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(
            String name, CollectionOptions options) {
        if (name.startsWith(SYSTEM)) {
            return super.openOrCreateCollection(name, options);
        }
        String namespace = getFullCollectionNamespace(name);
        Contents contents = new Contents(store, namespace);
        OlderFormat.moveInto(contents, store, namespace);
        IndexedCollection collection =
                new IndexedCollection(
                        this,
                        name,
                        CollectionOptions.withDefaults(),
                        contents,
                        cursorRegistry,
                        scanned);
        opened.put(name, collection);
        return collection;
    }

    // Indexes.

    @Override
    protected void addIndex(Document description) {
        synchronized (this) {
            IndexDefinition wanted = IndexDefinition.of(description);
            if (wanted.isOfIds()) {
                super.addIndex(description);
                return;
            }
            IndexedCollection collection = collectionOf(description);
            for (StoredIndex index : collection.contents().indexes()) {
                if (index.definition().equals(wanted)) {
                    return;
                }
                wanted.refuseBeside(index.definition());
            }
            open(description);
            super.addIndex(description);
        }
    }

    private void open(Document description) {
        IndexDefinition definition = IndexDefinition.of(description);
        if (definition.isOfIds()) {
            return; // The documents are stored in that order already.
        }
        IndexedCollection collection = collectionOf(description);
        collection.writing(
                () -> {
                    try {
                        collection.contents().open(definition);
                    } catch (MongoServerError e) {
                        throw new IndexBuildFailedException(e, collection);
                    }
                    return null;
                });
    }

    private IndexedCollection collectionOf(Document indexDescription) {
        String namespace = String.valueOf(indexDescription.get("ns"));
        String name = namespace.substring(getDatabaseName().length() + 1);
        return (IndexedCollection) resolveOrCreateCollection(name);
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new DeclaredIndex(name, keys, sparse, true);
    }

    @Override
    protected Index<Object> openOrCreateSecondaryIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new DeclaredIndex(name, keys, sparse, false);
    }

    @Override
    protected void dropIndex(MongoCollection<Object> collection, String name) {
        super.dropIndex(collection, name);
        if (collection instanceof IndexedCollection indexed) {
            indexed.writing(
                    () -> {
                        indexed.contents().close(name);
                        return null;
                    });
        }
    }

    // Collections.

    @Override
    public void dropCollection(String name, Oplog oplog) {
        super.dropCollection(name, oplog);
        IndexedCollection collection = opened.remove(name);
        if (collection != null) {
            collection.writing(
                    () -> {
                        collection.contents().remove();
                        return null;
                    });
        }
    }

    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String newName) {
        throw new MongoServerError(20, "IllegalOperation", "collections cannot be renamed here");
    }

    /**
     * Deletes expired documents.
     *
     * @param max of each collection
     */
    int expire(Instant now, int max) {
        int expired = 0;
        for (IndexedCollection collection : opened.values()) {
            if (collection.contents().expires()) {
                expired += collection.writing(() -> collection.contents().expire(now, max));
            }
        }
        return expired;
    }

    @Override
    public Document handleCommand(
            Channel channel,
            String command,
            Document query,
            DatabaseResolver databases,
            Oplog oplog) {
        return Hint.of(query).apply(() -> handle(channel, command, query, databases, oplog));
    }

    private Document handle(
            Channel channel,
            String command,
            Document query,
            DatabaseResolver databases,
            Oplog oplog) {
        if (command.equalsIgnoreCase("aggregate")
                && resolveCollection(String.valueOf(query.get(command)), false)
                        instanceof IndexedCollection collection) {
            Pipeline pipeline = Pipeline.of(query);
            if (pipeline != null) {
                return pipeline.run(this, collection, databases, oplog);
            }
        }
        if (OrderedUpdates.are(command, query)) {
            return OrderedUpdates.of(query)
                    .run(one -> super.handleCommand(channel, command, one, databases, oplog));
        }
        Document answer = super.handleCommand(channel, command, query, databases, oplog);
        return command.equalsIgnoreCase("insert") ? countedRight(answer, query) : answer;
    }

    /**
     * Corrects the count of an insert: the library answers the number of given documents, MongoDB
     * that of inserted ones.
     */
    private static Document countedRight(Document answer, Document insert) {
        if (answer.get("writeErrors") instanceof List<?> errors
                && insert.get("documents") instanceof List<?> documents) {
            boolean ordered = Utils.isTrue(insert.getOrDefault("ordered", true));
            Object first = ((Document) errors.getFirst()).get("index");
            answer.put("n", ordered ? first : documents.size() - errors.size());
        }
        return answer;
    }
}
