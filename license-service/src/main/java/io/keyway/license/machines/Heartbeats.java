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
 * The last heartbeats of machines. Stored outside the license, in the machine's index entry: a ping
 * is one write by id, and changes neither the license's version nor its audit trail.
 */
@Component
public class Heartbeats {

    private final MachineIndex index;

    Heartbeats(MachineIndex index) {
        this.index = index;
    }

    void record(MachineId machine, Instant now) {
        index.recordHeartbeat(machine, now);
    }

    /**
     * The license with the current heartbeats of its machines. For reading only; do not store it.
     */
    public License current(License license) {
        if (license.machines().isEmpty()) {
            return license;
        }
        Map<MachineId, Instant> heartbeats =
                index.lastHeartbeats(license.machines().stream().map(Machine::id).toList());
        List<Machine> current =
                license.machines().stream()
                        .map(machine -> withHeartbeat(machine, heartbeats.get(machine.id())))
                        .toList();
        return license.with(current, license.updatedAt());
    }

    /** Until version 0.1 heartbeats were in the license; one there counts if it is newer. */
    private static Machine withHeartbeat(Machine machine, @Nullable Instant last) {
        Instant before = machine.lastHeartbeatAt();
        return last == null || (before != null && before.isAfter(last))
                ? machine
                : machine.seenAt(last);
    }
}
