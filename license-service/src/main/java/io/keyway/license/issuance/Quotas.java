package io.keyway.license.issuance;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.store.Store;
import java.util.List;
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
 * nothing back, so a release may be repeated too. The document stays small whatever is issued.
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

    Quotas(Store store) {
        this.counters = store.collection("quotas");
    }

    Claimed claim(QuotaClaim claim, IssuanceId issuance) {
        if (claim.count() > claim.limit()) {
            return holds(claim.quota(), issuance) ? Claimed.BEFORE : Claimed.REFUSED;
        }
        try {
            counters.updateOne(
                    and(
                            eq("_id", claim.quota()),
                            lte("used", claim.limit() - claim.count()),
                            ne("claims.by", issuance.value())),
                    Updates.combine(
                            Updates.inc("used", claim.count()),
                            Updates.push("claims", new Document("by", issuance.value()))),
                    new UpdateOptions().upsert(true));
            return Claimed.NOW;
        } catch (MongoException refused) {
            // The counter exists and the condition did not hold: the upsert collided with it.
            if (ErrorCategory.fromErrorCode(refused.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw refused;
            }
            return holds(claim.quota(), issuance) ? Claimed.BEFORE : Claimed.REFUSED;
        }
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
