package io.keyway.license.machines;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.id.MachineId;
import io.keyway.kit.store.Store;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Machine;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * When machines were heard last. It is kept beside the license, in the machine's own document: a
 * ping changes nothing that a license's version or its audit trail is about, and is one write by
 * id.
 */
@Component
public class Heartbeats {

    private static final String LAST = "lastHeartbeatAt";

    private final MongoCollection<Document> places;

    Heartbeats(Store store) {
        this.places = store.collection(MachinePlaces.COLLECTION);
    }

    void heard(MachineId machine, Instant now) {
        places.updateOne(eq("_id", machine.value()), Updates.set(LAST, Date.from(now)));
    }

    /**
     * The license with its machines as they were heard last. For reading; it is not to be stored.
     */
    public License current(License license) {
        if (license.machines().isEmpty()) {
            return license;
        }
        Map<String, Instant> heard = new HashMap<>();
        places.find(in("_id", license.machines().stream().map(one -> one.id().value()).toList()))
                .forEach(
                        place -> {
                            Date last = place.getDate(LAST);
                            if (last != null) {
                                heard.put(place.getString("_id"), last.toInstant());
                            }
                        });
        List<Machine> current =
                license.machines().stream()
                        .map(machine -> heardAt(machine, heard.get(machine.id().value())))
                        .toList();
        return license.with(current, license.updatedAt());
    }

    /** Until 0.1 the license had it; that still counts if it is newer. */
    private static Machine heardAt(Machine machine, @Nullable Instant last) {
        Instant before = machine.lastHeartbeatAt();
        return last == null || (before != null && before.isAfter(last))
                ? machine
                : machine.heardAt(last);
    }
}
