package io.keyway.usage.late;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LateEventId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.kit.store.Aggregate;
import io.keyway.usage.metering.TimeSortedIds;
import io.keyway.usage.records.UsageRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that would have counted, had it come earlier.
 *
 * @param usage the event as it was measured when it was received
 * @param correctionId what took it in; null while nobody has
 * @param expiresAt when it is forgotten
 */
public record LateEvent(
        LateEventId id,
        UsageRecord usage,
        @Nullable UsageCorrectionId correctionId,
        Instant expiresAt)
        implements Aggregate {

    /** Whether somebody has taken it in. */
    enum Status {
        /** It does not count. */
        @JsonProperty("kept")
        KEPT,
        /** It counts. */
        @JsonProperty("taken_in")
        TAKEN_IN
    }

    /** Its id is derived from the event, so that one that is sent again is kept once. */
    static LateEvent of(UsageRecord usage, Instant expiresAt) {
        return new LateEvent(
                LateEventId.with(
                        TimeSortedIds.of(
                                usage.time(),
                                usage.fingerprint().identity()
                                        + ":"
                                        + usage.fingerprint().payload())),
                usage,
                null,
                expiresAt);
    }

    Status status() {
        return correctionId == null ? Status.KEPT : Status.TAKEN_IN;
    }

    LateEvent takenIn(UsageCorrectionId by) {
        return new LateEvent(id, usage, by, expiresAt);
    }

    @Override
    public List<PartnerId> scope() {
        return usage.attribution().path();
    }

    @Override
    public CustomerId customerId() {
        return usage.attribution().customerId();
    }
}
