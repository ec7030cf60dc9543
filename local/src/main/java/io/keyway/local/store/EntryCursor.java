package io.keyway.local.store;

import java.util.Objects;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** Reads the entries of one interval, one entry ahead. */
final class EntryCursor implements Comparable<EntryCursor> {

    private final Entries entries;
    private final Interval interval;
    private final boolean backward;
    private final Cursor<Key, ?> cursor;
    private @Nullable Key entry;

    EntryCursor(Entries entries, Interval interval, boolean backward) {
        this.entries = entries;
        this.interval = interval;
        this.backward = backward;
        this.cursor = open(entries.map(), backward ? interval.to() : interval.from());
        advance();
    }

    private <V> Cursor<Key, V> open(MVMap<Key, V> map, @Nullable Key start) {
        return map.cursor(start, null, backward);
    }

    /** The current entry; null at the end. */
    @Nullable Key entry() {
        return entry;
    }

    Candidate candidate() {
        Object value = cursor.getValue();
        Key document = entries.document(Objects.requireNonNull(entry), value);
        return new Candidate(document, value instanceof byte[] bytes ? bytes : null);
    }

    void advance() {
        entry = null;
        while (entry == null && cursor.hasNext()) {
            Key next = cursor.next();
            if (isPast(next)) {
                return;
            }
            // A backward cursor begins with the entry after the interval.
            if (!backward || interval.to() == null || next.compareTo(interval.to()) < 0) {
                entry = next;
            }
        }
    }

    private boolean isPast(Key key) {
        return backward
                ? interval.from() != null && key.compareTo(interval.from()) < 0
                : interval.to() != null && key.compareTo(interval.to()) >= 0;
    }

    /** Compares what follows the common prefix, which is what the documents are sorted by. */
    @Override
    public int compareTo(EntryCursor other) {
        int order =
                Objects.requireNonNull(entry)
                        .compareRest(
                                interval.prefix(),
                                Objects.requireNonNull(other.entry),
                                other.interval.prefix());
        return backward ? -order : order;
    }

    /**
     * A document that may match a query.
     *
     * @param bytes null until it is read
     */
    record Candidate(Key id, byte @Nullable [] bytes) {}
}
