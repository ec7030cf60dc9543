package io.keyway.local.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * Measures a store with one client: {@code StoreSpeed mongodb://… rounds pid}. Each figure is the
 * best of several rounds, so that the store is warm. Where other programs run on the machine, the
 * CPU time of the store's process says more than the rate.
 */
final class StoreSpeed {

    private static final int BATCH = 250;
    private static final int PAGED = 100_000;

    private static final List<Document> INDEXES =
            List.of(
                    new Document("scope", 1).append("_id", 1),
                    new Document("customerId", 1).append("_id", 1),
                    new Document("state.origin.orderId", 1).append("_id", 1),
                    new Document("state.origin.issuanceId", 1),
                    new Document("relayAfter", 1),
                    new Document("scope", 1).append("sort.name", 1).append("_id", 1));

    private final MongoClient client;
    private final ProcessHandle store;
    private int serial;

    private StoreSpeed(MongoClient client, ProcessHandle store) {
        this.client = client;
        this.store = store;
    }

    @SuppressWarnings("SystemOut") // Prints a report.
    public static void main(String[] arguments) {
        try (MongoClient client = MongoClients.create(arguments[0])) {
            StoreSpeed speed =
                    new StoreSpeed(
                            client, ProcessHandle.of(Long.parseLong(arguments[2])).orElseThrow());
            int rounds = Integer.parseInt(arguments[1]);
            int batches = 40;
            System.out.println("insertMany, no index:        " + speed.inserts(0, rounds, batches));
            System.out.println("insertMany, 6 indexes:       " + speed.inserts(6, rounds, batches));
            System.out.println(
                    "bulk upserts, new:           " + speed.upserts(rounds, batches, false));
            System.out.println(
                    "bulk upserts, existing:      " + speed.upserts(rounds, batches, true));
            System.out.println("findOneAndUpdate by _id:     " + speed.findAndUpdate(rounds));
            System.out.println("find by _id:                 " + speed.findById(rounds));
            speed.fillPaged();
            System.out.println("page of 51 of 100,000:       " + speed.pages(rounds, false));
            System.out.println("page of 51, at the middle:   " + speed.pages(rounds, true));
            System.out.println("count of a field not indexed: " + speed.scans());
        }
    }

    private String inserts(int indexes, int rounds, int batches) {
        MongoCollection<Document> things = fresh("inserts" + indexes, indexes);
        return best(rounds, batches, BATCH, batch -> things.insertMany(documents(BATCH)));
    }

    private String upserts(int rounds, int batches, boolean existing) {
        MongoCollection<Document> things = fresh("upserts", 1);
        if (existing) {
            for (int n = 0; n < batches; n++) {
                things.bulkWrite(upsertsOf(n * BATCH, 1), new BulkWriteOptions().ordered(false));
            }
        }
        int[] round = {2};
        int[] next = {0};
        return best(
                rounds,
                batches,
                BATCH,
                batch -> {
                    int from = existing ? batch * BATCH : next[0]++ * BATCH;
                    if (batch == 0) {
                        round[0]++;
                    }
                    things.bulkWrite(
                            upsertsOf(from, round[0]), new BulkWriteOptions().ordered(false));
                });
    }

    private static List<UpdateOneModel<Document>> upsertsOf(int from, int sequence) {
        return IntStream.range(from, from + BATCH)
                .mapToObj(
                        n ->
                                new UpdateOneModel<Document>(
                                        and(eq("_id", id(n)), lt("sequence", sequence)),
                                        Updates.combine(
                                                Updates.set("sequence", sequence),
                                                Updates.set("scope", List.of("op", "prt_" + n % 7)),
                                                Updates.set("state", state(n))),
                                        new UpdateOptions().upsert(true)))
                .toList();
    }

    private String findAndUpdate(int rounds) {
        MongoCollection<Document> things = fresh("single", 6);
        things.insertMany(documents(5_000));
        List<String> ids = new ArrayList<>();
        things.find().projection(new Document("_id", 1)).forEach(d -> ids.add(d.getString("_id")));
        return best(
                rounds,
                1_000,
                1,
                n ->
                        things.findOneAndUpdate(
                                eq("_id", ids.get(n)),
                                Updates.combine(
                                        Updates.inc("version", 1), Updates.set("relayAfter", n))));
    }

    private String findById(int rounds) {
        MongoCollection<Document> things = collection("single");
        List<String> ids = new ArrayList<>();
        things.find().projection(new Document("_id", 1)).forEach(d -> ids.add(d.getString("_id")));
        return best(rounds, 2_000, 1, n -> things.find(eq("_id", ids.get(n))).first());
    }

    private void fillPaged() {
        MongoCollection<Document> things = fresh("paged", 6);
        for (int n = 0; n < PAGED; n += BATCH) {
            things.insertMany(documents(BATCH));
        }
    }

    private String pages(int rounds, boolean middle) {
        MongoCollection<Document> things = collection("paged");
        String from = id(serial - PAGED / 2);
        return best(
                rounds,
                50,
                1,
                n -> {
                    var filter = and(eq("scope", "prt_" + n % 7), exists("deleted", false));
                    List<Document> page =
                            things.find(middle ? and(filter, lt("_id", from)) : filter)
                                    .sort(Sorts.descending("_id"))
                                    .limit(51)
                                    .into(new ArrayList<>());
                    if (page.size() != 51) {
                        throw new IllegalStateException("a page of " + page.size());
                    }
                });
    }

    private String scans() {
        MongoCollection<Document> things = collection("paged");
        return best(3, 2, 1, n -> things.countDocuments(eq("state.level", 7)));
    }

    private MongoCollection<Document> fresh(String name, int indexes) {
        MongoCollection<Document> things = collection(name);
        things.drop();
        INDEXES.subList(0, indexes).forEach(things::createIndex);
        return things;
    }

    private MongoCollection<Document> collection(String name) {
        return client.getDatabase("speed").getCollection(name);
    }

    private List<Document> documents(int count) {
        List<Document> documents = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            documents.add(document(serial++));
        }
        return documents;
    }

    /** About 1 KB, like a license. */
    private static Document document(int n) {
        return new Document("_id", id(n))
                .append("version", 1L)
                .append("scope", List.of("op", "prt_vendor", "prt_" + n % 7))
                .append("customerId", "cus_" + n % 1_000)
                .append("sequence", 1L)
                .append("sort", new Document("name", "name " + new Random(n).nextInt(100_000)))
                .append("state", state(n));
    }

    private static Document state(int n) {
        return new Document("productId", "prd_" + n % 10)
                .append("level", n % 100)
                .append("status", n % 3 == 0 ? "suspended" : "active")
                .append(
                        "origin",
                        new Document("orderId", "ord_" + n / 100)
                                .append("issuanceId", "iss_" + n / 100))
                .append("key", new Document("hash", "h" + n).append("text", "x".repeat(300)))
                .append("notes", "y".repeat(200))
                .append("entitlements", List.of("a", "b", "c"));
    }

    private static String id(int n) {
        return "lic_%026d".formatted(n);
    }

    private String best(int rounds, int times, int size, IntConsumer work) {
        double best = Double.MAX_VALUE;
        double bestCpu = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            Duration cpu = cpu();
            for (int n = 0; n < times; n++) {
                work.accept(n);
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
            bestCpu = Math.min(bestCpu, cpu().minus(cpu).toNanos() / 1e9);
        }
        int all = times * size;
        return "%,.0f/s (%.2f ms each call, %.0f µs of CPU each document or call)"
                .formatted(all / best, best / times * 1e3, bestCpu / all * 1e6);
    }

    private Duration cpu() {
        return store.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
