package io.keyway.license.terms;

import io.keyway.contracts.Term;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The terms a license was issued on: its policy as it was at that moment. A later change of the
 * policy changes what is sold, not what was sold.
 *
 * @param type of this license; a trial of a policy that sells something else is a trial
 * @param duration until it expires, and by how much it is renewed; absent for one that never
 *     expires
 * @param expiresFrom when the duration begins
 * @param grace how long it stays valid after its expiry; absent: not at all
 * @param machines what it says about them
 * @param trials of a trial: how often the product may be tried
 * @param filesWithoutEnd whether files may be checked out that never expire
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
        Boolean filesWithoutEnd) {

    /** What licenses have that were issued before there were these terms is the usual. */
    public LicenseTerms {
        expiresFrom = Objects.requireNonNullElse(expiresFrom, ExpiresFrom.ISSUE);
        machines = Objects.requireNonNullElse(machines, MachineTerms.USUAL);
        entitlements = Set.copyOf(entitlements);
        trials = Objects.requireNonNullElse(trials, TrialRule.ONCE_PER_CUSTOMER);
        filesWithoutEnd = Objects.requireNonNullElse(filesWithoutEnd, false);
    }

    /** Null: never, or not before it has begun. */
    public @Nullable Instant expiryAtIssue(Instant issuedAt) {
        return expiresFrom == ExpiresFrom.ISSUE ? expiryFrom(issuedAt) : null;
    }

    public @Nullable Instant expiryFrom(Instant start) {
        return duration == null ? null : duration.after(start);
    }

    /** The first instant at which a license is no longer valid that expires at this one. */
    public @Nullable Instant validUntil(@Nullable Instant expiresAt) {
        return expiresAt == null || grace == null ? expiresAt : expiresAt.plus(grace);
    }

    public boolean bindsToMachines() {
        return machinesMax != null;
    }

    /** How many machines it may have, overage included. Null: any number. */
    public @Nullable Integer places() {
        return machinesMax == null ? null : machines.overage().places(machinesMax);
    }
}
