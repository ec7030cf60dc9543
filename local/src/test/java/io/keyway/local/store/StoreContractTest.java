package io.keyway.local.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Sorts.orderBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a store must answer, with and without indexes. Runs against the stand-in, and against the
 * MongoDB of MONGODB_URI if set.
 */
@ParameterizedClass
@MethodSource("stores")
class StoreContractTest {

    private static final String DATABASE = "keyway_contract_" + ProcessHandle.current().pid();

    @TempDir static Path folder;

    private static StoreProcess standIn;
    private static final Map<String, MongoClient> STORES = new LinkedHashMap<>();

    private final MongoCollection<Document> things;

    StoreContractTest(String store) {
        things = STORES.get(store).getDatabase(DATABASE).getCollection("things");
        things.drop();
    }

    static List<String> stores() throws Exception {
        if (STORES.isEmpty()) {
            standIn = StoreProcess.start(folder);
            STORES.put("stand-in", standIn.client());
            String other = System.getenv("MONGODB_URI");
            if (other != null) {
                STORES.put("MONGODB_URI", MongoClients.create(other));
            }
        }
        return List.copyOf(STORES.keySet());
    }

    @AfterAll
    static void stop() throws Exception {
        for (MongoClient store : STORES.values()) {
            store.getDatabase(DATABASE).drop();
            store.close();
        }
        standIn.close();
    }

    // Finding.

    @Test
    void findsByEqualityWhateverTheTypeOfTheNumber() {
        things.createIndex(Indexes.ascending("n"));
        insert(with(1, "n", 5), with(2, "n", 5L), with(3, "n", 5.0), with(4, "n", "5"));

        assertThat(ids(eq("n", 5L))).containsExactly(1, 2, 3);
        assertThat(ids(eq("n", "5"))).containsExactly(4);
        assertThat(ids(eq("n", 5.5))).isEmpty();
    }

    @Test
    void tellsLongsApartThatAreTheSameDouble() {
        things.createIndex(Indexes.ascending("n"), new IndexOptions().unique(true));
        long big = (1L << 53) + 1;
        insert(with(1, "n", big - 1), with(2, "n", big), with(3, "n", big + 1));

        assertThat(ids(eq("n", big))).containsExactly(2);
        assertThat(ids(gt("n", big))).containsExactly(3);
    }

    @Test
    void rangesKeepToOneType() {
        things.createIndex(Indexes.ascending("n"));
        insert(
                with(1, "n", 1),
                with(2, "n", 9L),
                with(3, "n", "text"),
                with(4, "n", null),
                with(5),
                with(6, "n", new Date(0)),
                with(7, "n", true));

        assertThat(ids(gt("n", 1))).containsExactly(2);
        assertThat(ids(gte("n", 1))).containsExactlyInAnyOrder(1, 2);
        assertThat(ids(lt("n", "z"))).containsExactly(3);
        assertThat(ids(lte("n", new Date(0)))).containsExactly(6);
        assertThat(ids(and(gt("n", 0), lt("n", 9)))).containsExactly(1);
        assertThat(ids(and(gt("n", 9), lt("n", 1)))).isEmpty();
    }

