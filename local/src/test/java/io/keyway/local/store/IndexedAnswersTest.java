package io.keyway.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With random documents, indexes and queries over few values, a query with an index finds the same
 * as a scan. Runs against the MongoDB of MONGODB_URI if set, else against the stand-in.
 */
class IndexedAnswersTest {

    private static final int ROUNDS = 12;
    private static final int QUERIES = 60;
    private static final Bson SCAN = new Document("$natural", 1);
    private static final List<String> FIELDS = List.of("a", "b", "s.x", "s.y", "_id");

    @TempDir static Path folder;

    private static StoreProcess standIn;
    private static MongoClient client;

    @BeforeAll
    static void start() throws Exception {
        String other = System.getenv("MONGODB_URI");
        if (other == null) {
            standIn = StoreProcess.start(folder);
        }
        client = other == null ? standIn.client() : MongoClients.create(other);
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        if (standIn != null) {
            standIn.close();
        }
    }

    @Test
    void answersAreThoseOfAScan() {
        long first = Long.getLong("seed", System.nanoTime());
        LongStream.range(first, first + ROUNDS).forEach(this::compare);
    }

    private void compare(long seed) {
        Random random = new Random(seed);
        boolean lists = random.nextBoolean();
        MongoCollection<Document> things =
                client.getDatabase("keyway_answers").getCollection("things");
        things.drop();
        boolean late = random.nextBoolean();
        for (int n = late ? 0 : 4; n < 4; n++) {
            index(things, random);
        }
        for (int id = 0; id < 120; id++) {
            try {
                things.insertOne(document(random, id, lists));
            } catch (MongoException e) {
                // MongoDB refuses two lists in one index.
            }
        }
        for (int n = late ? 4 : 0; n < 4; n++) {
            index(things, random);
        }
        for (int n = 0; n < QUERIES; n++) {
            if (random.nextInt(4) == 0) {
                change(things, random, lists);
            }
            Document query = query(random, 2);
            String description = "-Dseed=%d: %s".formatted(seed, query.toJson());
            compareFound(things, query, random, description);
        }
        things.drop();
    }

    private static void compareFound(
            MongoCollection<Document> things, Document query, Random random, String description) {
        Document order = order(random);
        int skip = random.nextInt(3) == 0 ? random.nextInt(5) : 0;
        int limit = random.nextInt(2) == 0 ? 1 + random.nextInt(10) : 0;
        List<Document> scanned = all(things.find(query).hint(SCAN).sort(order), 0, 0);
        List<Document> all = all(things.find(query).sort(order), 0, 0);
        List<Document> some = all(things.find(query).sort(order), skip, limit);

        String as = description + " by " + order.toJson();
        assertThat(all).as(as).containsExactlyInAnyOrderElementsOf(scanned);
        if (order.containsKey("_id")) {
            assertThat(all).as(as).isEqualTo(scanned);
            int to = limit == 0 ? scanned.size() : Math.min(scanned.size(), skip + limit);
            assertThat(some).as(as).isEqualTo(scanned.subList(Math.min(skip, to), to));
        }
        assertThat(things.countDocuments(query))
                .as(as)
                .isEqualTo(scanned.size())
                .isEqualTo(things.countDocuments(query, new CountOptions().hint(SCAN)));
        assertThat(things.distinct("_id", query, Integer.class)).as(as).hasSize(scanned.size());
    }

    private static List<Document> all(FindIterable<Document> found, int skip, int limit) {
        return found.skip(skip).limit(limit).into(new ArrayList<>());
    }

