package io.keyway.kit.store;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * Index definitions, made when a collection is first named; making one that exists does nothing.
 */
final class Indexes {

    private Indexes() {}

    /** Sparse: documents without the field do not collide. */
    static void unique(MongoCollection<Document> documents, String field) {
        documents.createIndex(new Document(field, 1), new IndexOptions().unique(true).sparse(true));
    }

    static void plain(MongoCollection<Document> documents, String... fields) {
        Document keys = new Document();
        for (String field : fields) {
            keys.append(field, 1);
        }
        documents.createIndex(keys);
    }

    static void expiring(MongoCollection<Document> documents, String field, String having) {
        documents.createIndex(
                new Document(field, 1),
                new IndexOptions()
                        .expireAfter(0L, TimeUnit.SECONDS)
                        .partialFilterExpression(Filters.exists(having)));
    }
}
