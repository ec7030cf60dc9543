package io.keyway.kit.test.queries;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Sorting;
import io.keyway.kit.test.Stores;
import io.keyway.kit.test.TestPlatform;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks queries as the driver sends them. */
class QueryGuardTest {

    record Note(CustomerId id, List<PartnerId> scope, String text) implements Aggregate {}

    private final QueryGuard guard =
            new QueryGuard(
                    BoundedQueries.parse(
                            List.of(
                                    "# few",
                                    "",
                                    "find notes {few: ?, deleted: {$exists: false}} -- few")));
    private final MongoClient client =
            MongoClients.create(
                    MongoClientSettings.builder()
                            .applyConnectionString(new ConnectionString(TestPlatform.store()))
                            .addCommandListener(guard)
                            .build());
    private final String database = "guard_" + UUID.randomUUID().toString().replace("-", "");
    private final Aggregates<Note> notes =
            Stores.withoutBus(client.getDatabase(database)).aggregates("notes", Note.class);

    @AfterEach
    void close() {
        client.getDatabase(database).drop();
        client.close();
    }

    @Test
    void acceptsQueriesServedByAnIndex() {
        notes.page(partner(), Filters.eq("state.text", "a"), PageRequest.first(10));
        notes.load(CustomerId.next());
        notes.loadAll(List.of(CustomerId.next()));
        assertThatCode(guard::requireServed).doesNotThrowAnyException();
    }

    @Test
    void refusesUnindexedQueriesNamingShapeAndDeclaredIndexes() {
        notes.loadAll(Filters.eq("state.text", "secret"));
        assertThatThrownBy(guard::requireServed)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("find notes {state.text: ?, deleted: {$exists: false}}")
                .hasMessageContaining("looks at every document")
                .hasMessageContaining("{scope: 1, _id: 1}")
                .hasMessageContaining(
                        "sent by QueryGuardTest.refusesUnindexedQueriesNamingShapeAndDeclaredIndexes")
                .hasMessageNotContaining("secret");
        assertThatCode(guard::requireServed).as("it is reported once").doesNotThrowAnyException();
    }

    @Test
    void anIndexThatIsDeclaredServesFromThenOn() {
        notes.indexed("state.text");
        notes.loadAll(Filters.eq("state.text", "a"));
        assertThatCode(guard::requireServed).doesNotThrowAnyException();
        notes.some(Filters.eq("state.text", "a"), 10);
        assertThatThrownBy(guard::requireServed).as("its order is another").isNotNull();
        notes.indexed("state.text", "_id");
        notes.some(Filters.eq("state.text", "a"), 10);
        assertThatCode(guard::requireServed).doesNotThrowAnyException();
    }

    @Test
    void anOrderThatNoIndexHasFails() {
        notes.page(partner(), Filters.empty(), new Sorting("text", false), PageRequest.first(10));
        assertThatThrownBy(guard::requireServed).hasMessageContaining("is sorted in memory");
    }

    @Test
    void acceptsOnlyTheBoundedQueriesThatAreListed() {
        notes.loadAll(Filters.eq("few", 1));
        assertThatCode(guard::requireServed).doesNotThrowAnyException();
        notes.loadAll(Filters.eq("many", 1));
        assertThatThrownBy(guard::requireServed).hasMessageContaining("find notes {many: ?");
    }

    @Test
    void boundNeedsAReason() {
        assertThatThrownBy(() -> BoundedQueries.parse(List.of("find notes {}")))
                .hasMessageContaining("find notes {}");
        assertThatThrownBy(() -> BoundedQueries.parse(List.of("find notes {} -- ")))
                .hasMessageContaining("find notes {}");
    }

    @Test
    void ignoresQueriesMadeByTests() {
        MongoCollection<Document> documents = client.getDatabase(database).getCollection("notes");
        documents.find(Filters.eq("anything", 1)).sort(Sorts.ascending("anything")).first();
        documents.createIndex(
                Indexes.ascending("unique"), new IndexOptions().unique(true).sparse(true));
        assertThatCode(guard::requireServed).doesNotThrowAnyException();
    }

    private static Caller partner() {
        PartnerId id = PartnerId.next();
        return new Caller(AccountId.next(), null, Role.PARTNER, id, null, List.of(id), Set.of());
    }
}
