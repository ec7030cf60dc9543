package io.keyway.license.licenses;

import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a license stands: what was decided about it first, then the clock, then its machines. */
public enum LicenseStatus {
    ACTIVE,
    /** Bound to machines, and none is activated. */
    INACTIVE,
    /** Still valid, but not for much longer. */
    EXPIRING,
    EXPIRED,
    SUSPENDED,
    /** Revoked, for good. */
    BANNED;

    static LicenseStatus of(
            LicenseCondition condition,
            @Nullable Instant expiresAt,
            boolean awaitsMachine,
            Instant now,
            Duration expiringWithin) {
        return switch (condition) {
            case BANNED -> BANNED;
            case SUSPENDED -> SUSPENDED;
            case VALID -> {
                if (expiresAt != null && !now.isBefore(expiresAt)) {
                    yield EXPIRED;
                }
                if (expiresAt != null && !now.plus(expiringWithin).isBefore(expiresAt)) {
                    yield EXPIRING;
                }
                yield awaitsMachine ? INACTIVE : ACTIVE;
            }
        };
    }
}
