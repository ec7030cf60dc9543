package io.keyway.local.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.DeleteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-in answers as if it scanned all documents, but does not. */
class IndexedCollectionTest {

    private static final int SIZE = 200;
    private static final Bson SCAN = new Document("$natural", 1);
    private static final Bson NOT_DELETED = exists("deleted", false);

    @TempDir static Path folder;

    private static StoreProcess store;
    private static MongoClient client;

    private MongoCollection<Document> things;

    @BeforeAll
    static void start() throws Exception {
        store = StoreProcess.start(folder);
        client = store.client();
    }

    @AfterAll
    static void stop() throws Exception {
        store.close();
    }

    @BeforeEach
    void fill() {
        things = filled("things");
    }

    // Queries that read few documents.

    @Test
    void findsByIdAndMore() {
        String id = id(7);
        List<Bson> queries =
                List.of(
                        eq("_id", id),
                        new Document("_id", id).append("version", 7L),
                        new Document("version", 7L).append("_id", new Document("$eq", id)),
                        and(eq("_id", id), NOT_DELETED),
                        and(and(eq("_id", id), eq("scope", "p1")), NOT_DELETED),
                        and(
                                eq("_id", id),
                                exists("version"),
                                or(eq("version", 7L), eq("version", 8L))));
        for (Bson query : queries) {
            assertThat(lookedAt(() -> assertThat(ids(things.find(query))).containsExactly(id)))
                    .as("%s", query)
                    .isEqualTo(1);
        }
    }

    @Test
    void findsByUniqueFieldsAndMore() {
        assertLookedAt(1, () -> things.find(and(eq("state.email", email(8)), NOT_DELETED)).first());
        assertLookedAt(1, () -> things.find(and(eq("number", 8L), NOT_DELETED)).first());
        assertLookedAt(1, () -> things.find(and(eq("codes", "c8b"), NOT_DELETED)).first());
        assertLookedAt(
                1, () -> things.find(and(eq("realm", "r2"), NOT_DELETED, eq("serial", 8))).first());
        assertLookedAt(
                0, () -> things.find(and(eq("state.email", "nobody@x"), NOT_DELETED)).first());
    }

    @Test
    void findsByListsOfIds() {
        Bson some = in("_id", id(3), id(5), id(4), "none");
        assertLookedAt(
                3,
                () ->
                        assertThat(
                                        ids(
                                                things.find(and(some, NOT_DELETED))
                                                        .sort(Sorts.descending("_id"))))
                                .containsExactly(id(5), id(4), id(3)));
        assertLookedAt(
                0,
                () ->
                        assertThat(ids(things.find(and(in("_id", List.of()), NOT_DELETED))))
                                .isEmpty());
    }

    @Test
    void pagesWithoutSorting() {
        List<String> pages = new ArrayList<>();
        Bson rest = new Document();
        for (int page = 0; page < 3; page++) {
            Bson query = and(eq("scope", "p1"), NOT_DELETED, rest);
            List<String> found = new ArrayList<>();
            long looked =
                    lookedAt(
                            () ->
                                    found.addAll(
                                            ids(
                                                    things.find(query)
                                                            .sort(Sorts.descending("_id"))
                                                            .limit(5))));
            assertThat(looked).isLessThan(40);
            pages.addAll(found);
            rest = lt("_id", found.getLast());
        }
        List<String> all = ids(things.find(and(eq("scope", "p1"), NOT_DELETED)).hint(SCAN));
        assertThat(pages).containsExactlyElementsOf(all.reversed().subList(0, 15));

        assertLookedAt(
                2,
                () ->
                        assertThat(
                                        ids(
                                                things.find(
                                                                and(
                                                                        gte("_id", id(10)),
                                                                        lt("_id", id(12))))
                                                        .sort(Sorts.ascending("_id"))))
                                .containsExactly(id(10), id(11)));
    }

    @Test
    void changesCountsAndDeletes() {
        Bson query = and(eq("_id", id(7)), eq("version", 7L), NOT_DELETED);
        assertLookedAt(1, () -> assertThat(things.countDocuments(query)).isEqualTo(1));
        assertLookedAt(1, () -> things.updateOne(query, Updates.set("touched", 1)));
        assertLookedAt(1, () -> things.updateMany(query, Updates.set("touched", 2)));
        assertLookedAt(
                1,
                () ->
                        assertThat(things.findOneAndUpdate(query, Updates.set("touched", 3)))
                                .containsEntry("touched", 2));
        assertLookedAt(1, () -> things.deleteOne(query));
        assertLookedAt(0, () -> things.deleteMany(query));
        assertThat(things.countDocuments()).isEqualTo(SIZE - 1);
    }

    // Queries that read all documents.

