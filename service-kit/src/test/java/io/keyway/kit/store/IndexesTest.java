package io.keyway.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.keyway.kit.test.TestPlatform;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IndexesTest {

    private final MongoClient client = MongoClients.create(TestPlatform.store());
    private final String database = "indexes_" + UUID.randomUUID().toString().replace("-", "");
    private final MongoCollection<Document> documents =
            client.getDatabase(database).getCollection("notes");

    @AfterEach
    void close() {
        // The database is not dropped: the in-memory store cannot drop two indexes of one name.
        client.close();
    }

    /** MongoDB refuses the sparse index until the other one is dropped; the stand-in keeps both. */
    @Test
    void anIndexOfThoseThatHaveTheFieldComesAfterOneOfAllDocuments() {
        Indexes.plain(documents, "relayAfter");
        Indexes.sparse(documents, "relayAfter");
        assertThat(documents.listIndexes())
                .filteredOn(index -> index.get("key", Document.class).containsKey("relayAfter"))
                .anyMatch(index -> index.getBoolean("sparse", false));
    }

    @Test
    void oneThatIsThereIsLeftAsItIs() {
        Indexes.sparse(documents, "relayAfter");
        assertThatCode(() -> Indexes.sparse(documents, "relayAfter")).doesNotThrowAnyException();
    }
}
