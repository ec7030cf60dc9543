package io.keyway.usage.buckets;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.metering.Attribution;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.metering.TimeSortedIds;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An accepted event that the journal did not count, as its sender can look it up.
 *
 * @param path empty where the record could not be read: only the operator sees it
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
        Attribution whose = rejected.attribution();
        return new RejectedEvent(
                RejectedEventId.of(partition, rejected),
                rejected.refusal(),
                whose == null ? List.of() : whose.path(),
                whose == null ? null : whose.customerId(),
                whose == null ? null : whose.licenseId(),
                rejected.source(),
                rejected.id(),
                rejected.type(),
                rejected.time(),
                rejected.receivedAt());
    }

    /** The same for the same record of the log: listing it again changes nothing. */
    record RejectedEventId(@com.fasterxml.jackson.annotation.JsonValue String value) implements Id {
        static RejectedEventId of(Partition partition, Journal.Rejected rejected) {
            return new RejectedEventId(
                    "rej_"
                            + TimeSortedIds.of(
                                    rejected.receivedAt(),
                                    partition.id() + ":" + rejected.offset()));
        }
    }
}
