package io.keyway.license.validation;

import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.LicenseTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a verdict depends on, and nothing else: what the cache keeps per key.
 *
 * @param expiresAt null for a license that never expires
 * @param checkInDueAt null where the policy asks for no check-in
 * @param machinesMax null where the policy does not bind the license to machines
 * @param floating machines share the license; a node-locked one says NO_MACHINE, a floating one
 *     NO_MACHINES
 * @param heartbeat how often a machine must be heard; null where it need not
 */
public record LicenseFacts(
        String licenseId,
        String productId,
        String policyId,
        boolean banned,
        boolean suspended,
        @Nullable Instant expiresAt,
        @Nullable Instant checkInDueAt,
        @Nullable Integer machinesMax,
        boolean floating,
        @Nullable Duration heartbeat,
        Set<String> entitlements,
        List<Machine> machines) {

    public LicenseFacts {
        entitlements = Set.copyOf(entitlements);
        machines = List.copyOf(machines);
    }

    static LicenseFacts of(License license) {
        LicenseTerms terms = license.terms();
        return new LicenseFacts(
                license.id().value(),
                license.productId().value(),
                license.policyId().value(),
                license.condition() == LicenseCondition.BANNED,
                license.condition() == LicenseCondition.SUSPENDED,
                license.expiresAt(),
                null,
                terms.machinesMax(),
                terms.floating(),
                terms.heartbeat(),
                terms.entitlements(),
                license.machines().stream()
                        .map(
                                machine ->
                                        new Machine(
                                                machine.fingerprint(), machine.lastHeartbeatAt()))
                        .toList());
    }

    /**
     * @param lastHeartbeatAt null until the first ping
     */
    public record Machine(String fingerprint, @Nullable Instant lastHeartbeatAt) {}
}
