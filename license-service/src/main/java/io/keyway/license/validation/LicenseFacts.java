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
 * All that a verdict depends on, and nothing else: what the cache keeps per key.
 *
 * @param expiresAt null for a license that never expires, or whose duration has not begun
 * @param validUntil {@code expiresAt} and the grace that follows
 * @param startsWithValidation its duration begins with the first verdict that it is valid
 * @param checkInDueAt null where the policy asks for no check-in
 * @param machinesMax null where the policy does not bind the license to machines
 * @param places how many machines it may have, overage included; null: any number
 * @param strict without a machine it is not valid
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
     * @param components name → fingerprint of what the device is made of; may be empty
     * @param lastHeartbeatAt null until the first ping
     */
    public record Machine(
            String fingerprint,
            Map<String, String> components,
            @Nullable Instant lastHeartbeatAt) {}
}
