package io.keyway.usage.rejected;

import com.fasterxml.jackson.annotation.JsonValue;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.metering.TimeSortedIds;
import io.keyway.usage.records.Attribution;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An accepted event that the journal did not count.
 *
 * @param path the owners of the license, from the vendor down; empty if the record could not be
 *     read, so that only the operator sees it
 */
record RejectedEvent(
        RejectedEventId id,
        Refusal code,
        List<PartnerId> path,
        @Nullable CustomerId customerId,
        @Nullable LicenseId licenseId,
        @Nullable String source,
        @Nullable String eventId,
        @Nullable String type,
        @Nullable String time,
        Instant receivedAt) {

    static RejectedEvent of(Partition partition, Journal.Rejected rejected) {
        Attribution owner = rejected.attribution();
        return new RejectedEvent(
                RejectedEventId.of(partition, rejected),
                rejected.refusal(),
                owner == null ? List.of() : owner.path(),
                owner == null ? null : owner.customerId(),
                owner == null ? null : owner.licenseId(),
                rejected.source(),
                rejected.id(),
                rejected.type(),
                rejected.time(),
                rejected.receivedAt());
    }

    /** Derived from partition and offset, so that adding an event again does not duplicate it. */
    record RejectedEventId(@JsonValue String value) implements Id {
        static RejectedEventId of(Partition partition, Journal.Rejected rejected) {
            return of(partition, rejected.offset(), rejected.receivedAt());
        }

        static RejectedEventId of(Partition partition, long offset, Instant receivedAt) {
            return new RejectedEventId(
                    "rej_" + TimeSortedIds.of(receivedAt, partition.id() + ":" + offset));
        }
    }
}
