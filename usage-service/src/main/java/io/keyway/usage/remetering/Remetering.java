package io.keyway.usage.remetering;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.RemeteringId;
import io.keyway.kit.store.Aggregate;
import io.keyway.usage.corrections.RemeterEvents;
import io.keyway.usage.metering.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The counting again of a range by a meter as it reads now. Any process can go on from this state
 * alone. What a preview has found of a partition is stored when the partition was read whole; one
 * that was not is read again. Applying is resumed at its offset: what it repeats changes nothing.
 *
 * @param meter as it reads when the preview starts
 * @param from of the time of events, inclusive
 * @param to exclusive
 * @param slot the vendor while it is unfinished, else the id: unique, so that a vendor has one
 *     unfinished at a time
 * @param reading null before the log was looked at
 * @param tally what the preview has found
 * @param months the quantities of the months with changes, now and after; empty until it is ready
 * @param total the quantities of all these months
 * @param reason why it was applied
 * @param by who applied it
 * @param corrected events that were corrected; 0 until it is done
 * @param refused events that could not be corrected, because they were corrected too often
 * @param failure why it failed, for people; null otherwise
 * @param leasedUntil until then one process works on it, afterwards any may take it; null when
 *     there is nothing to do
 */
record Remetering(
        RemeteringId id,
        Meter meter,
        Instant from,
        Instant to,
        String slot,
        Status status,
        @Nullable Reading reading,
        Tally tally,
        List<Quantities> months,
        @Nullable Quantities total,
        @Nullable String reason,
        @Nullable AccountId by,
        @Nullable Instant appliedAt,
        long corrected,
        long refused,
        @Nullable String failure,
        @Nullable Instant leasedUntil,
        Instant createdAt,
        @Nullable Instant finishedAt)
        implements Aggregate {

    /** How far a re-metering has come. */
    enum Status {
        /** The log is read to find the difference. */
        @JsonProperty("previewing")
        PREVIEWING,
        /** The difference is known; nothing was changed. */
        @JsonProperty("ready")
        READY,
        /** Events are corrected. */
        @JsonProperty("applying")
        APPLYING,
        /** All events are corrected. */
        @JsonProperty("done")
        DONE,
        /** It was not wanted; nothing was changed. */
        @JsonProperty("cancelled")
        CANCELLED,
        /** The preview has come to a limit; nothing was changed. */
        @JsonProperty("failed")
        FAILED;

        boolean unfinished() {
            return switch (this) {
                case PREVIEWING, READY, APPLYING -> true;
                case DONE, CANCELLED, FAILED -> false;
            };
        }
    }

    /**
     * The quantity of the meter in the vendor's network.
     *
     * @param month null for the sum of months
     * @param changed events that would count otherwise
     * @param before the quantity of the whole month now
     * @param after the quantity that it would have
     */
    record Quantities(
            @Nullable YearMonth month, long changed, BigDecimal before, BigDecimal after) {

        BigDecimal difference() {
            return after.subtract(before);
        }
    }

    Remetering {
        months = List.copyOf(months);
    }

    static Remetering previewing(
            RemeteringId id, Meter meter, Instant from, Instant to, Instant now) {
        return new Remetering(
                id,
                meter,
                from,
                to,
                meter.vendorId().value(),
                Status.PREVIEWING,
                null,
                Tally.NOTHING,
                List.of(),
                null,
                null,
                null,
                null,
                0,
                0,
                null,
                now,
                now,
                null);
    }

    Remetering leasedUntil(Instant until) {
        return with(reading, tally, refused, until);
    }

    /**
     * @param found of the partitions that were read whole
     */
    Remetering previewed(Reading at, Tally found, Instant lease) {
        return with(at, found, refused, lease);
    }

    Remetering ready(List<Quantities> ofMonths, Quantities ofAll) {
        return new Remetering(
                id,
                meter,
                from,
                to,
                slot,
                Status.READY,
                reading,
                tally,
                ofMonths,
                ofAll,
                null,
                null,
                null,
                0,
                0,
                null,
                null,
                createdAt,
                null);
    }

    Remetering apply(String why, @Nullable AccountId who, Instant now) {
        return new Remetering(
                id,
                meter,
                from,
                to,
                slot,
                Status.APPLYING,
                null,
                tally,
                months,
                total,
                why,
                who,
                now,
                0,
                0,
                null,
                now,
                createdAt,
                null);
    }

    Remetering applied(Reading at, long more, Instant lease) {
        return with(at, tally, refused + more, lease);
    }

    Remetering done(long events, Instant now) {
        return finished(Status.DONE, events, null, now);
    }

    Remetering cancelled(Instant now) {
        return finished(Status.CANCELLED, 0, null, now);
    }

    Remetering failed(String why, Instant now) {
        return finished(Status.FAILED, 0, why, now);
    }

    private Remetering finished(Status end, long events, @Nullable String why, Instant now) {
        return new Remetering(
                id,
                meter,
                from,
                to,
                id.value(),
                end,
                reading,
                tally,
                months,
                total,
                reason,
                by,
                appliedAt,
                events,
                refused,
                why,
                null,
                createdAt,
                now);
    }

    private Remetering with(
            @Nullable Reading at, Tally found, long newRefused, @Nullable Instant lease) {
        return new Remetering(
                id,
                meter,
                from,
                to,
                slot,
                status,
                at,
                found,
                months,
                total,
                reason,
                by,
                appliedAt,
                corrected,
                newRefused,
                failure,
                lease,
                createdAt,
                finishedAt);
    }

    RemeterEvents.Cause cause() {
        return new RemeterEvents.Cause(
                id, Objects.requireNonNull(reason), by, Objects.requireNonNull(appliedAt));
    }

    @Override
    public List<PartnerId> scope() {
        return List.of(meter.vendorId());
    }
}
