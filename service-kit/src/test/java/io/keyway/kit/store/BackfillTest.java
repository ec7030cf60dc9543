package io.keyway.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.CustomerId;
import io.keyway.kit.test.Stores;
import io.keyway.kit.test.TestPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each document is filled once, however often the backfill is started and killed. */
class BackfillTest {

    private final MongoClient client = MongoClients.create(TestPlatform.store());
    private final String database = "backfill_" + UUID.randomUUID().toString().replace("-", "");
    private final MongoCollection<Document> documents =
            client.getDatabase(database).getCollection("notes");
    private final Backfill backfill = new Backfill(client.getDatabase(database));
    private final List<String> looked = new ArrayList<>();

    @AfterEach
    void close() {
        client.getDatabase(database).drop();
        client.close();
    }

    @Test
    void fillsMoreThanOneBatch() {
        make(0, Backfill.BATCH + 1);
        run();
        assertThat(filled()).isEqualTo(Backfill.BATCH + 1);
        assertThat(looked).hasSize(Backfill.BATCH + 1).doesNotHaveDuplicates();
    }

    @Test
    void aLaterStartLooksAtNoDocument() {
        make(0, 2);
        run();
        looked.clear();
        make(2, 3);
        run();
        assertThat(looked).isEmpty();
    }

    @Test
    void fieldsFilledWithAnotherFormAreFilledAgain() {
        make(0, 2);
        run();
        looked.clear();
        backfill.run(documents, "other", "version", this::fill);
        assertThat(looked).hasSize(2);
    }

    @Test
    void aStartThatWasKilledGoesOnWhereItWas() {
        make(0, Backfill.BATCH + 10);
        assertThatThrownBy(
                        () ->
                                backfill.run(
                                        documents,
                                        "field",
                                        "version",
                                        document -> {
                                            if (looked.size() == Backfill.BATCH) {
                                                throw new IllegalStateException("killed");
                                            }
                                            return fill(document);
                                        }))
                .hasMessage("killed");
        assertThat(filled()).isEqualTo(Backfill.BATCH);
        looked.clear();
        run();
        assertThat(looked).hasSize(10);
        assertThat(filled()).isEqualTo(Backfill.BATCH + 10);
    }

    @Test
    void skipsDocumentsThatChangedMeanwhile() {
        make(0, 2);
        backfill.run(
                documents,
                "field",
                "version",
                document -> {
                    if (document.getString("_id").equals("note-00000")) {
                        documents.updateOne(
                                Filters.eq("_id", "note-00000"),
                                Updates.combine(
                                        Updates.inc("version", 1L), Updates.set("field", "newer")));
                    }
                    return fill(document);
                });
        assertThat(documents.find().map(document -> document.getString("field")))
                .containsExactlyInAnyOrder("newer", "filled");
    }

    @Test
    void documentsWithoutAnUpdateAreNotWritten() {
        make(0, 2);
        backfill.run(documents, "field", "version", document -> null);
        assertThat(filled()).isZero();
    }

    record Before(String text) {}

    record Since(String text) {
        @JsonProperty
        int length() {
            return text.length();
        }
    }

    @Test
    void rewritesReplicasWithANewField() {
        Store store = Stores.withoutBus(client.getDatabase(database));
        CustomerId id = CustomerId.next();
        store.replica(Topic.CUSTOMERS, "copies", Before.class, state -> List.of())
                .put(id, 7, new Before("abc"));
        Replica<Since> copies =
                store.replica(Topic.CUSTOMERS, "copies", Since.class, state -> List.of());
        assertThat(copies.loadAll(Filters.eq("state.length", 3))).isEmpty();
        copies.rewritten("state.length");
        assertThat(copies.loadAll(Filters.eq("state.length", 3))).containsExactly(new Since("abc"));
        assertThat(copies.put(id, 7, new Since("later"))).as("it is no news").isFalse();
        assertThat(copies.put(id, 8, new Since("news"))).isTrue();
    }

    private void run() {
        backfill.run(documents, "field", "version", this::fill);
    }

    private Bson fill(Document document) {
        looked.add(document.getString("_id"));
        return Updates.set("field", "filled");
    }

    private long filled() {
        return documents.countDocuments(Filters.exists("field"));
    }

    private void make(int from, int to) {
        documents.insertMany(
                IntStream.range(from, to)
                        .mapToObj(
                                number ->
                                        new Document(
                                                        "_id",
                                                        String.format(
                                                                Locale.ROOT, "note-%05d", number))
                                                .append("version", 1L))
                        .toList());
    }
}
