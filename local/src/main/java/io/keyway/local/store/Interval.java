package io.keyway.local.store;

import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive entries.
 *
 * @param from the first; null for the beginning
 * @param to the one after the last; null for the end
 * @param prefix number of bytes that all have in common, which are not compared
 */
record Interval(@Nullable Key from, @Nullable Key to, int prefix) {

    static final Interval ALL = new Interval(null, null, 0);

    static Interval startingWith(Key prefix) {
        return prefix.length() == 0
                ? ALL
                : new Interval(prefix, prefix.afterAllWithThisPrefix(), prefix.length());
    }

    Interval withPrefix(int bytes) {
        return new Interval(from, to, bytes);
    }

    /**
     * The number of entries. Reads a few pages only, because inner pages know how much is below
     * them.
     */
    long count(MVMap<Key, ?> map) {
        long start = from == null ? 0 : position(map, from);
        long end = to == null ? map.sizeAsLong() : position(map, to);
        return Math.max(0, end - start);
    }

    private static long position(MVMap<Key, ?> map, Key key) {
        long index = map.getKeyIndex(key);
        return index < 0 ? -index - 1 : index;
    }
}
