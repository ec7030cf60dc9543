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
 * The store that finds the license of a machine, and keeps the machine's last heartbeat. Machines
 * are stored in their licenses, but a ping names only the machine. Document: {@code _id, licenseId,
 * lastHeartbeatAt}.
 */
@Component
class MachineIndex implements ReleasedMachines {

    private static final String LAST_HEARTBEAT = "lastHeartbeatAt";

    private final MongoCollection<Document> entries;

    MachineIndex(Store store) {
        this.entries = store.collection("machine_places");
    }

    void put(MachineId machine, LicenseId license) {
        entries.updateOne(
                eq("_id", machine.value()),
                Updates.set("licenseId", license.value()),
                new UpdateOptions().upsert(true));
    }

    Optional<LicenseId> licenseOf(MachineId machine) {
        return Optional.ofNullable(entries.find(eq("_id", machine.value())).first())
                .map(place -> new LicenseId(place.getString("licenseId")));
    }

    /** One write by id; does nothing if the machine is gone. */
    void recordHeartbeat(MachineId machine, Instant now) {
        entries.updateOne(eq("_id", machine.value()), Updates.set(LAST_HEARTBEAT, Date.from(now)));
    }

    /** The last heartbeats of those machines that have sent one. */
    Map<MachineId, Instant> lastHeartbeats(List<MachineId> machines) {
        Map<MachineId, Instant> heartbeats = new HashMap<>();
        for (Document place :
                entries.find(in("_id", machines.stream().map(MachineId::value).toList()))) {
            Date last = place.getDate(LAST_HEARTBEAT);
            if (last != null) {
                heartbeats.put(new MachineId(place.getString("_id")), last.toInstant());
            }
        }
        return heartbeats;
    }

    void remove(MachineId machine) {
        entries.deleteOne(eq("_id", machine.value()));
    }

    @Override
    public void remove(List<MachineId> machines) {
        if (!machines.isEmpty()) {
            entries.deleteMany(in("_id", machines.stream().map(MachineId::value).toList()));
        }
    }
}
