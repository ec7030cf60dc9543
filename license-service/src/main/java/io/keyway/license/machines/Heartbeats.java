package io.keyway.license.machines;

import io.keyway.contracts.id.MachineId;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * When machines were heard last. It is kept beside the license, in the machine's own document: a
 * ping changes nothing that a license's version or its audit trail is about, and is one write by
 * id.
 */
@Component
public class Heartbeats {

    private final MachineIndex places;

    Heartbeats(MachineIndex places) {
        this.places = places;
    }

    void heard(MachineId machine, Instant now) {
        places.heard(machine, now);
    }

    /**
     * The license with its machines as they were heard last. For reading; it is not to be stored.
     */
    public License current(License license) {
        if (license.machines().isEmpty()) {
            return license;
        }
        Map<MachineId, Instant> heard =
                places.lastHeard(license.machines().stream().map(Machine::id).toList());
        List<Machine> current =
                license.machines().stream()
                        .map(machine -> heardAt(machine, heard.get(machine.id())))
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
