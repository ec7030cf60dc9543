package io.keyway.license.licenses;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Term;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.event.LicenseEvent.LicenseChanged;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.event.LicenseEvent.LicenseRevoked;
import java.time.Instant;

/**
 * What can be done to a license, decided without the store. Doing what is done already is nothing.
 */
public sealed interface LicenseAction {

    record Done(License license, LicenseEvent event) implements LicenseAction {}

    record Nothing() implements LicenseAction {}

    record Refused(AccessRule rule, String why) implements LicenseAction {}

    static LicenseAction suspend(License license, Instant now) {
        return switch (license.condition()) {
            case VALID -> changed(license.with(LicenseCondition.SUSPENDED, now));
            case SUSPENDED -> new Nothing();
            case BANNED -> new Refused(AccessRule.LICENSE_REVOKED, "The license was revoked.");
        };
    }

    static LicenseAction reinstate(License license, Instant now) {
        return switch (license.condition()) {
            case SUSPENDED -> changed(license.with(LicenseCondition.VALID, now));
            case VALID -> new Nothing();
            case BANNED ->
                    new Refused(
                            AccessRule.LICENSE_REVOKED,
                            "The license was revoked, and that is for good.");
        };
    }

    static LicenseAction revoke(License license, Instant now) {
        if (license.condition() == LicenseCondition.BANNED) {
            return new Nothing();
        }
        License banned = license.with(LicenseCondition.BANNED, now);
        return new Done(banned, new LicenseRevoked(banned.state()));
    }

    /** From when on a license is renewed. */
    enum RenewFrom {
        /** From its end, also if that has passed. */
        @JsonProperty("expiry")
        EXPIRY,
        @JsonProperty("now")
        NOW,
        /** From its end, or from now on if that has passed. */
        @JsonProperty("latest")
        LATEST
    }

    /** One more duration. */
    static LicenseAction renew(License license, RenewFrom from, Instant now) {
        Term duration = license.terms().duration();
        Instant expiresAt = license.expiresAt();
        if (license.condition() == LicenseCondition.BANNED) {
            return new Refused(AccessRule.LICENSE_REVOKED, "The license was revoked.");
        }
        if (license.terms().type() == LicenseType.TRIAL) {
            return new Refused(AccessRule.TRIAL_NOT_RENEWED, "A trial is not renewed.");
        }
        if (duration == null || expiresAt == null) {
            return new Refused(AccessRule.LICENSE_WITHOUT_END, "The license does not expire.");
        }
        Instant start =
                switch (from) {
                    case EXPIRY -> expiresAt;
                    case NOW -> now;
                    case LATEST -> expiresAt.isAfter(now) ? expiresAt : now;
                };
        return changed(license.expiringAt(duration.after(start), now));
    }

    /**
     * A file outlives what is decided after it; one that is made after it must not exist. It
     * changes nothing.
     *
     * @param withoutEnd asks for a file that never expires: nothing that is decided later reaches
     *     it, so the policy must allow it
     */
    static LicenseAction checkOut(License license, boolean withoutEnd) {
        return switch (license.condition()) {
            case VALID ->
                    withoutEnd && !license.terms().filesWithoutEnd()
                            ? new Refused(
                                    AccessRule.FILE_NEEDS_END,
                                    "The license's policy allows no files without end.")
                            : new Nothing();
            case SUSPENDED ->
                    new Refused(AccessRule.LICENSE_SUSPENDED, "The license is suspended.");
            case BANNED -> new Refused(AccessRule.LICENSE_REVOKED, "The license was revoked.");
        };
    }

    private static LicenseAction changed(License license) {
        return new Done(license, new LicenseChanged(license.state()));
    }
}
