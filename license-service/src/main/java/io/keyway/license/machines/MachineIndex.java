package io.keyway.license.machines;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MachineId;
import io.keyway.kit.store.Store;
import io.keyway.license.ownership.ReleasedMachines;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * Which license a machine belongs to, and when it was heard last. Machines live inside their
 * licenses; a ping names the machine alone, and must not search all licenses for it. An entry
 * without a machine is harmless, so it is written first and removed last.
 */
@Component
class MachineIndex implements ReleasedMachines {

    private static final String LAST_HEARD = "lastHeartbeatAt";

    private final MongoCollection<Document> places;

    MachineIndex(Store store) {
        this.places = store.collection("machine_places");
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

    /** One write by id; nothing happens if the machine is gone. */
    void heard(MachineId machine, Instant now) {
        places.updateOne(eq("_id", machine.value()), Updates.set(LAST_HEARD, Date.from(now)));
    }

    /** Those of the machines that were heard at all. */
    Map<MachineId, Instant> lastHeard(List<MachineId> machines) {
        Map<MachineId, Instant> heard = new HashMap<>();
        for (Document place :
                places.find(in("_id", machines.stream().map(MachineId::value).toList()))) {
            Date last = place.getDate(LAST_HEARD);
            if (last != null) {
                heard.put(new MachineId(place.getString("_id")), last.toInstant());
            }
        }
        return heard;
    }

    void remove(MachineId machine) {
        places.deleteOne(eq("_id", machine.value()));
    }

    @Override
    public void remove(List<MachineId> machines) {
        if (!machines.isEmpty()) {
            places.deleteMany(in("_id", machines.stream().map(MachineId::value).toList()));
        }
    }
}
