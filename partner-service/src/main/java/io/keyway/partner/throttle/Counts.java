package io.keyway.partner.throttle;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import io.keyway.kit.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Stores the counts. A try is counted before it is made, so that concurrent tries cannot exceed a
 * limit.
 */
@Component
public final class Counts {

    /** How often a count that was changed concurrently is read again before the try is refused. */
    private static final int ATTEMPTS_MAX = 50;

    private static final Duration CONTENDED = Duration.ofSeconds(1);

    private final MongoCollection<Document> documents;
    private final Clock clock;

    Counts(Store store, Clock clock) {
        this.documents = store.collection("counts");
        Store.unhurried(documents)
                .createIndex(
                        new Document("until", 1),
                        new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
        this.clock = clock;
    }

    /**
     * Counts one more try, if the limit allows it now.
     *
     * @return zero if it was counted; else how long to wait
     */
    public Duration tryAcquire(String key, Limit limit) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Instant now = clock.instant();
            Document found = documents.find(eq("_id", key)).first();
            Count count = count(found, now);
            Duration wait = limit.waitTime(count, now);
            if (!wait.isZero()) {
                return wait;
            }
            if (write(key, found, limit.next(count, now), limit.retention())) {
                return Duration.ZERO;
            }
        }
        return CONTENDED;
    }

    /**
     * Counts one more try for each key, in their order, if all limits allow it now; else for none.
     *
     * @return zero if it was counted; else how long to wait
     */
    public Duration tryAcquireAll(SequencedMap<String, Limit> limits) {
        List<String> acquired = new ArrayList<>();
        for (Map.Entry<String, Limit> limit : limits.entrySet()) {
            Duration wait = tryAcquire(limit.getKey(), limit.getValue());
            if (!wait.isZero()) {
                release(acquired);
                return wait;
            }
            acquired.add(limit.getKey());
        }
        return Duration.ZERO;
    }

    /** Takes one try of each key back. */
    public void release(Collection<String> keys) {
        for (String key : keys) {
            documents.updateOne(and(eq("_id", key), gt("number", 0)), Updates.inc("number", -1));
        }
    }

    /** Deletes the count. */
    public void forget(String key) {
        documents.deleteOne(eq("_id", key));
    }

    /** Remembers for a while that something happened. */
    public void remember(String key, Duration retention) {
        Instant now = clock.instant();
        documents.replaceOne(
                eq("_id", key),
                document(key, new Count(1, now), retention),
                new ReplaceOptions().upsert(true));
    }

    public boolean isRemembered(String key) {
        return count(documents.find(eq("_id", key)).first(), clock.instant()) != null;
    }

    private boolean write(String key, @Nullable Document found, Count next, Duration retention) {
        Document document = document(key, next, retention);
        if (found != null) {
            return documents
                            .replaceOne(
                                    and(
                                            eq("_id", key),
                                            eq("number", found.getInteger("number")),
                                            eq("at", found.getDate("at"))),
                                    document)
                            .getMatchedCount()
                    == 1;
        }
        try {
            documents.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    private static Document document(String key, Count count, Duration retention) {
        return new Document("_id", key)
                .append("number", count.number())
                .append("at", Date.from(count.at()))
                .append("until", Date.from(count.at().plus(retention)));
    }

    private static @Nullable Count count(@Nullable Document document, Instant now) {
        return document == null || !now.isBefore(document.getDate("until").toInstant())
                ? null
                : new Count(document.getInteger("number"), document.getDate("at").toInstant());
    }
}
