package io.keyway.usage.records;

import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Measurement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An accepted event on the {@code usage} topic, or the correction of one, with everything that
 * counting needs: the count depends on the log alone.
 *
 * @param time when the event happened, by the sender; the time of receipt if it did not say
 * @param receivedAt the time of receipt, which the acceptance window is relative to
 * @param measurements what it adds
 * @param correction null for an event
 * @param data what the measurements were read from; null in records from before it was kept, if it
 *     was too long, in a correction, and where counting reads the record: it does not need it
 */
public record UsageRecord(
        Attribution attribution,
        String source,
        String id,
        String type,
        Instant time,
        Instant receivedAt,
        Fingerprint fingerprint,
        List<Measurement> measurements,
        @Nullable Correction correction,
        @Nullable EventData data) {

    /** The CloudEvents type of this record. */
    public static final String TYPE = "io.keyway.usage.reported.v1";

    /**
     * Makes a record a correction, which counts however old its event is.
     *
     * @param takenBack what the event was measured with until now
     */
    public record Correction(UsageCorrectionId id, List<Measurement> takenBack) {

        public Correction {
            takenBack = List.copyOf(takenBack);
            for (Measurement measurement : takenBack) {
                if (!measurement.aggregation().canTakeBack()) {
                    throw new IllegalArgumentException(measurement + " cannot be taken back");
                }
            }
        }
    }

    public UsageRecord {
        measurements = List.copyOf(measurements);
    }

    /** An event. */
    public UsageRecord(
            Attribution attribution,
            String source,
            String id,
            String type,
            Instant time,
            Instant receivedAt,
            Fingerprint fingerprint,
            List<Measurement> measurements) {
        this(
                attribution,
                source,
                id,
                type,
                time,
                receivedAt,
                fingerprint,
                measurements,
                null,
                null);
    }

    /** The same with this data. */
    public UsageRecord with(@Nullable EventData newData) {
        return new UsageRecord(
                attribution,
                source,
                id,
                type,
                time,
                receivedAt,
                fingerprint,
                measurements,
                correction,
                newData);
    }

    /**
     * The record key: all copies of an event, and all events of a license, are in one partition.
     */
    public String key() {
        return key(attribution.vendorId(), attribution.licenseId());
    }

    public static String key(PartnerId vendor, LicenseId license) {
        return vendor.value() + ":" + license.value();
    }
}