    @Test
    void findsNullWhereAFieldIsNullOrMissing() {
        things.createIndex(Indexes.ascending("n"));
        things.createIndex(Indexes.ascending("s.n"), new IndexOptions().sparse(true));
        insert(
                with(1, "n", null),
                with(2),
                with(3, "n", 0),
                with(4, "n", List.of()),
                with(5, "s", new Document("n", null)),
                with(6, "s", new Document("n", 1)));

        assertThat(ids(eq("n", null))).containsExactlyInAnyOrder(1, 2, 5, 6);
        assertThat(ids(in("n", Arrays.asList(null, 0)))).containsExactlyInAnyOrder(1, 2, 3, 5, 6);
        assertThat(ids(eq("s.n", null))).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(ids(exists("s.n"))).containsExactlyInAnyOrder(5, 6);
        assertThat(ids(exists("s.n", false))).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    void findsElementsOfLists() {
        things.createIndex(Indexes.ascending("tags"));
        things.createIndex(Indexes.ascending("claims.by", "claims.at"));
        insert(
                with(1, "tags", List.of("a", "b", "a")),
                with(2, "tags", "a"),
                with(3, "tags", List.of(List.of("a"))),
                with(4, "claims", List.of(claim("x", 1), claim("y", 2))),
                with(5, "claims", claim("x", 2)),
                with(6, "claims", List.of(claim("x", 9), new Document("at", 2))));

        assertThat(ids(eq("tags", "a"))).containsExactlyInAnyOrder(1, 2);
        assertThat(ids(in("tags", "b", "a", "none"))).containsExactlyInAnyOrder(1, 2);
        assertThat(ids(and(eq("tags", "a"), eq("tags", "b")))).containsExactly(1);
        // Each condition is met by another element.
        assertThat(ids(and(eq("claims.by", "x"), eq("claims.at", 2))))
                .containsExactlyInAnyOrder(4, 5, 6);
        assertThat(ids(elemMatch("claims", and(eq("by", "x"), eq("at", 1))))).containsExactly(4);
        assertThat(ids(and(gt("claims.at", 1), lt("claims.at", 2)))).containsExactly(4);
    }

    @Test
    void findsAlternatives() {
        things.createIndex(Indexes.ascending("a"));
        things.createIndex(Indexes.ascending("b"));
        insert(with(1, "a", 1), with(2, "b", 1), with(3, "c", 1), with(4, "a", 1, "b", 1));

        assertThat(ids(or(eq("a", 1), eq("b", 1)))).containsExactlyInAnyOrder(1, 2, 4);
        assertThat(ids(or(eq("a", 1), eq("c", 1)))).containsExactlyInAnyOrder(1, 3, 4);
        assertThat(ids(and(eq("b", 1), or(eq("a", 1), eq("a", 2))))).containsExactly(4);
    }

    // Sorting.

    @Test
    void findsAlternativesOfSeveralTypes() {
        things.createIndex(Indexes.ascending("n"));
        insert(with(1, "n", "t1"), with(2, "n", true), with(3, "n", "t2"), with(4, "n", "t0"));

        Bson alternatives = or(in("n", "t1", true), and(gt("n", "t1"), lt("_id", 9)));
        assertThat(ids(alternatives)).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void findsWhatASparseIndexDoesNotHold() {
        things.createIndex(Indexes.ascending("n", "_id"), new IndexOptions().sparse(true));
        insert(with(1, "n", 1), with(2));

        assertThat(ids(exists("_id"))).containsExactlyInAnyOrder(1, 2);
        assertThat(ids(gt("_id", 0))).containsExactlyInAnyOrder(1, 2);
        assertThat(ids(exists("n"))).containsExactly(1);
    }

    @Test
    void sortsValuesOfAllTypes() {
        things.createIndex(Indexes.ascending("v"));
        List<Object> ordered =
                Arrays.asList(
                        null,
                        -5.5,
                        3,
                        4L,
                        1e300,
                        "",
                        "a",
                        "ab",
                        "b",
                        new Document("a", 1),
                        false,
                        true,
                        new Date(-1),
                        new Date(1));
        List<Integer> shuffled =
                IntStream.range(0, ordered.size()).map(n -> n * 5 % 14).boxed().toList();
        shuffled.forEach(n -> insert(with(n, "v", ordered.get(n))));

        List<Integer> expected = IntStream.range(0, ordered.size()).boxed().toList();
        assertThat(sorted(new Document(), ascending("v"))).isEqualTo(expected);
        assertThat(sorted(new Document(), descending("v"))).isEqualTo(expected.reversed());
    }

    @Test
    void sortsBothWaysAfterAnEquality() {
        things.createIndex(
                Indexes.compoundIndex(
                        Indexes.ascending("scope"),
                        Indexes.descending("at"),
                        Indexes.ascending("_id")));
        for (int n = 0; n < 40; n++) {
            insert(with(n, "scope", List.of("op", "p" + n % 2), "at", n / 4));
        }

        List<Integer> oldest = IntStream.range(0, 40).filter(n -> n % 2 == 1).boxed().toList();
        Bson p1 = eq("scope", "p1");
        assertThat(sorted(p1, ascending("at", "_id"))).isEqualTo(oldest);
        assertThat(sorted(p1, descending("at", "_id"))).isEqualTo(oldest.reversed());
        assertThat(sorted(p1, orderBy(descending("at"), ascending("_id"))).subList(0, 3))
                .containsExactly(37, 39, 33);
        assertThat(sorted(and(p1, lt("at", 3)), descending("at", "_id")))
                .containsExactly(11, 9, 7, 5, 3, 1);
        assertThat(
                        ids(
                                things.find(in("scope", "p0", "p1"))
                                        .sort(ascending("at", "_id"))
                                        .skip(2)
                                        .limit(3)))
                .containsExactly(2, 3, 4);
        // Two values of the first field are merged, forward and backward.
        Bson both = in("scope", "p0", "p1");
        Bson newest = orderBy(descending("at"), ascending("_id"));
        assertThat(ids(things.find(both).sort(newest).skip(2).limit(3)))
                .containsExactly(38, 39, 32);
        Bson reversed = orderBy(ascending("at"), descending("_id"));
        assertThat(ids(things.find(both).sort(reversed).skip(2).limit(3))).containsExactly(1, 0, 7);
    }

    @Test
    void sortsListsByTheirLeastOrGreatestElement() {
        things.createIndex(Indexes.ascending("v"));
        insert(
                with(1, "v", List.of(5, 1)),
                with(2, "v", 2),
                with(3, "v", List.of(3, 0)),
                with(4, "v", List.of()));

        assertThat(sorted(new Document(), ascending("v"))).containsExactly(4, 3, 1, 2);
        assertThat(sorted(new Document(), descending("v"))).containsExactly(1, 3, 2, 4);
    }

    // Changing.

    @Test
    void followsWhatAnUpdateChanges() {
        things.createIndex(Indexes.ascending("tags", "n"));
        things.createIndex(Indexes.ascending("n"), new IndexOptions().sparse(true));
        insert(with(1, "tags", List.of("a", "b"), "n", 1), with(2, "n", 2));

        things.updateOne(
                eq("n", 1), Updates.combine(Updates.pull("tags", "a"), Updates.inc("n", 4)));
        things.updateMany(gt("n", 1), Updates.addToSet("tags", "c"));
        assertThat(ids(eq("tags", "a"))).isEmpty();
        assertThat(ids(and(eq("tags", "c"), eq("n", 5)))).containsExactly(1);
        assertThat(ids(eq("n", 1))).isEmpty();

        Document changed =
                things.findOneAndUpdate(
                        eq("tags", "c"),
                        Updates.unset("n"),
                        new FindOneAndUpdateOptions()
                                .sort(descending("n"))
                                .returnDocument(ReturnDocument.AFTER));
        assertThat(changed.getInteger("_id")).isEqualTo(1);
        assertThat(ids(exists("n"))).containsExactly(2);

        assertThat(things.deleteMany(eq("tags", "c")).getDeletedCount()).isEqualTo(2);
        assertThat(ids(in("tags", "a", "b", "c"))).isEmpty();
        assertThat(things.countDocuments(exists("n"))).isZero();
    }

    @Test
    void refusesASecondOfAUniqueKey() {
        things.createIndex(Indexes.ascending("realm", "code"), new IndexOptions().unique(true));
        things.createIndex(Indexes.ascending("keys"), new IndexOptions().unique(true).sparse(true));
        insert(with(1, "realm", "r", "code", "c", "keys", List.of("k1", "k1", "k2")), with(2));

        assertDuplicate(() -> insert(with(3, "realm", "r", "code", "c")));
        assertDuplicate(() -> insert(with(4)));
        assertDuplicate(() -> insert(with(5, "realm", "s", "keys", "k2")));
        assertDuplicate(
                () -> things.updateOne(eq("_id", 2), Updates.set("keys", List.of("k0", "k1"))));
        insert(with(6, "realm", "r", "code", "d"));
        // Its own values do not conflict, and a refused change leaves nothing behind.
        things.updateOne(eq("_id", 1), Updates.set("keys", List.of("k2", "k3")));
        insert(with(7, "realm", "t", "keys", List.of("k0", "k1")));
        things.deleteOne(eq("_id", 7));
        insert(with(8, "realm", "t", "keys", List.of("k0", "k1")));
    }

    @Test
    void reportsCollidingUpsertsOneByOne() {
        insert(with(1, "sequence", 5), with(2, "sequence", 1));
        List<UpdateOneModel<Document>> updates =
                IntStream.of(0, 1, 2, 3).mapToObj(id -> upsert(id, 3)).toList();

        assertThatThrownBy(() -> things.bulkWrite(updates, new BulkWriteOptions().ordered(false)))
                .isInstanceOfSatisfying(
                        MongoBulkWriteException.class,
                        e -> {
                            assertThat(e.getWriteErrors())
                                    .extracting(BulkWriteError::getIndex, BulkWriteError::getCode)
                                    .containsExactly(tuple(1, 11000));
                            assertThat(e.getWriteResult().getUpserts()).hasSize(2);
                            assertThat(e.getWriteResult().getModifiedCount()).isEqualTo(1);
                        });
        assertThat(things.find().sort(ascending("_id")).map(d -> d.getInteger("sequence")))
                .containsExactly(3, 5, 3, 3);
    }

    @Test
    void stopsAnOrderedBulkAtItsFirstError() {
        insert(with(1, "sequence", 5));

        assertThatThrownBy(
                        () ->
                                things.bulkWrite(
                                        List.of(upsert(0, 3), upsert(1, 3), upsert(2, 3)),
                                        new BulkWriteOptions().ordered(true)))
                .isInstanceOf(MongoBulkWriteException.class);
        assertThat(ids(new Document())).containsExactly(0, 1);
    }

    @Test
    void insertsAllButTheCollidingOnes() {
        insert(with(2));

        assertThatThrownBy(
                        () ->
                                things.insertMany(
                                        List.of(with(1), with(2), with(3)),
                                        new InsertManyOptions().ordered(false)))
                .isInstanceOfSatisfying(
                        MongoBulkWriteException.class,
                        e -> assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(2));
        assertThat(ids(new Document())).containsExactly(1, 2, 3);
    }

    // Indexes.

    @Test
    void makesAnIndexOnceAndOverWhatIsThere() {
        for (int n = 0; n < 20; n++) {
            insert(with(n, "n", n % 5));
        }
        String name = things.createIndex(Indexes.ascending("n"));
        assertThat(things.createIndex(Indexes.ascending("n"))).isEqualTo(name);

        assertThat(ids(eq("n", 3))).containsExactlyInAnyOrder(3, 8, 13, 18);
        assertThat(things.listIndexes().map(d -> d.get("key", Document.class)))
                .containsExactlyInAnyOrder(new Document("_id", 1), new Document("n", 1));
        assertThatThrownBy(
                        () ->
                                things.createIndex(
                                        Indexes.ascending("n"), new IndexOptions().unique(true)))
                .isInstanceOf(MongoCommandException.class);
        things.dropIndex(name);
        assertThatThrownBy(
                        () ->
                                things.createIndex(
                                        Indexes.ascending("n"), new IndexOptions().unique(true)))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(ids(eq("n", 3))).containsExactlyInAnyOrder(3, 8, 13, 18);
    }

    /** MongoDB itself deletes expired documents once a minute. */
    @Test
    void forgetsWhatHasExpired() {
        things.createIndex(
                Indexes.ascending("until"),
                new IndexOptions()
                        .expireAfter(0L, TimeUnit.SECONDS)
                        .partialFilterExpression(Filters.exists("session")));
        Date past = Date.from(Instant.now().minusSeconds(60));
        Date future = Date.from(Instant.now().plusSeconds(3_600));
        insert(
                with(1, "until", past, "session", "s"),
                with(2, "until", past),
                with(3, "until", future, "session", "s"),
                with(4, "until", List.of(future, past), "session", "s"),
                with(5, "until", "never", "session", "s"),
                with(6, "session", "s"));

        await().atMost(Duration.ofSeconds(150))
                .untilAsserted(() -> assertThat(ids(new Document())).containsExactly(2, 3, 5, 6));
        assertThat(ids(eq("until", past))).containsExactly(2);
    }

    // Documents.

    private void insert(Document... documents) {
        for (Document document : documents) {
            things.insertOne(document);
        }
    }

    private static Document with(int id, Object... fields) {
        Document document = new Document("_id", id);
        for (int i = 0; i < fields.length; i += 2) {
            document.append((String) fields[i], fields[i + 1]);
        }
        return document;
    }

    private static Document claim(String by, int at) {
        return new Document("by", by).append("at", at);
    }

    private static UpdateOneModel<Document> upsert(int id, int sequence) {
        return new UpdateOneModel<>(
                and(eq("_id", id), lt("sequence", sequence)),
                Updates.set("sequence", sequence),
                new UpdateOptions().upsert(true));
    }

    private List<Integer> ids(Bson query) {
        List<Integer> found = ids(things.find(query));
        assertThat(things.countDocuments(query)).isEqualTo(found.size());
        return found;
    }

    private List<Integer> sorted(Bson query, Bson order) {
        return ids(things.find(query).sort(order));
    }

    private static List<Integer> ids(Iterable<Document> found) {
        List<Integer> ids = new ArrayList<>();
        found.forEach(document -> ids.add(document.getInteger("_id")));
        return ids;
    }

    private static void assertDuplicate(Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        MongoWriteException.class,
                        e -> assertThat(e.getError().getCode()).isEqualTo(11000));
    }
}
