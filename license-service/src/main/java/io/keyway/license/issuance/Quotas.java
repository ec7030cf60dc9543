package io.keyway.license.issuance;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.store.Store;
import io.keyway.license.LicenseProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/**
 * The counters that no concurrency can overrun: each claim is one conditional update of one
 * document.
 *
 * <p>Document: {@code _id} the quota; {@code used}; {@code claims}, the issuances that are counted
 * and have not ended; {@code settlements}, the last that lowered the counter. An issuance that is
 * in {@code claims} is not counted again, so a claim may be repeated; one that is not there gives
 * nothing back, so a release may be repeated too. The document stays small whatever is issued. A
 * counter of one month has {@code forgetAt}, and is deleted then.
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

    /** Settlements that are told from repeated ones; the bus repeats only what is recent. */
    private static final int SETTLEMENTS_KEPT = 1000;

    private final MongoCollection<Document> counters;

    private final Duration monthsKept;

    Quotas(Store store, LicenseProperties settings) {
        this.counters = store.collection("quotas");
        this.monthsKept = settings.issuance().trialCountsKept();
        Store.unhurried(counters)
                .createIndex(
                        Indexes.ascending("forgetAt"),
                        new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
    }

    Claimed claim(QuotaClaim claim, IssuanceId issuance) {
        if (claim.count() > claim.limit()) {
            return holds(claim.quota(), issuance) ? Claimed.BEFORE : Claimed.REFUSED;
        }
        Bson left =
                and(
                        eq("_id", claim.quota()),
                        lte("used", claim.limit() - claim.count()),
                        ne("claims.by", issuance.value()));
        Bson taken =
                Updates.combine(
                        Updates.inc("used", claim.count()),
                        Updates.push("claims", new Document("by", issuance.value())),
                        forgetting(claim));
        try {
            counters.updateOne(left, taken, new UpdateOptions().upsert(true));
            return Claimed.NOW;
        } catch (MongoException collided) {
            if (ErrorCategory.fromErrorCode(collided.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw collided;
            }
        }
        // The counter exists: the condition did not hold, or another claim has just made it.
        if (counters.updateOne(left, taken).getModifiedCount() > 0) {
            return Claimed.NOW;
        }
        return holds(claim.quota(), issuance) ? Claimed.BEFORE : Claimed.REFUSED;
    }

    /** The issuance got what it claimed: it stays counted. */
    void confirm(QuotaClaim claim, IssuanceId issuance) {
        counters.updateOne(heldBy(claim.quota(), issuance), withoutClaim(issuance));
    }

    /** The issuance did not get it: it is no longer counted. */
    void release(QuotaClaim claim, IssuanceId issuance) {
        counters.updateOne(
                heldBy(claim.quota(), issuance),
                Updates.combine(Updates.inc("used", -claim.count()), withoutClaim(issuance)));
    }

    /** The settlement has paid for so many: once, however often it is told. */
    void settle(String quota, SettlementId settlement, long count) {
        if (count == 0) {
            return;
        }
        counters.updateOne(
                and(eq("_id", quota), ne("settlements", settlement.value())),
                Updates.combine(
                        Updates.inc("used", -count),
                        Updates.pushEach(
                                "settlements",
                                List.of(settlement.value()),
                                new PushOptions().slice(-SETTLEMENTS_KEPT))));
    }

    long used(String quota) {
        Document counter = counters.find(eq("_id", quota)).first();
        return counter == null ? 0 : counter.get("used", Number.class).longValue();
    }

    private Bson forgetting(QuotaClaim claim) {
        Instant until = claim.countsUntil();
        return until == null
                ? Updates.combine()
                : Updates.setOnInsert("forgetAt", Date.from(until.plus(monthsKept)));
    }

    private boolean holds(String quota, IssuanceId issuance) {
        return counters.countDocuments(heldBy(quota, issuance)) > 0;
    }

    private static Bson heldBy(String quota, IssuanceId issuance) {
        return and(eq("_id", quota), eq("claims.by", issuance.value()));
    }

    private static Bson withoutClaim(IssuanceId issuance) {
        return Updates.pull("claims", new Document("by", issuance.value()));
    }
}
