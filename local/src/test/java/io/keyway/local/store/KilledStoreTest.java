package io.keyway.local.store;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In the file of a killed store, entries of indexes and documents agree. */
class KilledStoreTest {

    private static final int WRITERS = 8;
    private static final int KILLS = 3;

    private static final List<Document> INDEXES =
            List.of(
                    new Document("tags", 1).append("_id", 1),
                    new Document("owner.name", -1).append("n", 1),
                    new Document("n", 1));

    @TempDir Path folder;

    @Test
    void keepsExactlyTheAcknowledgedEntries() throws Exception {
        StoreProcess store = StoreProcess.start(folder);
        for (int kill = 0; kill < KILLS; kill++) {
            MongoCollection<Document> things = things(store);
            INDEXES.forEach(things::createIndex);
            things.createIndex(
                    new Document("key", 1), new IndexOptions().unique(true).sparse(true));
            AtomicInteger changes = new AtomicInteger();
            ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
            for (int writer = 0; writer < WRITERS; writer++) {
                Random random = new Random(kill * 100 + writer);
                writers.submit(() -> changeUntilItIsGone(things, random, changes));
            }
            await().atMost(Duration.ofSeconds(120)).until(() -> changes.get() > 1_500);
            store.kill();
            writers.shutdown();
            assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

            assertEntriesAgree(store.file());
            store = store.startAgain();
        }
        store.close();
    }

    private static void changeUntilItIsGone(
            MongoCollection<Document> things, Random random, AtomicInteger changes) {
        try {
            while (true) {
                int id = random.nextInt(300);
                switch (random.nextInt(4)) {
                    case 0 -> things.deleteOne(eq("_id", id));
                    case 1 ->
                            things.updateOne(
                                    eq("_id", id),
                                    Updates.combine(
                                            Updates.addToSet("tags", "t" + random.nextInt(9)),
                                            Updates.set("owner.name", "o" + random.nextInt(9)),
                                            Updates.unset("key")));
                    default -> insert(things, id, random);
                }
                changes.incrementAndGet();
            }
        } catch (MongoException e) {
            // The store was killed.
        }
    }

    private static void insert(MongoCollection<Document> things, int id, Random random) {
        try {
            things.insertOne(
                    new Document("_id", id)
                            .append("n", random.nextInt(50))
                            .append("key", "k" + random.nextInt(200))
                            .append("tags", List.of("t" + random.nextInt(9), "t1")));
        } catch (com.mongodb.MongoWriteException e) {
            assertThat(e.getError().getCode()).isEqualTo(11000);
        }
    }

    private static void assertEntriesAgree(Path file) {
        try (MVStore store = new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
            String namespace = "keyway_killed.things";
            Contents contents = new Contents(store, namespace);
            List<de.bwaldvogel.mongo.bson.Document> definitions = new ArrayList<>();
            INDEXES.forEach(keys -> definitions.add(definition(keys, false)));
            definitions.add(definition(new Document("key", 1), true));
            definitions.forEach(one -> contents.open(IndexDefinition.of(one)));

            assertThat(contents.documents().count()).isPositive();
            for (StoredIndex index : contents.indexes()) {
                Set<Key> expected = new HashSet<>();
                for (Map.Entry<Key, byte[]> one : contents.documents().map().entrySet()) {
                    index.keysOf(Bson.decode(one.getValue()))
                            .forEach(key -> expected.add(key.append(one.getKey())));
                }
                assertThat(index.map().keySet())
                        .as(index.definition().name())
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private static de.bwaldvogel.mongo.bson.Document definition(Document keys, boolean unique) {
        List<String> name = new ArrayList<>();
        keys.forEach((field, order) -> name.add(field + "_" + order));
        return new de.bwaldvogel.mongo.bson.Document("name", String.join("_", name))
                .append("key", new de.bwaldvogel.mongo.bson.Document(keys))
                .append("unique", unique)
                .append("sparse", unique);
    }

    @Test
    void takesOverAFileOfTheOlderFormat() throws Exception {
        H2Backend older = new H2Backend(folder.resolve("store.mv.db").toString());
        MongoServer server = new MongoServer(older);
        try (var client =
                com.mongodb.client.MongoClients.create(server.bindAndGetConnectionString())) {
            MongoCollection<Document> things =
                    client.getDatabase("keyway_killed").getCollection("things");
            things.createIndex(new Document("n", 1));
            things.createIndex(new Document("key", 1), new IndexOptions().unique(true));
            for (int id = 0; id < 200; id++) {
                things.insertOne(new Document("_id", id).append("n", id % 10).append("key", id));
            }
        }
        server.shutdown();

        StoreProcess store = StoreProcess.start(folder);
        assertThat(things(store).countDocuments()).isEqualTo(200);
        store.kill();
        store = store.startAgain();
        assertThat(things(store).countDocuments(eq("n", 3))).isEqualTo(20);
        assertThat(things(store).find(eq("key", 7)).first().getInteger("_id")).isEqualTo(7);
        assertThat(things(store).listIndexes()).hasSize(3);
        store.close();
    }

    private static MongoCollection<Document> things(StoreProcess store) {
        return store.client().getDatabase("keyway_killed").getCollection("things");
    }
}
