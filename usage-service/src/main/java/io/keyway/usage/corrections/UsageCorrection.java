package io.keyway.usage.corrections;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.RemeteringId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.kit.store.Aggregate;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.records.Attribution;
import io.keyway.usage.records.EventData;
import io.keyway.usage.records.UsageRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A correction of an event that was counted. Nothing is overwritten: what the event was measured
 * with is taken back, and what it should have been is added, both for the owners that it had.
 *
 * @param event the identity of the event, see {@link #event(Fingerprint.Identity)}
 * @param eventRevision event and number of the correction, unique: of two corrections that replace
 *     the same measurements only one is stored
 * @param revision 1 for the first correction of the event
 * @param attribution the owners of the event
 * @param time when the event happened
 * @param before what counted until now
 * @param after what counts instead; empty if it was voided
 * @param lateEvent of an event that was taken in; null for others
 * @param data the data of an event that was amended or taken in, to be measured again; null if it
 *     was too long, in corrections from before it was kept, and for others
 * @param remeteringId what has measured the event again; null for others
 * @param by null for background work, which makes none
 * @param unsentSince null once it is on the topic
 */
record UsageCorrection(
        UsageCorrectionId id,
        String event,
        String eventRevision,
        int revision,
        Attribution attribution,
        String source,
        String eventId,
        String type,
        Instant time,
        Action action,
        String reason,
        List<Measurement> before,
        List<Measurement> after,
        @Nullable Fingerprint lateEvent,
        @Nullable EventData data,
        @Nullable RemeteringId remeteringId,
        @Nullable AccountId by,
        Instant correctedAt,
        @Nullable Instant unsentSince)
        implements Aggregate {

    /** What became of the event. */
    enum Action {
        /** It does not count any more. */
        @JsonProperty("void")
        VOID,
        /** It counts with other data. */
        @JsonProperty("amend")
        AMEND,
        /** It counts, although it came too late. */
        @JsonProperty("take_in")
        TAKE_IN,
        /** A meter that had read it wrongly has read it again. */
        @JsonProperty("remeter")
        REMETER
    }

    UsageCorrection {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** The identity of an event as it is stored. */
    static String event(Fingerprint.Identity identity) {
        return String.format(Locale.ROOT, "%016x%016x", identity.high(), identity.low());
    }

    static String eventRevision(String event, int revision) {
        return event + ":" + revision;
    }

    UsageCorrection sent() {
        return new UsageCorrection(
                id,
                event,
                eventRevision,
                revision,
                attribution,
                source,
                eventId,
                type,
                time,
                action,
                reason,
                before,
                after,
                lateEvent,
                data,
                remeteringId,
                by,
                correctedAt,
                null);
    }

    /** The record for the topic. What counts before and after is not taken back and added again. */
    UsageRecord toRecord() {
        return new UsageRecord(
                attribution,
                source,
                eventId,
                type,
                time,
                correctedAt,
                fingerprint(),
                without(after, before),
                new UsageRecord.Correction(id, without(before, after)),
                null);
    }

    private static List<Measurement> without(List<Measurement> some, List<Measurement> others) {
        return some.stream().filter(one -> !others.contains(one)).toList();
    }

    /**
     * A correction counts once by its own id. An event that is taken in keeps its identity: its
     * copies are duplicates.
     */
    private Fingerprint fingerprint() {
        return lateEvent != null
                ? lateEvent
                : new Fingerprint(
                        Fingerprint.Identity.of(
                                attribution.vendorId(),
                                attribution.licenseId(),
                                "keyway:corrections",
                                id.value()),
                        0);
    }

    @Override
    public List<PartnerId> scope() {
        return attribution.path();
    }

    @Override
    public CustomerId customerId() {
        return attribution.customerId();
    }
}
