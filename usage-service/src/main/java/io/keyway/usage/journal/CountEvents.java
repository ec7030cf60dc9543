package io.keyway.usage.journal;

import io.keyway.usage.log.UsageLog;
import io.keyway.usage.metering.AcceptanceWindow;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.metering.Partial;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.records.UsageRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Decides which events of a batch count, and makes their journal. An event counts if its time is
 * within the window and no event that counted at an earlier offset of its partition has its
 * identity; a correction has an identity of its own and no window. So the same log gives the same
 * sums, however it is cut into batches. Pure.
 */
final class CountEvents {

    /**
     * A journal ends when it has about this size: half the limit of a document, since one more
     * event may add a measurement for each of two hundred meters.
     */
    static final int BYTES_MAX = 8 << 20;

    /** Upper estimate of the size of a delta or rejected event in a document, without texts. */
    private static final int ENTRY_BYTES = 400;

    /** Bytes of a character in UTF-8 at most, per UTF-16 unit. */
    private static final int CHAR_BYTES = 3;

    private static final long SECONDS_PER_DAY = 86_400;

    private final Map<Fingerprint.Identity, Long> known;
    private final AcceptanceWindow window;
    private final Map<Fingerprint.Identity, Long> inBatch = new HashMap<>();
    private final List<Fingerprint> first = new ArrayList<>();
    private final Map<Journal.Key, Partial> sums = new LinkedHashMap<>();
    private final List<Journal.Rejected> rejected = new ArrayList<>();
    private int bytes;
    private int counted;
    private int duplicates;
    private long day;

    private CountEvents(Map<Fingerprint.Identity, Long> known, AcceptanceWindow window, long day) {
        this.known = known;
        this.window = window;
        this.day = day;
    }

    /** The identities of the records that can be read. */
    static List<Fingerprint.Identity> identities(List<UsageLog.Consumed> batch) {
        return batch.stream()
                .map(UsageLog.Consumed::usage)
                .filter(Objects::nonNull)
                .map(usage -> usage.fingerprint().identity())
                .toList();
    }

    /**
     * @param from the end offset of the journal before
     * @param day the day of the journal before: days never go back, so that identities can be
     *     sealed by day
     * @param batch ascending by offset, not empty, none below {@code from}
     * @param known the payload hashes of those identities of the batch that earlier offsets have
     *     counted
     * @return the journal of the batch, or of as much of its beginning as fits one document; the
     *     rest starts at the journal's end
     */
    static Journal of(
            Partition partition,
            long from,
            long day,
            List<UsageLog.Consumed> batch,
            Map<Fingerprint.Identity, Long> known,
            AcceptanceWindow window) {
        CountEvents count = new CountEvents(known, window, day);
        long to = from;
        for (UsageLog.Consumed record : batch) {
            if (count.bytes > BYTES_MAX) {
                break;
            }
            count.take(partition, record);
            to = record.offset() + 1;
        }
        return new Journal(
                partition,
                from,
                to,
                count.counted,
                count.duplicates,
                count.sums.entrySet().stream()
                        .map(sum -> new Journal.Delta(sum.getKey(), sum.getValue()))
                        .toList(),
                count.first,
                count.rejected,
                count.day);
    }

    private void take(Partition partition, UsageLog.Consumed record) {
        UsageRecord usage = record.usage();
        Instant received = usage == null ? record.timestamp() : usage.receivedAt();
        day = Math.max(day, Math.floorDiv(received.getEpochSecond(), SECONDS_PER_DAY));
        if (usage == null) {
            refuse(record, Refusal.UNREADABLE);
            return;
        }
        // Only an event that counts spends its identity.
        if (usage.correction() == null && !window.accepts(usage.time(), usage.receivedAt())) {
            refuse(record, Refusal.OUT_OF_WINDOW);
            return;
        }
        Fingerprint fingerprint = usage.fingerprint();
        Long payload = inBatch.get(fingerprint.identity());
        if (payload == null) {
            payload = known.get(fingerprint.identity());
        }
        if (payload != null) {
            if (payload == fingerprint.payload()) {
                duplicates++;
            } else {
                refuse(record, Refusal.CONFLICT);
            }
            return;
        }
        inBatch.put(fingerprint.identity(), fingerprint.payload());
        first.add(fingerprint);
        counted++;
        if (usage.correction() != null) {
            for (Measurement measurement : usage.correction().takenBack()) {
                add(
                        usage,
                        measurement,
                        measurement
                                .partial(usage.time(), partition.number(), record.offset())
                                .toTakeBack());
            }
        }
        for (Measurement measurement : usage.measurements()) {
            add(
                    usage,
                    measurement,
                    measurement.partial(usage.time(), partition.number(), record.offset()));
        }
    }

    private void add(UsageRecord usage, Measurement measurement, Partial partial) {
        bytes += ENTRY_BYTES + chars(measurement.dimensions()) * CHAR_BYTES;
        sums.merge(
                new Journal.Key(
                        usage.attribution(),
                        measurement.meterId(),
                        usage.time().truncatedTo(ChronoUnit.HOURS),
                        measurement.dimensions()),
                partial,
                Partial::merge);
    }

    private void refuse(UsageLog.Consumed record, Refusal refusal) {
        UsageRecord usage = record.usage();
        bytes += ENTRY_BYTES;
        if (usage != null) {
            bytes +=
                    (usage.source().length() + usage.id().length() + usage.type().length())
                            * CHAR_BYTES;
        }
        rejected.add(
                usage == null
                        ? new Journal.Rejected(
                                record.offset(),
                                refusal,
                                null,
                                null,
                                null,
                                null,
                                null,
                                record.timestamp())
                        : new Journal.Rejected(
                                record.offset(),
                                refusal,
                                usage.attribution(),
                                usage.source(),
                                usage.id(),
                                usage.type(),
                                usage.time().toString(),
                                usage.receivedAt()));
    }

    private static int chars(Map<String, String> dimensions) {
        int chars = 0;
        for (Map.Entry<String, String> dimension : dimensions.entrySet()) {
            chars += dimension.getKey().length() + dimension.getValue().length();
        }
        return chars;
    }
}