    private static void index(MongoCollection<Document> things, Random random) {
        Document keys = new Document();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            keys.append(FIELDS.get(random.nextInt(5)), random.nextInt(3) == 0 ? -1 : 1);
        }
        IndexOptions options = new IndexOptions().name("i" + random.nextInt(10_000));
        if (random.nextInt(4) == 0) {
            options.sparse(true);
        } else if (random.nextInt(5) == 0) {
            options.partialFilterExpression(
                    new Document(FIELDS.get(random.nextInt(4)), new Document("$exists", true)));
        }
        try {
            things.createIndex(keys, options);
        } catch (MongoException e) {
            // The index exists, or covers two lists.
        }
    }

    private static void change(MongoCollection<Document> things, Random random, boolean lists) {
        Document query = query(random, 1);
        String field = FIELDS.get(random.nextInt(4));
        try {
            switch (random.nextInt(4)) {
                case 0 -> things.deleteOne(query);
                case 1 -> things.updateMany(query, new Document("$unset", new Document(field, "")));
                default ->
                        things.updateMany(
                                query,
                                new Document("$set", new Document(field, value(random, lists))),
                                new UpdateOptions());
            }
        } catch (MongoException e) {
            // Two lists in one index, or a field of a value that is no document.
        }
    }

    private static Document document(Random random, int id, boolean lists) {
        Document document = new Document("_id", id);
        for (String field : List.of("a", "b")) {
            if (random.nextInt(5) > 0) {
                document.append(field, value(random, lists));
            }
        }
        if (random.nextInt(5) > 0) {
            document.append(
                    "s",
                    lists && random.nextInt(3) == 0
                            ? List.of(inner(random, lists), inner(random, false))
                            : inner(random, lists));
        }
        return document;
    }

    private static Document inner(Random random, boolean lists) {
        Document inner = new Document();
        for (String field : List.of("x", "y")) {
            if (random.nextInt(4) > 0) {
                inner.append(field, value(random, lists));
            }
        }
        return inner;
    }

    private static Object value(Random random, boolean lists) {
        if (lists && random.nextInt(4) == 0) {
            List<Object> list = new ArrayList<>();
            for (int left = random.nextInt(4); left > 0; left--) {
                list.add(scalar(random));
            }
            return list;
        }
        return random.nextInt(12) == 0 ? null : scalar(random);
    }

    private static Object scalar(Random random) {
        int n = random.nextInt(4);
        return switch (random.nextInt(9)) {
            case 0 -> (double) n;
            case 1 -> (long) n;
            case 2 -> n % 2 == 0;
            case 3 -> new Date(n);
            case 4 -> new ObjectId("%024d".formatted(n));
            case 5, 6 -> "t" + n;
            default -> n;
        };
    }

    private static Document query(Random random, int depth) {
        Document query = new Document();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            String field = FIELDS.get(random.nextInt(5));
            query.append(field, condition(random, field));
        }
        if (depth > 0 && random.nextInt(3) == 0) {
            query.append(
                    List.of("$and", "$or", "$or", "$nor").get(random.nextInt(4)),
                    List.of(query(random, depth - 1), query(random, depth - 1)));
            if (random.nextBoolean()) {
                query.remove(query.keySet().iterator().next());
            }
        }
        return query;
    }

    private static Object condition(Random random, String field) {
        Object one = operand(random, field);
        return switch (random.nextInt(12)) {
            case 0, 1 -> new Document("$in", Arrays.asList(one, operand(random, field)));
            case 2 -> new Document("$in", Arrays.asList(one, null));
            case 3 -> new Document("$gt", one);
            case 4 -> new Document("$lte", one);
            case 5 -> new Document("$gte", one).append("$lt", operand(random, field));
            case 6 -> new Document("$exists", random.nextBoolean());
            case 7 -> new Document("$ne", one);
            case 8 -> field.equals("_id") ? one : null;
            default -> one;
        };
    }

    private static Object operand(Random random, String field) {
        return field.equals("_id") ? random.nextInt(125) : scalar(random);
    }

    private static Document order(Random random) {
        Document order = new Document();
        for (int left = random.nextInt(3); left > 0; left--) {
            order.append(FIELDS.get(random.nextInt(4)), random.nextBoolean() ? 1 : -1);
        }
        if (random.nextInt(3) > 0) {
            order.append("_id", random.nextBoolean() ? 1 : -1);
        }
        return order;
    }
}
