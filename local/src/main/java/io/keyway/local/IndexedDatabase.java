package io.keyway.local;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.h2.mvstore.MVStore;

/** A database of {@link IndexedCollection}s, in the same maps that the library would use. */
final class IndexedDatabase extends H2Database {

    private final MVStore store;
    private final LongAdder scanned;

    IndexedDatabase(String name, MVStore store, CursorRegistry cursors, LongAdder scanned) {
        // Before the library's constructor: that one opens the collections that are there.
        this.store = store;
        this.scanned = scanned;
        super(name, store, cursors);
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(
            String name, CollectionOptions options) {
        String fullName = getFullCollectionNamespace(name);
        return new IndexedCollection(
                this,
                name,
                options,
                store.openMap("databases." + fullName),
                store.openMap("meta." + fullName),
                cursorRegistry,
                scanned);
    }

    /** A pipeline begins with all documents; one that begins with a match needs only those. */
    @Override
    public Document handleCommand(
            Channel channel,
            String command,
            Document query,
            DatabaseResolver databases,
            Oplog oplog) {
        if (command.equalsIgnoreCase("aggregate")
                && query.get("pipeline") instanceof List<?> pipeline
                && !pipeline.isEmpty()
                && pipeline.getFirst() instanceof Document first
                && first.size() == 1
                && first.get("$match") instanceof Document match
                && resolveCollection(String.valueOf(query.get(command)), false)
                        instanceof IndexedCollection collection) {
            Aggregation rest =
                    Aggregation.fromPipeline(
                            pipeline.subList(1, pipeline.size()),
                            databases,
                            this,
                            collection,
                            oplog);
            rest.validate(query);
            return firstBatch(collection.getFullName(), rest.runStages(collection.matching(match)));
        }
        return super.handleCommand(channel, command, query, databases, oplog);
    }

    private static Document firstBatch(String namespace, List<Document> documents) {
        Document cursor =
                new Document("id", 0L).append("ns", namespace).append("firstBatch", documents);
        return new Document("cursor", cursor).append("ok", 1.0);
    }
}
