package io.keyway.order.settlements;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.store.Store;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * Stores which settlement has claimed each license. {@code _id} is the license id, so that the
 * store lets only one settlement claim it. Document: {@code _id, settlementId, claimedAt}.
 */
@Component
final class LicenseClaims {

    private static final String SETTLEMENT = "settlementId";
    private static final String CLAIMED_AT = "claimedAt";

    private final MongoCollection<Document> claims;

    LicenseClaims(Store store) {
        this.claims = store.collection("settlement-claims");
    }

    /** The claims of the licenses, by license; an unclaimed license is missing. */
    Map<LicenseId, LicenseClaim> of(Collection<LicenseId> licenses) {
        Map<LicenseId, LicenseClaim> found = new HashMap<>();
        for (Document document : claims.find(in("_id", values(licenses)))) {
            found.put(
                    new LicenseId(document.getString("_id")),
                    new LicenseClaim(
                            new SettlementId(document.getString(SETTLEMENT)),
                            document.getDate(CLAIMED_AT).toInstant()));
        }
        return found;
    }

    /**
     * Claims the licenses one after the other and stops at the first that another settlement has
     * claimed. Concurrent check-outs claim in the same order, so that one of them gets all of its
     * licenses.
     *
     * @param licenses sorted by id
     * @return the license that another settlement has claimed; empty if all are claimed now
     */
    Optional<LicenseId> claim(SettlementId settlement, List<LicenseId> licenses, Instant now) {
        if (licenses.isEmpty()) {
            return Optional.empty();
        }
        List<Document> documents =
                licenses.stream()
                        .map(
                                license ->
                                        new Document("_id", license.value())
                                                .append(SETTLEMENT, settlement.value())
                                                .append(CLAIMED_AT, Date.from(now)))
                        .toList();
        try {
            claims.insertMany(documents, new InsertManyOptions().ordered(true));
            return Optional.empty();
        } catch (MongoBulkWriteException e) {
            BulkWriteError first = e.getWriteErrors().getFirst();
            if (ErrorCategory.fromErrorCode(first.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return Optional.of(licenses.get(first.getIndex()));
        }
    }

    /** Deletes the settlement's claims of the licenses; claims of other settlements stay. */
    void release(SettlementId settlement, Collection<LicenseId> licenses) {
        claims.deleteMany(and(in("_id", values(licenses)), eq(SETTLEMENT, settlement.value())));
    }

    private static List<String> values(Collection<LicenseId> licenses) {
        return licenses.stream().map(LicenseId::value).toList();
    }
}
