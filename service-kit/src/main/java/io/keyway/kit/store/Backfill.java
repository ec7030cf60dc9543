package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds a derived field to documents that an earlier version wrote without it. Goes through a
 * collection once, in batches in the order of the ids, and records its progress: an interrupted run
 * continues where it stopped, and later starts read no documents.
 *
 * <p>Documents written meanwhile by this version have the field already. A process of the earlier
 * version that still runs writes without it: stop those first where the field must be complete.
 *
 * <p>Progress document: {@code _id} (collection and field), {@code after} (the last id done),
 * {@code done}.
 */
final class Backfill {

    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

    /** Documents in memory at once. */
    static final int BATCH = 500;

    private final MongoCollection<Document> marks;

    Backfill(MongoDatabase database) {
        this.marks = database.getCollection("backfills");
    }

    /**
     * Runs the backfill unless an earlier start has finished it.
     *
     * @param what name of the field; another name if the field is derived in another way
     * @param revision a field that every change of a document changes. A document that changed
     *     since it was read is skipped: the change has written the derived field
     * @param update of a document; null if it needs none
     */
    void run(
            MongoCollection<Document> documents,
            String what,
            String revision,
            Function<Document, @Nullable Bson> update) {
        String id = documents.getNamespace().getCollectionName() + ":" + what;
        Document mark = marks.find(eq("_id", id)).first();
        if (mark != null && mark.getBoolean("done", false)) {
            return;
        }
        String after = mark == null ? null : mark.getString("after");
        List<Document> batch = batch(documents, after);
        while (!batch.isEmpty()) {
            write(documents, revision, update, batch);
            after = batch.getLast().getString("_id");
            LOG.info("{} is filled up to {}", id, after);
            mark(id, Updates.set("after", after));
            batch = batch(documents, after);
        }
        mark(id, Updates.set("done", true));
    }

    private static List<Document> batch(
            MongoCollection<Document> documents, @Nullable String after) {
        return documents
                .find(after == null ? new Document() : gt("_id", after))
                .sort(Sorts.ascending("_id"))
                .limit(BATCH)
                .into(new ArrayList<>());
    }

    private static void write(
            MongoCollection<Document> documents,
            String revision,
            Function<Document, @Nullable Bson> update,
            List<Document> batch) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (Document document : batch) {
            Bson change = update.apply(document);
            if (change != null) {
                Bson asRead =
                        and(eq("_id", document.get("_id")), eq(revision, document.get(revision)));
                writes.add(new UpdateOneModel<>(asRead, change));
            }
        }
        if (!writes.isEmpty()) {
            documents.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }

    private void mark(String id, Bson update) {
        marks.updateOne(eq("_id", id), update, new UpdateOptions().upsert(true));
    }
}