    @Test
    void looksAtAllWhereAnIndexDoesNotSuffice() {
        List<Bson> queries =
                List.of(
                        or(eq("_id", id(7)), eq("version", 8L)),
                        Filters.nor(eq("_id", id(7))),
                        and(regex("_id", "7$"), NOT_DELETED),
                        and(Filters.ne("_id", id(7)), NOT_DELETED),
                        and(Filters.not(gt("_id", id(7))), NOT_DELETED),
                        and(eq("state.email", null), NOT_DELETED),
                        and(in("state.email", Arrays.asList(email(7), null)), NOT_DELETED),
                        and(
                                new Document(
                                        "state.email", new Document("$gt", "").append("$ne", "x"))),
                        eq("version", 7L));
        for (Bson query : queries) {
            assertThat(lookedAt(() -> ids(things.find(query)))).as("%s", query).isEqualTo(SIZE);
        }
    }

    @Test
    void sortsIdsOfSeveralTypes() {
        things.insertOne(new Document("_id", 5));
        things.insertOne(new Document("_id", new Document("a", 1)));

        Bson query = or(exists("_id"));
        assertThat(allIds(things.find(query).sort(Sorts.descending("_id"))))
                .isEqualTo(allIds(things.find(query).sort(Sorts.descending("_id", "none"))))
                .hasSize(SIZE + 2)
                .endsWith(5);
        assertThat(allIds(things.find(and(lt("_id", id(2)), gt("_id", "")))))
                .containsExactly(id(0), id(1));
        assertThat(allIds(things.find(and(eq("_id", 5L), NOT_DELETED)))).containsExactly(5);
    }

