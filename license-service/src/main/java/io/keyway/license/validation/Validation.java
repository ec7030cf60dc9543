package io.keyway.license.validation;

import static io.keyway.license.validation.ValidationCode.BANNED;
import static io.keyway.license.validation.ValidationCode.ENTITLEMENTS_MISSING;
import static io.keyway.license.validation.ValidationCode.EXPIRED;
import static io.keyway.license.validation.ValidationCode.FINGERPRINT_SCOPE_MISMATCH;
import static io.keyway.license.validation.ValidationCode.FINGERPRINT_SCOPE_REQUIRED;
import static io.keyway.license.validation.ValidationCode.HEARTBEAT_DEAD;
import static io.keyway.license.validation.ValidationCode.HEARTBEAT_NOT_STARTED;
import static io.keyway.license.validation.ValidationCode.NO_MACHINE;
import static io.keyway.license.validation.ValidationCode.NO_MACHINES;
import static io.keyway.license.validation.ValidationCode.OVERDUE;
import static io.keyway.license.validation.ValidationCode.POLICY_SCOPE_MISMATCH;
import static io.keyway.license.validation.ValidationCode.PRODUCT_SCOPE_MISMATCH;
import static io.keyway.license.validation.ValidationCode.SUSPENDED;
import static io.keyway.license.validation.ValidationCode.TOO_MANY_MACHINES;
import static io.keyway.license.validation.ValidationCode.VALID;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a license is valid. The first reason that applies wins: banned, suspended,
 * expired, overdue; then the scope that the product gives; then the limits of the policy. Pure.
 */
public final class Validation {

    private Validation() {}

    public static ValidationCode decide(LicenseFacts license, ValidationScope scope, Instant now) {
        if (license.banned()) {
            return BANNED;
        }
        if (license.suspended()) {
            return SUSPENDED;
        }
        if (hasPassed(license.validUntil(), now)) {
            return EXPIRED;
        }
        if (hasPassed(license.checkInDueAt(), now)) {
            return OVERDUE;
        }
        ValidationCode scoped = scoped(license, scope, now);
        return scoped == VALID ? limits(license) : scoped;
    }

    private static ValidationCode scoped(LicenseFacts license, ValidationScope scope, Instant now) {
        if (scope.productId() != null && !scope.productId().equals(license.productId())) {
            return PRODUCT_SCOPE_MISMATCH;
        }
        if (scope.policyId() != null && !scope.policyId().equals(license.policyId())) {
            return POLICY_SCOPE_MISMATCH;
        }
        ValidationCode machine =
                scope.fingerprint() == null && scope.components().isEmpty()
                        ? withoutFingerprint(license)
                        : withFingerprint(license, scope, now);
        if (machine != VALID) {
            return machine;
        }
        return license.entitlements().containsAll(scope.entitlements())
                ? VALID
                : ENTITLEMENTS_MISSING;
    }

    /** A heartbeat belongs to one machine, so it can be checked only with a fingerprint. */
    private static ValidationCode withoutFingerprint(LicenseFacts license) {
        if (license.heartbeat() != null) {
            return FINGERPRINT_SCOPE_REQUIRED;
        }
        return license.strict() && license.machines().isEmpty() ? noMachines(license) : VALID;
    }

    private static ValidationCode withFingerprint(
            LicenseFacts license, ValidationScope scope, Instant now) {
        if (license.machines().isEmpty()) {
            return noMachines(license);
        }
        return license.machines().stream()
                .filter(
                        machine ->
                                scope.components().isEmpty()
                                        ? machine.fingerprint().equals(scope.fingerprint())
                                        : license.matching()
                                                .isMet(machine.components(), scope.components()))
                .findFirst()
                .map(machine -> heartbeat(license.heartbeat(), machine.lastHeartbeatAt(), now))
                .orElse(FINGERPRINT_SCOPE_MISMATCH);
    }

    private static ValidationCode heartbeat(
            @Nullable Duration every, @Nullable Instant lastHeartbeatAt, Instant now) {
        if (every == null) {
            return VALID;
        }
        if (lastHeartbeatAt == null) {
            return HEARTBEAT_NOT_STARTED;
        }
        return lastHeartbeatAt.plus(every).isBefore(now) ? HEARTBEAT_DEAD : VALID;
    }

    private static ValidationCode limits(LicenseFacts license) {
        Integer places = license.places();
        return places != null && license.machines().size() > places ? TOO_MANY_MACHINES : VALID;
    }

    private static ValidationCode noMachines(LicenseFacts license) {
        return license.floating() ? NO_MACHINES : NO_MACHINE;
    }

    private static boolean hasPassed(@Nullable Instant limit, Instant now) {
        return limit != null && !now.isBefore(limit);
    }
}
