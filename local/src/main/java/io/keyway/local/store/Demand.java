package io.keyway.local.store;

import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a query demands of one field: a matching document has such a value there, or such an element
 * in a list. In a list, each bound may be met by another element.
 *
 * @param points it is one of these values; null if not known
 * @param nullable null is among the points, so a document without the field may match
 * @param low it is not less than this
 * @param high it is not greater than this
 * @param present a document without the field does not match
 */
record Demand(
        @Nullable List<Key> points,
        boolean nullable,
        @Nullable Bound low,
        @Nullable Bound high,
        boolean present) {

    static final Demand NONE = new Demand(null, false, null, null, false);
    static final Demand PRESENT = new Demand(null, false, null, null, true);

    /** One end of a range, whose values are all of one type. */
    record Bound(Key value, boolean included, Key type) {}

    static Demand points(List<Key> values, boolean nullable) {
        return new Demand(List.copyOf(new TreeSet<>(values)), nullable, null, null, !nullable);
    }

    static Demand low(Bound bound) {
        return new Demand(null, false, bound, null, true);
    }

    static Demand high(Bound bound) {
        return new Demand(null, false, null, bound, true);
    }

    /**
     * Both demands: the tighter of two bounds, the smaller of two sets of points (not their
     * intersection: two elements of a list may meet one each).
     */
    Demand and(Demand other) {
        boolean theirs =
                points == null || other.points != null && other.points.size() < points.size();
        return new Demand(
                theirs ? other.points : points,
                theirs ? other.nullable : nullable,
                tighter(low, other.low, 1),
                tighter(high, other.high, -1),
                present || other.present);
    }

    /** Either demand: from the lesser of the low ends to the greater of the high ends. */
    Demand or(Demand other) {
        return new Demand(
                null,
                false,
                wider(lowest(), other.lowest(), 1),
                wider(highest(), other.highest(), -1),
                present && other.present);
    }

    /** The ranges of values to read; null if an index cannot use the demand. */
    @Nullable List<Span> spans(boolean fromList) {
        if (points != null) {
            return nullable && fromList ? null : points.stream().map(Span::point).toList();
        }
        if (low != null) {
            if (high == null || fromList || !high.type.equals(low.type)) {
                return List.of(new Span(low.value, low.included, low.type, true));
            }
            return List.of(new Span(low.value, low.included, high.value, high.included));
        }
        if (high != null) {
            return List.of(new Span(high.type, true, high.value, high.included));
        }
        return null;
    }

    private @Nullable Bound lowest() {
        return points == null ? low : end(points, List::getFirst);
    }

    private @Nullable Bound highest() {
        return points == null ? high : end(points, List::getLast);
    }

    /**
     * The end of the range over all points; null if there is none, because a range lies within one
     * type.
     */
    private @Nullable Bound end(List<Key> points, Function<List<Key>, Key> which) {
        if (points.isEmpty()
                || nullable
                || !type(points.getFirst()).equals(type(points.getLast()))) {
            return null;
        }
        return new Bound(which.apply(points), true, type(points.getFirst()));
    }

    private static Key type(Key value) {
        return new Key(new byte[] {value.bytes()[0]});
    }

    private static @Nullable Bound tighter(
            @Nullable Bound one, @Nullable Bound other, int direction) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int order = direction * one.value.compareTo(other.value);
        return order > 0 || order == 0 && !one.included ? one : other;
    }

    /**
     * The wider of two bounds. For different types nothing is known, because an end is also the end
     * of its type.
     */
    private static @Nullable Bound wider(
            @Nullable Bound one, @Nullable Bound other, int direction) {
        if (one == null || other == null || !one.type.equals(other.type)) {
            return null;
        }
        int order = direction * one.value.compareTo(other.value);
        return order < 0 || order == 0 && one.included ? one : other;
    }
}
