package io.keyway.license.licenses;

import io.keyway.contracts.id.MachineId;
import java.util.List;

/** Forgets where machines are that a license has no more. */
@FunctionalInterface
public interface ReleasedMachines {

    void forget(List<MachineId> machines);
}
