package io.keyway.license.validation;

import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.license.licenses.License;
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.LicenseTerms;
import io.keyway.license.terms.Matching;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a verdict depends on: the value of the validation cache.
 *
 * @param expiresAt null for a license that never expires, or whose duration has not started
 * @param validUntil {@code expiresAt} plus the grace period
 * @param startsWithValidation whether its duration starts with the first verdict VALID
 * @param checkInDueAt null if the policy asks for no check-in
 * @param machinesMax null if the license is not bound to machines
 * @param places machines it may have, overage included; null for any number
 * @param strict whether it is valid only with a machine
 * @param floating whether machines share it; without a machine the verdict is NO_MACHINES for a
 *     floating license and NO_MACHINE for a node-locked one
 * @param heartbeat how often a machine must send a heartbeat; null for never
 */
public record LicenseFacts(
        String licenseId,
        String productId,
        String policyId,
        boolean banned,
        boolean suspended,
        @Nullable Instant expiresAt,
        @Nullable Instant validUntil,
        boolean startsWithValidation,
        @Nullable Instant checkInDueAt,
        @Nullable Integer machinesMax,
        @Nullable Integer places,
        boolean strict,
        Matching matching,
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
                terms.validUntil(license.expiresAt()),
                terms.duration() != null
                        && license.expiresAt() == null
                        && terms.expiresFrom() == ExpiresFrom.FIRST_VALIDATION,
                null,
                terms.machinesMax(),
                terms.places(),
                terms.machines().strict(),
                terms.machines().matching(),
                terms.floating(),
                terms.heartbeat(),
                terms.entitlements(),
                license.machines().stream()
                        .map(
                                machine ->
                                        new Machine(
                                                machine.fingerprint(),
                                                machine.components(),
                                                machine.lastHeartbeatAt()))
                        .toList());
    }

    /**
     * @param components name → fingerprint of the device's parts; may be empty
     * @param lastHeartbeatAt null until the first ping
     */
    public record Machine(
            String fingerprint,
            Map<String, String> components,
            @Nullable Instant lastHeartbeatAt) {}
}
