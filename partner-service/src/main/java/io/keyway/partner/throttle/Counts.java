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

/** The counts. One that is taken before the work is done holds against any number at once. */
@Component
public final class Counts {

    /** How often a count is read anew because somebody else took one; then it is refused. */
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
     * Counts one more if the limit allows it now.
     *
     * @return zero if it does; else how long to wait
     */
    public Duration take(String key, Limit limit) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Instant now = clock.instant();
            Document found = documents.find(eq("_id", key)).first();
            Count count = count(found, now);
            Duration wait = limit.wait(count, now);
            if (!wait.isZero()) {
                return wait;
            }
            if (write(key, found, limit.next(count, now), limit.kept())) {
                return Duration.ZERO;
            }
        }
        return CONTENDED;
    }

    /**
     * Counts one more of each, in their order, if all limits allow it now; else none.
     *
     * @return zero if they do; else how long to wait
     */
    public Duration takeEach(SequencedMap<String, Limit> limits) {
        List<String> taken = new ArrayList<>();
        for (Map.Entry<String, Limit> limit : limits.entrySet()) {
            Duration wait = take(limit.getKey(), limit.getValue());
            if (!wait.isZero()) {
                giveBack(taken);
                return wait;
            }
            taken.add(limit.getKey());
        }
        return Duration.ZERO;
    }

    /** Takes back one of each that did not count after all. */
    public void giveBack(Collection<String> keys) {
        for (String key : keys) {
            documents.updateOne(and(eq("_id", key), gt("number", 0)), Updates.inc("number", -1));
        }
    }

    public void forget(String key) {
        documents.deleteOne(eq("_id", key));
    }

    /** Remembers that something happened. */
    public void remember(String key, Duration kept) {
        Instant now = clock.instant();
        documents.replaceOne(
                eq("_id", key),
                document(key, new Count(1, now), kept),
                new ReplaceOptions().upsert(true));
    }

    public boolean isRemembered(String key) {
        return count(documents.find(eq("_id", key)).first(), clock.instant()) != null;
    }

    private boolean write(String key, @Nullable Document found, Count next, Duration kept) {
        Document document = document(key, next, kept);
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

    private static Document document(String key, Count count, Duration kept) {
        return new Document("_id", key)
                .append("number", count.number())
                .append("at", Date.from(count.at()))
                .append("until", Date.from(count.at().plus(kept)));
    }

    private static @Nullable Count count(@Nullable Document document, Instant now) {
        return document == null || !now.isBefore(document.getDate("until").toInstant())
                ? null
                : new Count(document.getInteger("number"), document.getDate("at").toInstant());
    }
}
