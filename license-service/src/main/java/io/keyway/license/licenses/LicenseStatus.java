package io.keyway.license.licenses;

import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The status of a license: decisions come first, then the clock, then its machines. */
public enum LicenseStatus {
    /** In use. */
    ACTIVE,
    /** Bound to machines, and none is activated. */
    INACTIVE,
    /** Expires within three days. */
    EXPIRING,
    /** Its expiry has passed; within the grace period its key still validates. */
    EXPIRED,
    /** Suspended until it is reinstated. */
    SUSPENDED,
    /** Revoked for good. */
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
