package io.keyway.usage;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.keyway.kit.test.TestPlatform;
import java.lang.reflect.Proxy;
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

    /** The collection, with something that happens before each call of one method. */
    public MongoCollection<Document> collection(String name, String method, Runnable before) {
        return before(collection(name), method, before);
    }

    @SuppressWarnings("unchecked")
    private static MongoCollection<Document> before(
            MongoCollection<Document> documents, String method, Runnable before) {
        return (MongoCollection<Document>)
                Proxy.newProxyInstance(
                        TestStore.class.getClassLoader(),
                        new Class<?>[] {MongoCollection.class},
                        (proxy, called, arguments) -> {
                            if (called.getName().equals(method)) {
                                before.run();
                            }
                            Object answer = called.invoke(documents, arguments);
                            return answer instanceof MongoCollection<?> variant
                                    ? before((MongoCollection<Document>) variant, method, before)
                                    : answer;
                        });
    }
}
