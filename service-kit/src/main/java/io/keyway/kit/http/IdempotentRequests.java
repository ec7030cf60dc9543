package io.keyway.kit.http;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.keyway.kit.KitProperties;
import io.keyway.kit.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** The store of idempotency keys: one document per caller and key. */
final class IdempotentRequests {

    sealed interface Start {}

    /** The request is to be processed; the ids of what it creates contain this unique part. */
    record Begun(String newId) implements Start {}

    record Answered(
            int status,
            @Nullable String contentType,
            @Nullable String etag,
            @Nullable String location,
            byte[] body)
            implements Start {}

    record InProgress() implements Start {}

    record OtherRequest() implements Start {}

    private final MongoCollection<Document> documents;
    private final Clock clock;
    private final KitProperties.Http settings;

    IdempotentRequests(
            MongoCollection<Document> documents, Clock clock, KitProperties.Http settings) {
        this.documents = documents;
        this.clock = clock;
        this.settings = settings;
        Store.unhurried(documents)
                .createIndex(
                        new Document("begun", 1),
                        new IndexOptions()
                                .expireAfter(
                                        settings.idempotencyKeptFor().toSeconds(),
                                        TimeUnit.SECONDS));
    }

    Start begin(String id, String fingerprint, String newId) {
        Instant now = clock.instant();
        Document fresh =
                new Document("_id", id)
                        .append("fingerprint", fingerprint)
                        .append("newId", newId)
                        .append("begun", Date.from(now));
        try {
            documents.insertOne(fresh);
            return new Begun(newId);
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
        Document known = documents.find(eq("_id", id)).first();
        if (known == null) {
            // The first request has just failed and its key was removed: the caller may try again.
            return new InProgress();
            // again.
        }
        if (now.isAfter(known.getDate("begun").toInstant().plus(settings.idempotencyKeptFor()))) {
            documents.deleteOne(and(eq("_id", id), eq("begun", known.getDate("begun"))));
            return begin(id, fingerprint, newId);
        }
        if (!fingerprint.equals(known.getString("fingerprint"))) {
            return new OtherRequest();
        }
        if (known.getInteger("status") != null) {
            return new Answered(
                    known.getInteger("status"),
                    known.getString("contentType"),
                    known.getString("etag"),
                    known.getString("location"),
                    known.get("body", Binary.class).getData());
        }
        return takeOver(id, now);
    }

    /** Takes over a request that was begun so long ago that its process must have died. */
    private Start takeOver(String id, Instant now) {
        Document taken =
                documents.findOneAndUpdate(
                        and(
                                eq("_id", id),
                                lt("begun", Date.from(now.minus(settings.idempotencyTakeover())))),
                        Updates.set("begun", Date.from(now)),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
        return taken == null ? new InProgress() : new Begun(taken.getString("newId"));
    }

    void answered(
            String id,
            int status,
            @Nullable String contentType,
            @Nullable String etag,
            @Nullable String location,
            byte[] body) {
        documents.updateOne(
                eq("_id", id),
                Updates.combine(
                        Updates.set("status", status),
                        Updates.set("contentType", contentType),
                        Updates.set("etag", etag),
                        Updates.set("location", location),
                        Updates.set("body", new Binary(body))));
    }

    /**
     * Marks the request as failed: the next repetition processes it again, with the same new id.
     */
    void release(String id) {
        Instant past = clock.instant().minus(settings.idempotencyTakeover()).minusMillis(1);
        documents.updateOne(eq("_id", id), Updates.set("begun", Date.from(past)));
    }

    void forget(String id) {
        documents.deleteOne(eq("_id", id));
    }
}
