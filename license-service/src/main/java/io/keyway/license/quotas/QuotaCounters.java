package io.keyway.license.quotas;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.kit.store.Store;
import io.keyway.license.LicenseProperties;
import io.keyway.license.quotas.Quotas.Claimed;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/**
 * The store of quota counters. A claim is one conditional update of one document, so no concurrency
 * can exceed a limit.
 *
 * <p>Document: {@code _id} the quota; {@code used}; {@code claims}, the holders that are counted
 * and have not ended (issuances under way and, for good, the returns of an order line); {@code
 * settlements}, the last that lowered the counter; {@code ended}, the last issuances that were
 * confirmed. A holder in {@code claims} is not counted again, so a claim may be repeated; a release
 * by a holder that is not in it does nothing, so a release may be repeated too. The document stays
 * small however much is issued. A monthly counter has {@code forgetAt}, when it is deleted.
 */
@Component
public class QuotaCounters implements Quotas {

    /**
     * Settlements and returns remembered, to ignore repeated ones; the bus repeats recent events.
     */
    private static final int SETTLEMENTS_KEPT = 1000;

    /**
     * Confirmed issuances remembered. A thread that paused while claiming may claim again after the
     * confirmation, and must not be counted again. It reads the issuance's end moments later, so
     * the last hundred are enough.
     */
    private static final int ENDED_KEPT = 100;

    private static final String ISSUANCES = "iss_";

    private final MongoCollection<Document> counters;
    private final Duration monthsKept;

    QuotaCounters(Store store, LicenseProperties settings) {
        this.counters = store.collection("quotas");
        this.monthsKept = settings.issuance().trialCountsKept();
        Store.unhurried(counters)
                .createIndex(
                        Indexes.ascending("forgetAt"),
                        new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
    }

    @Override
    public Claimed claim(QuotaClaim claim, Id holder) {
        if (claim.count() > claim.limit()) {
            return before(claim, holder);
        }
        Bson left =
                and(
                        eq("_id", claim.quota()),
                        lte("used", claim.limit() - claim.count()),
                        ne("claims.by", holder.value()),
                        ne("ended", holder.value()));
        Bson taken =
                Updates.combine(
                        Updates.inc("used", claim.count()),
                        Updates.push(
                                "claims",
                                new Document("by", holder.value()).append("count", claim.count())),
                        forgetting(claim));
        try {
            counters.updateOne(left, taken, new UpdateOptions().upsert(true));
            return Claimed.NOW;
        } catch (MongoException collided) {
            if (ErrorCategory.fromErrorCode(collided.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw collided;
            }
        }
        // The counter exists: the condition did not hold, or another claim has just created it.
        if (counters.updateOne(left, taken).getModifiedCount() > 0) {
            return Claimed.NOW;
        }
        return before(claim, holder);
    }

    @Override
    public void confirm(QuotaClaim claim, IssuanceId issuance) {
        counters.updateOne(
                heldBy(claim.quota(), issuance),
                Updates.combine(
                        withoutClaim(issuance),
                        Updates.pushEach(
                                "ended",
                                List.of(issuance.value()),
                                new PushOptions().slice(-ENDED_KEPT))));
    }

    @Override
    public void release(QuotaClaim claim, Id holder) {
        counters.updateOne(
                heldBy(claim.quota(), holder),
                Updates.combine(Updates.inc("used", -claim.count()), withoutClaim(holder)));
    }

    @Override
    public void lower(String quota, Id because, long count) {
        if (count == 0) {
            return;
        }
        counters.updateOne(
                and(eq("_id", quota), ne("settlements", because.value())),
                Updates.combine(
                        Updates.inc("used", -count),
                        Updates.pushEach(
                                "settlements",
                                List.of(because.value()),
                                new PushOptions().slice(-SETTLEMENTS_KEPT))));
    }

    @Override
    public Map<Id, Long> claims(String quota) {
        Document counter = counters.find(eq("_id", quota)).first();
        Map<Id, Long> claims = new LinkedHashMap<>();
        if (counter != null) {
            for (Document claim : counter.getList("claims", Document.class, List.of())) {
                claims.put(holder(claim.getString("by")), count(claim, "count"));
            }
        }
        return claims;
    }

    private static Id holder(String by) {
        return by.startsWith(ISSUANCES) ? new IssuanceId(by) : new ReturnId(by);
    }

    @Override
    public long used(String quota) {
        Document counter = counters.find(eq("_id", quota)).first();
        return counter == null ? 0 : count(counter, "used");
    }

    @Override
    public long confirmed(String quota) {
        Document counter = counters.find(eq("_id", quota)).first();
        return counter == null ? 0 : count(counter, "used") - claimed(counter);
    }

    private static long claimed(Document counter) {
        return counter.getList("claims", Document.class, List.of()).stream()
                .mapToLong(claim -> count(claim, "count"))
                .sum();
    }

    private static long count(Document document, String field) {
        return document.get(field, (Number) 0L).longValue();
    }

    private Bson forgetting(QuotaClaim claim) {
        Instant until = claim.countsUntil();
        return until == null
                ? Updates.combine()
                : Updates.setOnInsert("forgetAt", Date.from(until.plus(monthsKept)));
    }

    /** Whether the holder is counted already; otherwise the claim is refused. */
    private Claimed before(QuotaClaim claim, Id holder) {
        Bson counted =
                and(
                        eq("_id", claim.quota()),
                        or(eq("claims.by", holder.value()), eq("ended", holder.value())));
        return counters.countDocuments(counted) > 0 ? Claimed.BEFORE : Claimed.REFUSED;
    }

    private static Bson heldBy(String quota, Id holder) {
        return and(eq("_id", quota), eq("claims.by", holder.value()));
    }

    private static Bson withoutClaim(Id holder) {
        return Updates.pull("claims", new Document("by", holder.value()));
    }
}
