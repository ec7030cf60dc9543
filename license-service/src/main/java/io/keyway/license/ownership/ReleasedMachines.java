package io.keyway.license.ownership;

import io.keyway.contracts.id.MachineId;
import java.util.List;

/** Removes machines that a license no longer has from the machine index. */
@FunctionalInterface
public interface ReleasedMachines {

    void remove(List<MachineId> machines);
}
