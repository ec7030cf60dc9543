package io.keyway.usage.records;

import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Measurement;
import java.time.Instant;
import java.util.List;

/**
 * An accepted event on the {@code usage} topic, with everything that counting needs: the count
 * depends on the log alone.
 *
 * @param time when the event happened, by the sender; the time of receipt if it did not say
 * @param receivedAt the time of receipt, which the acceptance window is relative to
 */
public record UsageRecord(
        Attribution attribution,
        String source,
        String id,
        String type,
        Instant time,
        Instant receivedAt,
        Fingerprint fingerprint,
        List<Measurement> measurements) {

    /** The CloudEvents type of this record. */
    public static final String TYPE = "io.keyway.usage.reported.v1";

    public UsageRecord {
        measurements = List.copyOf(measurements);
    }

    /**
     * The record key: all copies of an event, and all events of a license, are in one partition.
     */
    public String key() {
        return attribution.vendorId().value() + ":" + attribution.licenseId().value();
    }
}
