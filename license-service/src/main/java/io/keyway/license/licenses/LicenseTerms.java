package io.keyway.license.licenses;

import io.keyway.contracts.event.CatalogEvent.LicenseType;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The terms a license was issued on: its policy as it was at that moment. A later change of the
 * policy changes what is sold, not what was sold.
 *
 * @param type of this license; a trial of a policy that sells something else is a trial
 * @param duration until it expires, and by how much it is renewed; absent for one that never
 *     expires
 * @param machinesMax absent where the license is not bound to machines
 * @param floating machines share the license and come and go; else it is locked to its machines
 * @param heartbeat how often each machine must be heard; absent where it need not
 */
public record LicenseTerms(
        LicenseType type,
        @Nullable Duration duration,
        @Nullable Integer machinesMax,
        boolean floating,
        @Nullable Duration heartbeat,
        Set<String> entitlements) {

    public LicenseTerms {
        entitlements = Set.copyOf(entitlements);
    }

    public @Nullable Instant expiryFrom(Instant start) {
        return duration == null ? null : start.plus(duration);
    }

    boolean bindsToMachines() {
        return machinesMax != null;
    }
}
