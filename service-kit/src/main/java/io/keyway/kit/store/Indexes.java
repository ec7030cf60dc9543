package io.keyway.kit.store;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** Creates indexes when a collection is declared. Creating one that exists does nothing. */
final class Indexes {

    /** Error codes IndexOptionsConflict and IndexKeySpecsConflict. */
    private static final Set<Integer> MADE_OTHERWISE = Set.of(85, 86);

    private Indexes() {}

    /** Sparse: documents without the field are not compared. */
    static void unique(MongoCollection<Document> documents, String field) {
        make(documents, new Document(field, 1), new IndexOptions().unique(true).sparse(true));
    }

    static void plain(MongoCollection<Document> documents, String... fields) {
        Document keys = new Document();
        for (String field : fields) {
            keys.append(field, 1);
        }
        make(documents, keys, new IndexOptions());
    }

    /** An index of the documents that have the field. */
    static void sparse(MongoCollection<Document> documents, String field) {
        Document keys = new Document(field, 1);
        IndexOptions options = new IndexOptions().sparse(true);
        try {
            make(documents, keys, options);
        } catch (MongoCommandException e) {
            if (!MADE_OTHERWISE.contains(e.getErrorCode())) {
                throw e;
            }
            documents.dropIndex(keys); // An earlier version has created it for all documents.
            make(documents, keys, options);
        }
    }

    static void expiring(MongoCollection<Document> documents, String field, String having) {
        make(
                documents,
                new Document(field, 1),
                new IndexOptions()
                        .expireAfter(0L, TimeUnit.SECONDS)
                        .partialFilterExpression(Filters.exists(having)));
    }

    /** Takes as long as the collection is large. */
    private static void make(
            MongoCollection<Document> documents, Document keys, IndexOptions options) {
        Store.unhurried(documents).createIndex(keys, options);
    }
}
