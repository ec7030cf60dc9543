package io.keyway.usage.journal;

import io.keyway.contracts.id.MeterId;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Partial;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.records.Attribution;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The count of one batch of one partition. Once it is stored, it only loses its fingerprints.
 *
 * @param from first offset of the batch: the end of the journal before
 * @param to the offset after the last: the start of the next journal
 * @param events events that were counted
 * @param duplicates events that were copies of earlier ones
 * @param deltas what the batch adds, per license, meter, hour and dimensions
 * @param fingerprints of the events that were counted; read back only by {@link
 *     Journals#fingerprints}, and only until the window has passed
 * @param rejected events that were not counted
 * @param day the newest day of receipt so far, in days since 1970; fingerprints expire by it
 */
public record Journal(
        Partition partition,
        long from,
        long to,
        int events,
        int duplicates,
        List<Delta> deltas,
        List<Fingerprint> fingerprints,
        List<Rejected> rejected,
        long day) {

    public Journal {
        deltas = List.copyOf(deltas);
        fingerprints = List.copyOf(fingerprints);
        rejected = List.copyOf(rejected);
        if (to <= from) {
            throw new IllegalArgumentException("a journal holds at least one offset");
        }
    }

    /** Derived from partition and start, so that two owners of one partition collide on it. */
    public String id() {
        return id(partition, from);
    }

    /** Padded with zeros, so that ids sort like offsets. */
    public static String id(Partition partition, long from) {
        return "%s:%019d".formatted(partition.id(), from);
    }

    Journal withoutFingerprints() {
        return new Journal(
                partition, from, to, events, duplicates, deltas, List.of(), rejected, day);
    }

    /** What the batch adds to one cell of one license. */
    public record Delta(Key key, Partial partial) {}

    /**
     * @param hour the start of the hour in which the events happened
     */
    public record Key(
            Attribution attribution,
            MeterId meterId,
            Instant hour,
            Map<String, String> dimensions) {
        public Key {
            dimensions = Map.copyOf(dimensions);
        }
    }

    /**
     * An accepted event that was not counted.
     *
     * @param attribution null if the record cannot be read, like the fields after it
     * @param time when the event happened, ISO-8601
     */
    public record Rejected(
            long offset,
            Refusal refusal,
            @Nullable Attribution attribution,
            @Nullable String source,
            @Nullable String id,
            @Nullable String type,
            @Nullable String time,
            Instant receivedAt) {}
}
