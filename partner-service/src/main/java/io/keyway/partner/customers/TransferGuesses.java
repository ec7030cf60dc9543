package io.keyway.partner.customers;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Store;
import io.keyway.partner.PartnerProperties;
import java.time.Clock;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * How many wrong codes a partner and its vendor's tree have tried in this window. A try is counted
 * before the code is looked at, so that no number of tries at once is more than the limit; the
 * right one is given back.
 *
 * <p>Document: {@code _id} the partner, {@code window} its number since 1970, {@code tries}.
 */
@Component
class TransferGuesses {

    private final MongoCollection<Document> guesses;
    private final PartnerProperties.Transfer settings;
    private final Clock clock;

    TransferGuesses(Store store, PartnerProperties settings, Clock clock) {
        this.guesses = store.collection("transfer-guesses");
        this.settings = settings.transfer();
        this.clock = clock;
    }

    /**
     * @return false if either may not try any more in this window
     */
    boolean take(PartnerId partner, PartnerId vendor) {
        if (!take(ofPartner(partner), settings.guessesPerPartner())) {
            return false;
        }
        if (!take(ofTree(vendor), settings.guessesPerVendor())) {
            giveBack(ofPartner(partner));
            return false;
        }
        return true;
    }

    void giveBack(PartnerId partner, PartnerId vendor) {
        giveBack(ofPartner(partner));
        giveBack(ofTree(vendor));
    }

    private boolean take(String id, int max) {
        long window = window();
        if (count(id, window, max) || begin(id, window)) {
            return true;
        }
        return count(id, window, max); // Somebody else has begun the window meanwhile.
    }

    private boolean count(String id, long window, int max) {
        return guesses.updateOne(
                                and(eq("_id", id), eq("window", window), lt("tries", max)),
                                Updates.inc("tries", 1))
                        .getMatchedCount()
                > 0;
    }

    private boolean begin(String id, long window) {
        if (guesses.updateOne(
                                and(eq("_id", id), lt("window", window)),
                                Updates.combine(
                                        Updates.set("window", window), Updates.set("tries", 1)))
                        .getMatchedCount()
                > 0) {
            return true;
        }
        try {
            guesses.insertOne(new Document("_id", id).append("window", window).append("tries", 1));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        }
    }

    private void giveBack(String id) {
        guesses.updateOne(
                and(eq("_id", id), eq("window", window()), gt("tries", 0)),
                Updates.inc("tries", -1));
    }

    private long window() {
        return clock.millis() / settings.guessWindow().toMillis();
    }

    private static String ofPartner(PartnerId id) {
        return "partner:" + id;
    }

    private static String ofTree(PartnerId vendor) {
        return "tree:" + vendor;
    }
}
