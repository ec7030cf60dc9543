package io.keyway.license.issuance;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.keyway.kit.store.Store;
import java.util.List;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * The counters that no concurrency can overrun: each claim is one conditional update of one
 * document.
 *
 * <p>Document: {@code _id} the quota, {@code used}, and {@code claims}, the holders of what is
 * counted but not yet settled, each with its count. A holder that is in {@code claims} is not
 * counted again, so a claim may be repeated; one that is not there gives nothing back, so a release
 * may be repeated too.
 */
@Component
class Quotas {

    enum Claimed {
        /** Taken by this call. */
        NOW,
        /** Taken by an earlier call for the same holder. */
        BEFORE,
        /** Not left. */
        REFUSED
    }

    private final MongoCollection<Document> counters;

    Quotas(Store store) {
        this.counters = store.collection("quotas");
    }

    /**
     * @param holders share the claim equally; the first stands for all of them
     */
    Claimed claim(QuotaClaim claim, List<String> holders) {
        if (claim.count() > claim.limit()) {
            return holds(claim.quota(), holders.getFirst()) ? Claimed.BEFORE : Claimed.REFUSED;
        }
        long each = claim.count() / holders.size();
        List<Document> entries =
                holders.stream()
                        .map(holder -> new Document("by", holder).append("count", each))
                        .toList();
        try {
            counters.updateOne(
                    and(
                            eq("_id", claim.quota()),
                            lte("used", claim.limit() - claim.count()),
                            ne("claims.by", holders.getFirst())),
                    Updates.combine(
                            Updates.inc("used", claim.count()),
                            Updates.pushEach("claims", entries)),
                    new UpdateOptions().upsert(true));
            return Claimed.NOW;
        } catch (MongoException refused) {
            // The counter exists and the condition did not hold: the upsert collided with it.
            if (ErrorCategory.fromErrorCode(refused.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw refused;
            }
            return holds(claim.quota(), holders.getFirst()) ? Claimed.BEFORE : Claimed.REFUSED;
        }
    }

    /** The holder got what it claimed: it stays counted for good. */
    void confirm(String quota, String holder) {
        counters.updateOne(
                and(eq("_id", quota), eq("claims.by", holder)),
                Updates.pull("claims", new Document("by", holder)));
    }

    /** The holder did not get it, or has paid it back: it is no longer counted. */
    void release(String quota, String holder, long count) {
        counters.updateOne(
                and(eq("_id", quota), eq("claims.by", holder)),
                Updates.combine(
                        Updates.inc("used", -count),
                        Updates.pull("claims", new Document("by", holder))));
    }

    long used(String quota) {
        Document counter = counters.find(eq("_id", quota)).first();
        return counter == null ? 0 : counter.get("used", Number.class).longValue();
    }

    private boolean holds(String quota, String holder) {
        return counters.countDocuments(and(eq("_id", quota), eq("claims.by", holder))) > 0;
    }
}
