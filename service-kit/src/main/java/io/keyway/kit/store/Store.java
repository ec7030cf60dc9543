package io.keyway.kit.store;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Declares the collections of the service's database. */
public final class Store {

    private final MongoDatabase database;
    private final Relay relay;
    private final CatchUp catchUp;
    private final AuditWriter trail;
    private final DeniedAccessLog deniedAccess;
    private final Backfill backfill;

    /**
     * Creates the store.
     *
     * @param catchUp whether this service has consumed the events of other services
     */
    public Store(MongoDatabase database, Relay relay, CatchUp catchUp, AuditWriter trail) {
        this.database = database;
        this.relay = relay;
        this.catchUp = catchUp;
        this.trail = trail;
        this.backfill = new Backfill(database);
        this.deniedAccess = new DeniedAccessLog(relayed("refusals"), relay, trail, backfill);
    }

    /** Declares a collection of this service's aggregates. */
    public <T extends Aggregate> Aggregates<T> aggregates(String collection, Class<T> type) {
        MongoCollection<Document> documents = relayed(collection);
        Indexes.plain(documents, "scope", "_id");
        return new Aggregates<>(documents, type, relay, trail, deniedAccess, backfill);
    }

    private MongoCollection<Document> relayed(String collection) {
        MongoCollection<Document> documents = database.getCollection(collection);
        // Sparse: only documents with pending events have the field.
        Indexes.sparse(documents, "relayAfter");
        relay.register(documents);
        return documents;
    }

    /**
     * Declares a copy of another service's aggregates.
     *
     * @param topic on which that service publishes them; a consumer of this service fills the copy
     * @param scope the partners that see a state
     */
    public <S> Replica<S> replica(
            Topic topic, String collection, Class<S> type, Function<S, List<PartnerId>> scope) {
        return replica(topic, collection, type, scope, state -> null);
    }

    /**
     * Declares a copy of another service's aggregates that customers see too.
     *
     * @param customer the customer that sees a state
     */
    public <S> Replica<S> replica(
            Topic topic,
            String collection,
            Class<S> type,
            Function<S, List<PartnerId>> scope,
            Function<S, @Nullable CustomerId> customer) {
        MongoCollection<Document> documents = database.getCollection(collection);
        Indexes.plain(documents, "scope", "_id");
        return new Replica<>(
                documents, type, topic, catchUp, deniedAccess, backfill, scope, customer);
    }

    /**
     * The same collection with a timeout of an hour, for background work that may take longer than
     * an operation of a request, such as building an index.
     */
    public static MongoCollection<Document> unhurried(MongoCollection<Document> documents) {
        return documents.withTimeout(1, TimeUnit.HOURS);
    }

    /**
     * A collection for other data, such as counters and journals. Its queries must apply scope
     * themselves.
     */
    public MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }
}
