package io.keyway.local.store;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInStoreTest {

    private static final int WRITERS = 8;
    private static final Duration START_MAX = Duration.ofSeconds(60);

    @TempDir Path folder;

    private StoreProcess store;

    @BeforeEach
    void start() throws Exception {
        store = StoreProcess.start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
    }

    @Test
    void keepsEveryAcknowledgedWriteWhenKilled() throws Exception {
        MongoCollection<Document> things = things();
        things.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
        things("counters")
                .insertMany(
                        java.util.stream.IntStream.range(0, WRITERS)
                                .mapToObj(writer -> new Document("_id", writer).append("n", 0))
                                .toList());

        // Each writer inserts its next key and then counts up, until the store is killed.
        Map<Integer, Integer> inserted = new ConcurrentHashMap<>();
        Map<Integer, Integer> counted = new ConcurrentHashMap<>();
        AtomicInteger acknowledged = new AtomicInteger();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            writers.submit(
                    () -> {
                        try {
                            for (int n = 1; ; n++) {
                                things().insertOne(thing(writer, n));
                                inserted.put(writer, n);
                                things("counters")
                                        .updateOne(eq("_id", writer), Updates.inc("n", 1));
                                counted.put(writer, n);
                                acknowledged.addAndGet(2);
                            }
                        } catch (MongoException e) {
                            // The store was killed.
                        }
                    });
        }
        await().atMost(START_MAX).until(() -> acknowledged.get() > 2_000);
        store.kill();
        writers.shutdown();
        assertThat(writers.awaitTermination(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();

        store = store.startAgain();

        Set<String> found = new HashSet<>();
        things().find().forEach(thing -> found.add(thing.getString("key")));
        for (int writer = 0; writer < WRITERS; writer++) {
            for (int n = 1; n <= inserted.get(writer); n++) {
                assertThat(found).contains(thing(writer, n).getString("key"));
            }
            Document counter = things("counters").find(eq("_id", writer)).first();
            assertThat(counter.getInteger("n"))
                    .isBetween(counted.get(writer), inserted.get(writer));
        }
        // The last write of each may be there or not, but the unique index must agree with it.
        for (int writer = 0; writer < WRITERS; writer++) {
            Document next = thing(writer, inserted.get(writer) + 1);
            String key = next.getString("key");
            boolean isThere = things().find(eq("key", key)).first() != null;
            assertThat(isThere).isEqualTo(found.contains(key));
            if (!isThere) {
                things().insertOne(next);
            }
        }
    }

    @Test
    void neverShowsHalfOfAnUpdate() throws Exception {
        int fields = 200;
        MongoCollection<Document> things = things();
        things.insertOne(allFields(fields, 0).append("_id", "one"));
        AtomicInteger read = new AtomicInteger();
        ExecutorService readers = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> reading = new java.util.ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                reading.add(
                        readers.submit(
                                () -> {
                                    while (read.getAndIncrement() < 4_000) {
                                        Document found = things().find(eq("_id", "one")).first();
                                        found.remove("_id");
                                        assertThat(new HashSet<>(found.values())).hasSize(1);
                                    }
                                }));
            }
            for (int n = 1; read.get() < 4_000; n++) {
                things.updateOne(eq("_id", "one"), new Document("$set", allFields(fields, n)));
            }
            for (Future<?> one : reading) {
                one.get();
            }
        } finally {
            readers.shutdownNow();
        }
    }

    private static Document allFields(int fields, int value) {
        Document document = new Document();
        for (int i = 0; i < fields; i++) {
            document.append("f" + i, value);
        }
        return document;
    }

    @Test
    void letsOneOfEightCompetingWritersWin() throws Exception {
        ExecutorService rivals = Executors.newFixedThreadPool(WRITERS);
        for (int round = 0; round < 50; round++) {
            String fence = "topic:0:" + round;
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Boolean>> answers =
                    java.util.stream.IntStream.range(0, WRITERS)
                            .mapToObj(rival -> rivals.submit(insert(fence, rival, go)))
                            .toList();
            go.countDown();
            int winners = 0;
            for (Future<Boolean> answer : answers) {
                winners += answer.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
        rivals.shutdown();
    }

    @Test
    void keepsItsFileSmallWhenTheSameDocumentsAreWrittenAgainAndAgain() throws Exception {
        String text = "x".repeat(10_000);
        for (int n = 0; n < 5_000; n++) {
            things().replaceOne(
                            eq("_id", n % 20),
                            new Document("_id", n % 20).append("n", n).append("text", text),
                            new ReplaceOptions().upsert(true));
        }

        // 50 MB were written, of which 0.2 MB are live.
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.size(store.file()) < 60_000_000);
        things().replaceOne(eq("_id", 0), new Document("_id", 0).append("n", -1));
        store.process().closeLifeline();
        assertThat(store.process().process().waitFor(Duration.ofSeconds(30))).isTrue();
        assertThat(Files.size(store.file())).isLessThan(5_000_000);

        store = store.startAgain();
        assertThat(things().countDocuments()).isEqualTo(20);
        assertThat(things().find(eq("_id", 0)).first().getInteger("n")).isEqualTo(-1);
    }

    @Test
    void answersAHealthCheck() {
        for (String database : List.of("admin", "keyway_test")) {
            Document hello =
                    store.client().getDatabase(database).runCommand(new Document("hello", 1));

            assertThat(hello.getBoolean("isWritablePrimary")).isTrue();
        }
    }

    @Test
    void endsWithTheLauncher() throws Exception {
        store.process().closeLifeline();

        assertThat(store.process().process().waitFor(Duration.ofSeconds(30))).isTrue();
    }

    private Callable<Boolean> insert(String fence, int rival, CountDownLatch go) {
        return () -> {
            go.await();
            try {
                things().insertOne(new Document("_id", fence).append("rival", rival));
                return true;
            } catch (MongoWriteException e) {
                assertThat(e.getError().getCategory()).isEqualTo(ErrorCategory.DUPLICATE_KEY);
                return false;
            }
        };
    }

    private static Document thing(int writer, int n) {
        return new Document(
                new HashMap<>(Map.of("key", writer + "-" + n, "text", "x".repeat(200))));
    }

    private MongoCollection<Document> things() {
        return things("things");
    }

    private MongoCollection<Document> things(String name) {
        return store.client().getDatabase("keyway_test").getCollection(name);
    }
}
