package io.keyway.usage.journal;

import io.keyway.contracts.id.MeterId;
import io.keyway.usage.metering.Attribution;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Partial;
import io.keyway.usage.metering.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One batch of one partition, counted. Never changed once it is in the store.
 *
 * @param from first offset of the batch, where the journal before ended
 * @param to the offset after the last: where the next one begins
 * @param events how many events were counted
 * @param fingerprints of every readable event that was first of its identity, counted or not
 * @param day the newest day of receipt in the batch, in days since 1970: fingerprints age by it
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

    /**
     * Unique per batch and known before the batch is: two owners of one partition collide on it.
     */
    public String id() {
        return id(partition, from);
    }

    /** Padded, so that ids sort as offsets do. */
    public static String id(Partition partition, long from) {
        return "%s:%019d".formatted(partition.id(), from);
    }

    /** What the batch adds to one cell of one license. */
    public record Delta(Key key, Partial partial) {}

    /**
     * @param hour the beginning of the hour in which the events happened
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
     * An event that was accepted and is not counted.
     *
     * @param attribution absent where the record cannot be read
     * @param time as the sender wrote it
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
