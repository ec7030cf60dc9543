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

/** The service's database: names its collections. */
public final class Store {

    private final MongoDatabase database;
    private final Relay relay;
    private final CatchUp catchUp;
    private final AuditWriter trail;
    private final Refusals refusals;
    private final Backfill backfill;

    /**
     * @param catchUp whether what other services have told is heard by now
     */
    public Store(MongoDatabase database, Relay relay, CatchUp catchUp, AuditWriter trail) {
        this.database = database;
        this.relay = relay;
        this.catchUp = catchUp;
        this.trail = trail;
        this.backfill = new Backfill(database);
        this.refusals = new Refusals(relayed("refusals"), relay, trail, backfill);
    }

    /** The aggregates of this service in the collection. */
    public <T extends Aggregate> Aggregates<T> aggregates(String collection, Class<T> type) {
        MongoCollection<Document> documents = relayed(collection);
        Indexes.plain(documents, "scope", "_id");
        return new Aggregates<>(documents, type, relay, trail, refusals, backfill);
    }

    private MongoCollection<Document> relayed(String collection) {
        MongoCollection<Document> documents = database.getCollection(collection);
        Indexes.sparse(documents, "relayAfter"); // Few have it: those whose events are pending.
        relay.register(documents);
        return documents;
    }

    /**
     * A copy of another service's aggregates.
     *
     * @param topic where that service tells about them; this service's consumer of it fills the
     *     copy
     */
    public <S> Replica<S> replica(
            Topic topic, String collection, Class<S> type, Function<S, List<PartnerId>> scope) {
        return replica(topic, collection, type, scope, state -> null);
    }

    /** A copy of another service's aggregates that a customer sees too. */
    public <S> Replica<S> replica(
            Topic topic,
            String collection,
            Class<S> type,
            Function<S, List<PartnerId>> scope,
            Function<S, @Nullable CustomerId> customer) {
        MongoCollection<Document> documents = database.getCollection(collection);
        Indexes.plain(documents, "scope", "_id");
        return new Replica<>(documents, type, topic, catchUp, refusals, backfill, scope, customer);
    }

    /**
     * The same collection with a timeout of an hour, for background work that may take longer than
     * an operation of a request, such as building an index.
     */
    public static MongoCollection<Document> unhurried(MongoCollection<Document> documents) {
        return documents.withTimeout(1, TimeUnit.HOURS);
    }

    /**
     * A collection for what is neither: counters, journals. Its queries keep to scope by
     * themselves.
     */
    public MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }
}
