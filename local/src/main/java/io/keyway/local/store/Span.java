package io.keyway.local.store;

/**
 * Values of one field from one to another, as {@link KeyWriter} writes them in ascending order. An
 * end may be the beginning of a value only: then it is all values that begin so.
 */
record Span(Key from, boolean withFrom, Key to, boolean withTo) {

    static Span point(Key value) {
        return new Span(value, true, value, true);
    }

    boolean isPoint() {
        return withFrom && withTo && from.equals(to);
    }

    /** The entries of an index that begin with the prefix and go on with one of these values. */
    Interval after(Key prefix, boolean ascending) {
        Key low = ascending ? from : to.inverted();
        Key high = ascending ? to : from.inverted();
        boolean withLow = ascending ? withFrom : withTo;
        boolean withHigh = ascending ? withTo : withFrom;
        Key start = prefix.append(low);
        Key end = prefix.append(high);
        return new Interval(
                withLow ? start : start.afterAllWithThisPrefix(),
                withHigh ? end.afterAllWithThisPrefix() : end,
                prefix.length());
    }
}
