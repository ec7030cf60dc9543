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

/** Decides actions on a license. Pure; repeating an action that is done already changes nothing. */
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

    /** Where the new duration of a renewed license starts. */
    enum RenewFrom {
        /** At its expiry, even if that has passed. */
        @JsonProperty("expiry")
        EXPIRY,
        /** Now. */
        @JsonProperty("now")
        NOW,
        /** At its expiry, or now if that has passed. */
        @JsonProperty("latest")
        LATEST
    }

    /** Adds one duration of the license's terms. */
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
     * Whether a file of the license may be checked out. A suspension or revocation does not reach
     * files that exist, so none may be made after it.
     *
     * @param withoutEnd whether the file never expires, which the policy must allow
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
