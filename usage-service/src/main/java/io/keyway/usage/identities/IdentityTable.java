package io.keyway.usage.identities;

import io.keyway.usage.metering.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Identities and their payload hashes in an open-addressed hash table of 24 bytes per slot. */
final class IdentityTable {

    private static final int STRIDE = 3;

    private int size;
    private int slots = 1 << 10;
    private long[] words = new long[slots * STRIDE];

    int size() {
        return size;
    }

    @Nullable Long payloadOf(Fingerprint.Identity identity) {
        int slot = slot(identity.high(), identity.low());
        return used(slot) ? words[slot * STRIDE + 2] : null;
    }

    void add(Fingerprint fingerprint) {
        if (size * 10L >= slots * 6L) {
            grow();
        }
        Fingerprint.Identity identity = fingerprint.identity();
        put(identity.high(), identity.low(), fingerprint.payload());
    }

    /** In the order of identities. */
    List<Fingerprint> sorted() {
        List<Fingerprint> all = new ArrayList<>(size);
        for (int slot = 0; slot < slots; slot++) {
            if (used(slot)) {
                int at = slot * STRIDE;
                all.add(
                        new Fingerprint(
                                new Fingerprint.Identity(words[at], words[at + 1]), words[at + 2]));
            }
        }
        all.sort(Comparator.comparing(Fingerprint::identity));
        return all;
    }

    /** The slot of the identity, or the free slot for it. */
    private int slot(long high, long low) {
        int slot = (int) (high ^ (high >>> 32)) & (slots - 1);
        while (used(slot) && (words[slot * STRIDE] != high || words[slot * STRIDE + 1] != low)) {
            slot = (slot + 1) & (slots - 1);
        }
        return slot;
    }

    /** The low half of an identity is never 0. */
    private boolean used(int slot) {
        return words[slot * STRIDE + 1] != 0;
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
