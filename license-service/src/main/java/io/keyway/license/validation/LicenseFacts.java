package io.keyway.license.validation;

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

    /** @param lastHeartbeatAt null until the first ping */
    public record Machine(String fingerprint, @Nullable Instant lastHeartbeatAt) {}
}
