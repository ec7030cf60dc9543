package io.keyway.local.store;

/**
 * A range of values of one field, as {@link KeyWriter} encodes them in ascending order. An end may
 * be the beginning of an encoded value: it then stands for all values that begin so.
 */
record Span(Key from, boolean withFrom, Key to, boolean withTo) {

    static Span point(Key value) {
        return new Span(value, true, value, true);
    }

    boolean isPoint() {
        return withFrom && withTo && from.equals(to);
    }

    /**
     * The entries of an index that begin with the prefix and continue with a value of this range.
     */
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
