package io.keyway.license.machines;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Store;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Machine;
import io.keyway.license.signing.KeyHash;
import io.keyway.license.terms.TrialRule;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * The store of trials per device, for policies that allow one trial per fingerprint. Document:
 * {@code _id} product and hash of the fingerprint, {@code licenseId} the license that the device
 * has tried the product with. Kept forever, because the rule has no end.
 */
@Component
class DeviceTrials {

    private final MongoCollection<Document> tried;

    DeviceTrials(Store store) {
        this.tried = store.collection("tried_devices");
    }

    /**
     * May be called again for the same license and machine.
     *
     * @throws Refused if the device has tried the product with another license
     */
    void claim(License license, Machine machine) {
        if (license.terms().type() != LicenseType.TRIAL
                || license.terms().trials() != TrialRule.ONCE_PER_FINGERPRINT) {
            return;
        }
        String device = license.productId() + ":" + KeyHash.of(machine.fingerprint());
        try {
            tried.updateOne(
                    and(eq("_id", device), eq("licenseId", license.id().value())),
                    Updates.setOnInsert("licenseId", license.id().value()),
                    new UpdateOptions().upsert(true));
        } catch (MongoWriteException e) {
            // The document exists with another license, so the upsert collided with it.
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            throw new Refused(
                    AccessRule.TRIAL_USED_UP, "The device has had its trial of the product.");
        }
    }
}
