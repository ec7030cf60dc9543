package io.keyway.license.issuance;

import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.LicenseRegister;
import io.keyway.license.simulation.Scheduler;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Licenses in memory; a bulk write may be interrupted between any two of them. */
final class SimulatedRegister implements LicenseRegister {

    private final Scheduler scheduler;
    private final Map<LicenseId, License> licenses = new LinkedHashMap<>();
    private final Set<LicenseId> revoked = new HashSet<>();

    SimulatedRegister(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void issue(Collection<License> made) {
        for (License license : made) {
            scheduler.point();
            licenses.putIfAbsent(license.id(), license);
        }
        scheduler.point();
    }

    @Override
    public void revoke(LicenseId id) {
        scheduler.point();
        if (!licenses.containsKey(id)) {
            throw new AssertionError(id + " was never issued");
        }
        revoked.add(id);
    }

    long of(IssuanceId issuance) {
        return licenses.values().stream()
                .filter(license -> license.origin().issuanceId().equals(issuance))
                .count();
    }

    Set<LicenseId> ids() {
        return licenses.keySet();
    }

    List<LicenseId> revoked() {
        return List.copyOf(revoked);
    }
}
