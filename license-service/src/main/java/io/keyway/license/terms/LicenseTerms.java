package io.keyway.license.terms;

import io.keyway.contracts.Term;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a license: a copy of its policy from when it was issued. A later change of the
 * policy does not change issued licenses.
 *
 * @param type of this license; {@code TRIAL} for a trial, whatever the policy's type
 * @param duration how long it lasts, and by how much it is renewed; null if it never expires
 * @param expiresFrom when the duration starts
 * @param grace how long its key validates after the expiry; null for not at all
 * @param machinesMax machines it may have; null if it is not bound to machines
 * @param machines the other terms about machines
 * @param floating whether a machine without heartbeats frees its place
 * @param heartbeat how often a machine must send a heartbeat; null for never
 * @param trials for a trial: how often the product may be tried
 * @param filesWithoutEnd whether files that never expire may be checked out
 * @param usageAfterEnd whether usage after its end counts
 */
public record LicenseTerms(
        LicenseType type,
        @Nullable Term duration,
        ExpiresFrom expiresFrom,
        @Nullable Duration grace,
        @Nullable Integer machinesMax,
        MachineTerms machines,
        boolean floating,
        @Nullable Duration heartbeat,
        Set<String> entitlements,
        TrialRule trials,
        Boolean filesWithoutEnd,
        UsageAfterEnd usageAfterEnd) {

    /** Licenses from before a term existed are stored without it and get its default. */
    public LicenseTerms {
        expiresFrom = Objects.requireNonNullElse(expiresFrom, ExpiresFrom.ISSUE);
        machines = Objects.requireNonNullElse(machines, MachineTerms.DEFAULT);
        entitlements = Set.copyOf(entitlements);
        trials = Objects.requireNonNullElse(trials, TrialRule.ONCE_PER_CUSTOMER);
        filesWithoutEnd = Objects.requireNonNullElse(filesWithoutEnd, false);
        usageAfterEnd = Objects.requireNonNullElse(usageAfterEnd, UsageAfterEnd.REJECT);
    }

    /** Null if it never expires, or its duration has not started. */
    public @Nullable Instant expiryAtIssue(Instant issuedAt) {
        return expiresFrom == ExpiresFrom.ISSUE ? expiryFrom(issuedAt) : null;
    }

    public @Nullable Instant expiryFrom(Instant start) {
        return duration == null ? null : duration.after(start);
    }

    /** When the key of a license with this expiry stops validating. */
    public @Nullable Instant validUntil(@Nullable Instant expiresAt) {
        return expiresAt == null || grace == null ? expiresAt : expiresAt.plus(grace);
    }

    /**
     * From when on usage of a license no longer counts: the earlier of the instant at which it was
     * suspended or revoked and the instant at which its key stops validating.
     *
     * @param expiresAt its expiry; null for none
     * @param stoppedAt since when it is suspended or revoked; null while it is neither
     * @return null if there is no such instant
     */
    public @Nullable Instant usageUntil(@Nullable Instant expiresAt, @Nullable Instant stoppedAt) {
        return switch (usageAfterEnd) {
            case COUNT -> null;
            case REJECT -> {
                Instant validUntil = validUntil(expiresAt);
                yield stoppedAt == null || (validUntil != null && validUntil.isBefore(stoppedAt))
                        ? validUntil
                        : stoppedAt;
            }
        };
    }

    public boolean bindsToMachines() {
        return machinesMax != null;
    }

    /** How many machines it may have, overage included; null for any number. */
    public @Nullable Integer places() {
        return machinesMax == null ? null : machines.overage().places(machinesMax);
    }
}
