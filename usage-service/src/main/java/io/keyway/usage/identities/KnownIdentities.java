package io.keyway.usage.identities;

import io.keyway.usage.metering.Fingerprint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The identities of the events that a partition has counted within the window. Those of the running
 * day are in memory; when the day ends, or there are too many, they are sealed: sorted into the
 * store, with a filter in their place. Not thread-safe; a {@link Stretch} may be sealed by another
 * thread.
 */
public final class KnownIdentities {

    /** Identities are known for this much longer than the window, to the end of a day. */
    public static final Duration MARGIN = Duration.ofDays(2);

    private final String partition;
    private final SealedStore store;

    /** Days kept before the newest: the window, rounded up, plus one day at each end. */
    private final long daysKept;

    private final int stretchMax;

    /** In the order of offsets. */
    private final Deque<SealedIdentities> sealed = new ArrayDeque<>();

    /** In the order of offsets, after the sealed; only the last one grows. */
    private final Deque<Stretch> open = new ArrayDeque<>();

    private KnownIdentities(String partition, SealedStore store, Duration past, int stretchMax) {
        this.partition = partition;
        this.store = store;
        this.daysKept = past.plus(MARGIN).toDays();
        this.stretchMax = stretchMax;
    }

    /**
     * Those that are sealed. The caller adds the others, from {@link #sealedTo()} on.
     *
     * @param partition the id of the partition in the store
     * @param past how old an event may be
     * @param stretchMax identities that are sealed together at most
     * @throws HaltedException if a filter is damaged
     */
    public static KnownIdentities load(
            String partition, SealedStore store, Duration past, int stretchMax) {
        KnownIdentities known = new KnownIdentities(partition, store, past, stretchMax);
        known.sealed.addAll(store.load(partition));
        return known;
    }

    /** The offset up to which identities are sealed. */
    public long sealedTo() {
        return sealed.isEmpty() ? 0 : sealed.getLast().to();
    }

    /** Identities of consecutive offsets of one day. */
    public static final class Stretch {
        private final long from;
        private final long day;
        private final IdentityTable table = new IdentityTable();
        private long to;

        private Stretch(long from, long day) {
            this.from = from;
            this.day = day;
            this.to = from;
        }
    }

    /**
     * Adds what a journal has counted; call in the order of journals.
     *
     * @param day the day of receipt, not before that of the journal before
     */
    public void add(long from, long to, long day, List<Fingerprint> fingerprints) {
        Stretch last = open.peekLast();
        if (last == null || last.day != day || last.table.size() >= stretchMax) {
            last = new Stretch(from, day);
            open.add(last);
        }
        last.to = to;
        fingerprints.forEach(last.table::add);
    }

    /**
     * The payload hashes of those that were counted.
     *
     * @throws HaltedException if what is stored is damaged
     */
    public Map<Fingerprint.Identity, Long> payloadsOf(Collection<Fingerprint.Identity> identities) {
        Map<Fingerprint.Identity, Long> known = new HashMap<>();
        List<Fingerprint.Identity> rest = new ArrayList<>(identities.size());
        for (Fingerprint.Identity identity : identities) {
            Long payload = inMemory(identity);
            if (payload == null) {
                rest.add(identity);
            } else {
                known.put(identity, payload);
            }
        }
        Map<SealedStore.BlockId, List<Fingerprint.Identity>> maybe = new HashMap<>();
        for (SealedIdentities sealing : sealed) {
            if (sealing.day() < dayMin()) {
                continue;
            }
            for (Fingerprint.Identity identity : rest) {
                if (sealing.mayContain(identity)) {
                    maybe.computeIfAbsent(
                                    new SealedStore.BlockId(sealing, sealing.blockOf(identity)),
                                    any -> new ArrayList<>())
                            .add(identity);
                }
            }
        }
        if (!maybe.isEmpty()) {
            known.putAll(store.payloads(partition, maybe));
        }
        return known;
    }

    private @Nullable Long inMemory(Fingerprint.Identity identity) {
        for (Iterator<Stretch> newest = open.descendingIterator(); newest.hasNext(); ) {
            Long payload = newest.next().table.payloadOf(identity);
            if (payload != null) {
                return payload;
            }
        }
        return null;
    }

    /** How many are in memory. */
    public int inMemory() {
        return open.stream().mapToInt(stretch -> stretch.table.size()).sum();
    }

    /** How many of those are in the stretch that grows. */
    public int growing() {
        Stretch last = open.peekLast();
        return last == null ? 0 : last.table.size();
    }

    /** Completes the stretch that grows, so that it can be sealed before the day ends. */
    public void completeEarly() {
        Stretch last = open.peekLast();
        if (last != null && last.table.size() > 0) {
            open.add(new Stretch(last.to, last.day));
        }
    }

    /** The oldest stretch in memory that will not grow any more. */
    public Optional<Stretch> complete() {
        return open.size() > 1 ? Optional.of(open.getFirst()) : Optional.empty();
    }

    /** A stretch that is in the store. */
    public record Seal(Stretch stretch, SealedIdentities identities) {}

    /** Writes a complete stretch to the store. Any thread may do it, several times if need be. */
    public Seal seal(Stretch stretch) {
        List<Fingerprint> sorted = stretch.table.sorted();
        SealedIdentities identities =
                SealedIdentities.of(stretch.from, stretch.to, stretch.day, sorted);
        store.write(partition, identities, sorted);
        return new Seal(stretch, identities);
    }

    /** From now on the stretch is looked up in the store. */
    public void sealed(Seal seal) {
        if (open.peekFirst() != seal.stretch()) {
            throw new IllegalArgumentException("not the oldest stretch in memory");
        }
        open.removeFirst();
        sealed.add(seal.identities());
    }

    /** Offsets {@code from} to {@code to}, exclusive. */
    public record Range(long from, long to) {}

    /**
     * Drops the oldest sealed identities from memory if their copies can no longer be within the
     * window. The newest seal stays: it says where the next owner begins to read.
     *
     * @return the offsets whose identities nobody needs any more; {@link #delete} removes them
     */
    public Optional<Range> expire() {
        SealedIdentities oldest = sealed.peekFirst();
        if (oldest == null || sealed.size() == 1 || oldest.day() >= dayMin()) {
            return Optional.empty();
        }
        sealed.removeFirst();
        // The next one begins earlier than this one ends if two owners have sealed the same.
        long next = sealed.getFirst().from();
        return Optional.of(new Range(oldest.from(), Math.min(oldest.to(), next)));
    }

    /** Removes expired identities from the store. Any thread may do it. */
    public void delete(Range expired) {
        store.delete(partition, expired.from(), expired.to());
    }

    /**
     * The offset up to which identities are sealed and nobody needs them any more. It depends on
     * the log alone: events that wait in it may be older than the clock says.
     */
    public long expiredTo() {
        long to = 0;
        for (SealedIdentities sealing : sealed) {
            if (sealing.day() >= dayMin()) {
                return sealing.from();
            }
            to = sealing.to();
        }
        return to;
    }

    /** The oldest day that is still needed. */
    private long dayMin() {
        Stretch newest = open.peekLast();
        return newest == null ? Long.MIN_VALUE : newest.day - daysKept;
    }

    /** How many are known. */
    public long size() {
        return sealed.stream().mapToLong(SealedIdentities::size).sum()
                + open.stream().mapToLong(stretch -> stretch.table.size()).sum();
    }
}
