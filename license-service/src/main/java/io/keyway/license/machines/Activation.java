package io.keyway.license.machines;

import io.keyway.contracts.access.AccessRule;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Machine;
import io.keyway.license.terms.LicenseTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides whether a machine may be added to a license. Pure. */
public sealed interface Activation {

    /**
     * The machine is added.
     *
     * @param machines all machines of the license, the new one included
     */
    record Activated(Machine machine, List<Machine> machines) implements Activation {}

    /** The device is a machine of the license already: a client that starts again gets it. */
    record Known(Machine machine) implements Activation {}

    record Refused(AccessRule rule, String why) implements Activation {}

    static Activation decide(License license, Machine asked, int perLicenseMax, Instant now) {
        switch (license.condition()) {
            case SUSPENDED -> {
                return new Refused(AccessRule.LICENSE_SUSPENDED, "The license is suspended.");
            }
            case BANNED -> {
                return new Refused(AccessRule.LICENSE_REVOKED, "The license was revoked.");
            }
            case VALID -> {}
        }
        Instant validUntil = license.terms().validUntil(license.expiresAt());
        if (validUntil != null && !now.isBefore(validUntil)) {
            return new Refused(AccessRule.LICENSE_EXPIRED, "The license has expired.");
        }
        Optional<Machine> known =
                license.machines().stream()
                        .filter(machine -> isSame(license.terms(), machine, asked))
                        .findFirst();
        if (known.isPresent()) {
            return new Known(known.get());
        }
        List<Machine> machines = new ArrayList<>(active(license, now));
        Integer allowed = license.terms().places();
        int places = allowed == null ? perLicenseMax : Math.min(allowed, perLicenseMax);
        if (machines.size() >= places) {
            return new Refused(
                    AccessRule.MACHINES_USED_UP,
                    "The license has as many machines as it may have: %d.".formatted(places));
        }
        machines.add(asked);
        return new Activated(asked, machines);
    }

    /** Whether both have the same fingerprint, or components that match by the terms. */
    static boolean isSame(LicenseTerms terms, Machine known, Machine asked) {
        return known.fingerprint().equals(asked.fingerprint())
                || !asked.components().isEmpty()
                        && terms.machines()
                                .matching()
                                .isMet(known.components(), asked.components());
    }

    /** In a floating license, a machine that has missed its heartbeat loses its place. */
    private static List<Machine> active(License license, Instant now) {
        LicenseTerms terms = license.terms();
        Duration heartbeat = terms.heartbeat();
        if (!terms.floating() || heartbeat == null) {
            return license.machines();
        }
        return license.machines().stream()
                .filter(machine -> !machine.lastSeenAt().plus(heartbeat).isBefore(now))
                .toList();
    }
}
