package io.keyway.license.machines;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.LicenseEvent.LicenseChanged;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.licenses.Machine;
import io.keyway.license.terms.ExpiresFrom;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Adds a machine to a license, or finds the machine that the device already is. */
@Component
class ActivateMachine {

    /**
     * @param license with current heartbeats
     * @param added false if the device was a machine of the license already
     */
    record Result(License license, Machine machine, boolean added) {}

    private final Licenses licenses;
    private final MachineIndex index;
    private final Heartbeats heartbeats;
    private final DeviceTrials trials;
    private final LicenseProperties settings;

    ActivateMachine(
            Licenses licenses,
            MachineIndex index,
            Heartbeats heartbeats,
            DeviceTrials trials,
            LicenseProperties settings) {
        this.licenses = licenses;
        this.index = index;
        this.heartbeats = heartbeats;
        this.trials = trials;
        this.settings = settings;
    }

    /**
     * The index entry is written first and removed last: an entry without a machine is harmless, a
     * machine without an entry could not be found by its id.
     *
     * @throws Refused if the license does not allow another machine
     */
    Result activate(Caller caller, LicenseId licenseId, Machine asked, Instant now) {
        index.put(asked.id(), licenseId);
        License license;
        try {
            license = add(caller, licenseId, asked, now);
        } catch (Refused refused) {
            License current =
                    licenses.find(caller, licenseId).orElseThrow(Refused::notFound).state();
            if (current.machine(asked.id()).isEmpty()) {
                index.remove(asked.id());
            }
            throw refused;
        }
        Machine machine =
                license.machines().stream()
                        .filter(one -> Activation.isSame(license.terms(), one, asked))
                        .findFirst()
                        .orElseThrow(Refused::notFound);
        if (machine.id().equals(asked.id())) {
            return new Result(license, machine, true);
        }
        index.remove(asked.id());
        License current = heartbeats.current(license);
        return new Result(
                current, current.machine(machine.id()).orElseThrow(Refused::notFound), false);
    }

    private License add(Caller caller, LicenseId licenseId, Machine asked, Instant now) {
        return licenses.change(
                        caller,
                        licenseId,
                        stored -> {
                            License current = stored.state();
                            return switch (Activation.decide(
                                    heartbeats.current(current),
                                    asked,
                                    settings.machines().perLicenseMax(),
                                    now)) {
                                case Activation.Known known -> Decision.keep();
                                case Activation.Refused refused ->
                                        throw new Refused(refused.rule(), refused.why());
                                case Activation.Activated activated -> {
                                    trials.claim(current, asked);
                                    License next =
                                            current.with(asStored(current, activated), now)
                                                    .startedBy(ExpiresFrom.FIRST_ACTIVATION, now);
                                    yield Decision.change(next, new LicenseChanged(next.state()));
                                }
                            };
                        })
                .state();
    }

    /** Heartbeats are kept outside the license: machines it has already are written as stored. */
    private static List<Machine> asStored(License stored, Activation.Activated activated) {
        return activated.machines().stream()
                .map(machine -> stored.machine(machine.id()).orElse(machine))
                .toList();
    }
}
