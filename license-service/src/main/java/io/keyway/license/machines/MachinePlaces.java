package io.keyway.license.machines;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MachineId;
import io.keyway.kit.store.Store;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * Which license a machine belongs to. Machines live inside their licenses; a ping names the machine
 * alone, and must not search all licenses for it. An entry without a machine is harmless, so it is
 * written first and removed last.
 */
@Component
class MachinePlaces {

    static final String COLLECTION = "machine_places";

    private final MongoCollection<Document> places;

    MachinePlaces(Store store) {
        this.places = store.collection(COLLECTION);
    }

    void put(MachineId machine, LicenseId license) {
        places.updateOne(
                eq("_id", machine.value()),
                Updates.set("licenseId", license.value()),
                new UpdateOptions().upsert(true));
    }

    Optional<LicenseId> licenseOf(MachineId machine) {
        return Optional.ofNullable(places.find(eq("_id", machine.value())).first())
                .map(place -> new LicenseId(place.getString("licenseId")));
    }

    void remove(MachineId machine) {
        places.deleteOne(eq("_id", machine.value()));
    }
}
