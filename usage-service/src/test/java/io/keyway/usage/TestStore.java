package io.keyway.usage;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.keyway.kit.test.TestPlatform;
import java.util.UUID;
import org.bson.Document;

/** An empty database for a test that needs no application. */
public final class TestStore {

    private static final MongoClient CLIENT = MongoClients.create(TestPlatform.store());

    private final MongoDatabase database =
            CLIENT.getDatabase("test_" + UUID.randomUUID().toString().substring(0, 8));

    public MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }
}
