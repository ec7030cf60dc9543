package io.keyway.usage.journal;

import io.keyway.usage.metering.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The event identities of a partition, 24 bytes each, in one open-addressed hash table per day of
 * receipt. A day is dropped when copies of its events can no longer be within the window. Not
 * thread-safe.
 */
final class Fingerprints {

    /** Days kept before the newest: the window, rounded up, plus one day at each end. */
    private final long daysKept;

    private final TreeMap<Long, Table> days = new TreeMap<>();

    Fingerprints(Duration past) {
        this.daysKept = past.toDays() + 2;
    }

    static long day(Instant received) {
        return Math.floorDiv(received.getEpochSecond(), 86_400L);
    }

    /** The content hash of the event with this identity; null if there was none. */
    @Nullable Long payloadOf(Fingerprint.Identity identity) {
        for (Table table : days.descendingMap().values()) {
            int slot = table.slot(identity.high(), identity.low());
            if (table.used(slot)) {
                return table.payload(slot);
            }
        }
        return null;
    }

    /** Adds the identities of a stored journal; call in the order of journals. */
    void add(Journal journal) {
        add(journal.day(), journal.fingerprints());
    }

    void add(long day, List<Fingerprint> fingerprints) {
        if (!fingerprints.isEmpty()) {
            Table table = days.computeIfAbsent(day, any -> new Table());
            fingerprints.forEach(table::add);
            days.headMap(days.lastKey() - daysKept).clear();
        }
    }

    long daysKept() {
        return daysKept;
    }

    long size() {
        return days.values().stream().mapToLong(table -> table.size).sum();
    }

    @Override
    public String toString() {
        return Map.of("size", size(), "days", days.size()).toString();
    }

    private static final class Table {
        private static final int STRIDE = 3;
        private int size;
        private int slots = 1 << 10;
        private long[] words = new long[slots * STRIDE];

        /** The slot of the identity, or the free slot for it. */
        int slot(long high, long low) {
            int slot = (int) (high ^ (high >>> 32)) & (slots - 1);
            while (used(slot)
                    && (words[slot * STRIDE] != high || words[slot * STRIDE + 1] != marked(low))) {
                slot = (slot + 1) & (slots - 1);
            }
            return slot;
        }

        /** The lowest bit marks a used slot, which leaves 127 bits of the hash. */
        private static long marked(long low) {
            return low | 1;
        }

        boolean used(int slot) {
            return words[slot * STRIDE + 1] != 0;
        }

        long payload(int slot) {
            return words[slot * STRIDE + 2];
        }

        void add(Fingerprint fingerprint) {
            if (size * 10L >= slots * 6L) {
                grow();
            }
            put(
                    fingerprint.identity().high(),
                    marked(fingerprint.identity().low()),
                    fingerprint.payload());
        }

        private void put(long high, long low, long payload) {
            int slot = slot(high, low);
            if (!used(slot)) {
                words[slot * STRIDE] = high;
                words[slot * STRIDE + 1] = low;
                words[slot * STRIDE + 2] = payload;
                size++;
            }
        }

        private void grow() {
            long[] old = words;
            slots = Math.multiplyExact(slots, 2);
            words = new long[Math.multiplyExact(slots, STRIDE)];
            size = 0;
            for (int i = 0; i < old.length; i += STRIDE) {
                if (old[i + 1] != 0) {
                    put(old[i], old[i + 1], old[i + 2]);
                }
            }
        }
    }
}
