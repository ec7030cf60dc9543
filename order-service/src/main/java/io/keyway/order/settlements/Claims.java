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
 * Which settlement each license is in: {@code _id} is the license, so that the store lets one
 * settlement have it. Document: {@code _id, settlementId, claimedAt}.
 */
@Component
final class Claims {

    private static final String SETTLEMENT = "settlementId";
    private static final String CLAIMED_AT = "claimedAt";

    private final MongoCollection<Document> claims;

    Claims(Store store) {
        this.claims = store.collection("settlement-claims");
    }

    /** Those of the licenses that are claimed. */
    Map<LicenseId, Claim> of(Collection<LicenseId> licenses) {
        Map<LicenseId, Claim> found = new HashMap<>();
        for (Document document : claims.find(in("_id", values(licenses)))) {
            found.put(
                    new LicenseId(document.getString("_id")),
                    new Claim(
                            new SettlementId(document.getString(SETTLEMENT)),
                            document.getDate(CLAIMED_AT).toInstant()));
        }
        return found;
    }

    /**
     * Claims one license after the other, and stops at the first that somebody else has. All who
     * claim at once take the same order: so one of them gets all that it wants.
     *
     * @param licenses in the order of their ids
     * @return the license that somebody else has
     */
    Optional<LicenseId> take(SettlementId settlement, List<LicenseId> licenses, Instant now) {
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

    /** Those of the licenses that are claimed by the settlement are free. */
    void release(SettlementId settlement, Collection<LicenseId> licenses) {
        claims.deleteMany(and(in("_id", values(licenses)), eq(SETTLEMENT, settlement.value())));
    }

    private static List<String> values(Collection<LicenseId> licenses) {
        return licenses.stream().map(LicenseId::value).toList();
    }
}
