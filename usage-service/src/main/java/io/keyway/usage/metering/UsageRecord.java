package io.keyway.usage.metering;

import java.time.Instant;
import java.util.List;

/**
 * An accepted event as it lies on the {@code usage} topic: all that counting it needs, so that the
 * count is a function of the log alone.
 *
 * @param time when it happened, as the sender says; the moment of receipt where it says nothing
 * @param receivedAt the moment of receipt, against which the window is judged
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
     * The record key: all copies of an event, and all events of a license, lie in one partition.
     */
    public String key() {
        return attribution.vendorId().value() + ":" + attribution.licenseId().value();
    }
}