    // Results are the same as those of a scan.

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void findsWhatAScanFinds(long seed) {
        Random random = new Random(seed);
        for (int n = 0; n < 250; n++) {
            Document query = query(random);
            Document order = order(random);
            int skip = random.nextInt(4) == 0 ? 1 : 0;
            int limit = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0;

            assertThat(things.find(query).sort(order).skip(skip).limit(limit))
                    .as("seed %d: %s", seed, query.toJson())
                    .containsExactlyElementsOf(
                            things.find(query)
                                    .hint(SCAN)
                                    .sort(unindexed(order))
                                    .skip(skip)
                                    .limit(limit));
            assertThat(things.countDocuments(query, new CountOptions().skip(skip)))
                    .as("seed %d: %s", seed, query.toJson())
                    .isEqualTo(
                            things.countDocuments(query, new CountOptions().hint(SCAN).skip(skip)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void changesWhatAScanChanges(long seed) {
        MongoCollection<Document> copy = filled("copy");
        Random random = new Random(seed);
        for (int n = 0; n < 200; n++) {
            Document query = query(random);
            Function<Bson, Function<MongoCollection<Document>, Object>> change =
                    change(query, random, n);

            assertThat(outcome(change.apply(null), things))
                    .as("seed %d: %s", seed, query.toJson())
                    .isEqualTo(outcome(change.apply(SCAN), copy));
        }
        assertThat(things.find()).containsExactlyElementsOf(copy.find());
    }

    @Test
    void insertsWhatIsNotThere() {
        Bson newer = and(eq("_id", "new"), lt("sequence", 5L));
        UpdateOptions upsert = new UpdateOptions().upsert(true);
        assertThat(
                        things.updateOne(newer, Updates.set("sequence", 5L), upsert)
                                .getUpsertedId()
                                .asString()
                                .getValue())
                .isEqualTo("new");
        // The id exists and is not older: the unique index on ids refuses the insert.
        assertThatThrownBy(() -> things.updateOne(newer, Updates.set("sequence", 5L), upsert))
                .isInstanceOfSatisfying(
                        MongoWriteException.class,
                        e ->
                                assertThat(e.getError().getCategory())
                                        .isEqualTo(ErrorCategory.DUPLICATE_KEY));

        Document inserted =
                things.findOneAndUpdate(
                        and(eq("state.email", "new@x"), eq("realm", "r9"), NOT_DELETED),
                        Updates.set("version", 1L),
                        new FindOneAndUpdateOptions()
                                .upsert(true)
                                .returnDocument(ReturnDocument.AFTER));
        assertThat(inserted)
                .containsEntry("state", new Document("email", "new@x"))
                .containsEntry("realm", "r9");
        assertThat(things.countDocuments()).isEqualTo(SIZE + 2);
    }

    @Test
    void refusesASecondOfAUniqueValue() {
        assertDuplicate(() -> things.insertOne(new Document("_id", id(1))));
        assertDuplicate(() -> things.insertOne(new Document("codes", List.of("c1a"))));
        assertDuplicate(() -> things.insertOne(new Document("realm", "r1").append("serial", 1L)));
        assertDuplicate(
                () ->
                        things.updateOne(
                                and(eq("_id", id(1)), NOT_DELETED),
                                Updates.set("state.email", email(2))));
        assertDuplicate(
                () ->
                        things.findOneAndUpdate(
                                and(eq("state.email", email(1)), NOT_DELETED),
                                Updates.set("number", 2)));

        // The value is free again when its holder gives it up.
        things.updateOne(and(eq("_id", id(2)), NOT_DELETED), Updates.unset("state"));
        things.updateOne(and(eq("_id", id(1)), NOT_DELETED), Updates.set("state.email", email(2)));
        assertThat(ids(things.find(and(eq("state.email", email(2)), NOT_DELETED))))
                .containsExactly(id(1));
        assertThat(ids(things.find(and(eq("state.email", email(1)), NOT_DELETED)))).isEmpty();
    }

    // Documents.

    private static MongoCollection<Document> filled(String name) {
        MongoCollection<Document> collection =
                client.getDatabase("keyway_test").getCollection(name);
        collection.drop();
        for (String field : List.of("state.email", "codes", "number")) {
            collection.createIndex(
                    new Document(field, 1), new IndexOptions().unique(true).sparse(true));
        }
        collection.createIndex(
                new Document("realm", 1).append("serial", 1),
                new IndexOptions().unique(true).sparse(true));
        collection.insertMany(
                IntStream.range(0, SIZE).mapToObj(IndexedCollectionTest::thing).toList());
        return collection;
    }

    /** Every field but the id is missing in some document. */
    private static Document thing(int n) {
        Document thing = new Document("_id", id(n)).append("version", (long) n);
        thing.append("scope", List.of("p" + n % 3, "p" + n % 5));
        if (n % 11 != 0) {
            thing.append("state", n % 13 == 0 ? new Document() : new Document("email", email(n)));
        } else if (n == 0) {
            thing.append("state", new Document("email", null));
        }
        if (n % 4 == 0) {
            thing.append("codes", n == 12 ? List.of() : List.of("c" + n + "a", "c" + n + "b"));
        } else {
            thing.append("codes", "c" + n + "a");
        }
        if (n % 6 != 0) {
            thing.append("serial", n);
        }
        if (n % 7 != 0) {
            thing.append("number", n % 2 == 0 ? (Object) n : (Object) (double) n);
        }
        if (n % 10 == 0) {
            thing.append("deleted", true);
        }
        return thing.append("realm", n % 6 == 0 ? "r" + n : "r" + n % 3);
    }

    private static String id(int n) {
        return "id-%03d".formatted(n);
    }

    private static String email(int n) {
        return "somebody%d@example.com".formatted(n);
    }

    // Queries.

    private static Document query(Random random) {
        List<Document> parts = new ArrayList<>();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            Document part = condition(random);
            parts.add(
                    switch (random.nextInt(12)) {
                        case 0 -> new Document("$or", List.of(part, condition(random)));
                        case 1 -> new Document("$nor", List.of(part));
                        case 2 -> new Document("$and", List.of(part, condition(random)));
                        default -> part;
                    });
        }
        if (random.nextInt(3) == 0) {
            return new Document("$and", parts);
        }
        Document flat = new Document();
        parts.forEach(flat::putAll);
        return flat;
    }

    private static Document condition(Random random) {
        int n = random.nextInt(SIZE + 5);
        return switch (random.nextInt(12)) {
            case 0, 1 -> new Document("_id", value(random, id(n), id(random.nextInt(SIZE))));
            case 2 ->
                    new Document(
                            "_id",
                            new Document(
                                    List.of("$gt", "$gte", "$lt", "$lte").get(random.nextInt(4)),
                                    id(n)));
            case 3, 4 ->
                    new Document(
                            "state.email", value(random, email(n), email(random.nextInt(SIZE))));
            case 5 ->
                    new Document(
                            "codes",
                            value(random, "c" + n + "a", "c" + random.nextInt(SIZE) + "b"));
            case 6 ->
                    new Document(
                            "number",
                            value(
                                    random,
                                    List.of(n, (long) n, (double) n).get(random.nextInt(3)),
                                    7L));
            case 7 ->
                    new Document("realm", value(random, "r" + n % 3, "r1"))
                            .append("serial", value(random, n, random.nextInt(SIZE)));
            case 8 -> new Document("deleted", new Document("$exists", random.nextBoolean()));
            case 9 -> new Document("scope", "p" + random.nextInt(5));
            case 10 -> new Document("version", new Document("$lt", (long) n));
            default -> new Document("version", (long) n);
        };
    }

    /**
     * A condition on a field: mostly equality in one of its forms, and conditions that look like
     * it.
     */
    private static Object value(Random random, Object one, Object other) {
        return switch (random.nextInt(16)) {
            case 0 -> new Document("$eq", one);
            case 1, 2, 3 -> new Document("$in", Arrays.asList(other, one, "none", one));
            case 4 -> new Document("$in", Arrays.asList(one, null));
            case 5 -> new Document("$in", List.of(one, other)).append("$gt", other);
            case 6 -> new Document("$ne", one);
            case 7 -> new Document("$nin", List.of(one, other));
            case 8 -> new Document("$exists", random.nextBoolean());
            case 9 -> new Document("$regex", String.valueOf(random.nextInt(10)) + "$");
            case 10 -> new Document("$not", new Document("$eq", one));
            case 11 -> new Document("$in", List.of());
            default -> one;
        };
    }

    private static Document order(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Document("_id", 1);
            case 1, 2 -> new Document("_id", -1);
            case 3 -> new Document("realm", 1).append("_id", -1);
            default -> new Document();
        };
    }

    /** The same order without an index; not for the order by id alone. */
    private static Document unindexed(Document order) {
        return order.isEmpty() ? order : new Document(order).append("nothing", 1);
    }

    /** A change that can be applied to any collection, given a hint. */
    private static Function<Bson, Function<MongoCollection<Document>, Object>> change(
            Bson query, Random random, int n) {
        Document order = order(random);
        Bson update =
                switch (random.nextInt(5)) {
                    case 0 -> Updates.set("state.email", email(random.nextInt(SIZE)));
                    case 1 -> Updates.unset("state");
                    case 2 -> Updates.set("number", random.nextInt(2 * SIZE));
                    case 3 -> Updates.set("codes", List.of("n" + n, "m" + n));
                    default -> Updates.set("touched", n);
                };
        boolean upsert = random.nextInt(4) == 0;
        // Without an id in the filter the store would generate one.
        Bson either =
                upsert ? Updates.combine(update, Updates.setOnInsert("_id", "up" + n)) : update;
        return switch (random.nextInt(6)) {
            case 0 ->
                    hint ->
                            on ->
                                    on.updateOne(
                                                    query,
                                                    either,
                                                    new UpdateOptions().hint(hint).upsert(upsert))
                                            .toString();
            case 1 ->
                    hint ->
                            on ->
                                    on.updateMany(query, update, new UpdateOptions().hint(hint))
                                            .toString();
            case 2 ->
                    hint ->
                            on ->
                                    String.valueOf(
                                            on.findOneAndUpdate(
                                                    query,
                                                    update,
                                                    new FindOneAndUpdateOptions()
                                                            .hint(hint)
                                                            .sort(order)));
            case 3 ->
                    hint ->
                            on ->
                                    String.valueOf(
                                            on.findOneAndUpdate(
                                                    query,
                                                    either,
                                                    new FindOneAndUpdateOptions()
                                                            .hint(hint)
                                                            .sort(order)
                                                            .upsert(upsert)
                                                            .returnDocument(ReturnDocument.AFTER)));
            case 4 ->
                    hint ->
                            on ->
                                    String.valueOf(
                                            on.findOneAndDelete(
                                                    query,
                                                    new FindOneAndDeleteOptions()
                                                            .hint(hint)
                                                            .sort(order)));
            default -> hint -> on -> on.deleteOne(query, new DeleteOptions().hint(hint)).toString();
        };
    }

    /** The result or the error, without the collection's name. */
    private static Object outcome(
            Function<MongoCollection<Document>, Object> change, MongoCollection<Document> on) {
        try {
            return change.apply(on);
        } catch (MongoException e) {
            return e.getCode();
        }
    }

    private static List<String> ids(FindIterable<Document> found) {
        return found.map(document -> document.getString("_id")).into(new ArrayList<>());
    }

    private static List<Object> allIds(FindIterable<Document> found) {
        return found.map(document -> document.get("_id")).into(new ArrayList<>());
    }

    // Costs.

    private static void assertLookedAt(long documents, Runnable work) {
        assertThat(lookedAt(work)).isEqualTo(documents);
    }

    private static long lookedAt(Runnable work) {
        long before = scanned();
        work.run();
        return scanned() - before;
    }

    private static long scanned() {
        return client.getDatabase("admin")
                .runCommand(new Document("serverStatus", 1))
                .get("metrics", Document.class)
                .get("queryExecutor", Document.class)
                .getLong("scannedObjects");
    }

    private static void assertDuplicate(Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfAny(MongoWriteException.class, MongoCommandException.class)
                .satisfies(
                        e ->
                                assertThat(
                                                ErrorCategory.fromErrorCode(
                                                        ((MongoException) e).getCode()))
                                        .isEqualTo(ErrorCategory.DUPLICATE_KEY));
    }
}
