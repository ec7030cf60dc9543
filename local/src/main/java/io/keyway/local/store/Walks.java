package io.keyway.local.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds how the entries of one index can answer a query: the values of its first parts, the range
 * of the part after them, and whether the rest is the requested order.
 */
final class Walks {

    /** Combinations of values that are looked up one by one; for more, the part's range is read. */
    private static final int POINTS_MAX = 2_000;

    /** Intervals that are counted; the others are assumed to be alike. */
    private static final int COUNTED_MAX = 32;

    private final Entries entries;
    private final Conditions conditions;

    /** Lists that already have a demand: another demand may be met by another element. */
    private final Set<String> lists = new HashSet<>();

    private final Set<String> constants = new HashSet<>();
    private List<Key> prefixes = List.of(new Key(new byte[0]));
    private List<Interval> intervals = List.of();

    /** Number of parts with given values. */
    private int bound;

    /** Number of first parts with a single value, and their length in bytes. */
    private int fixed;

    private int fixedBytes;

    private Walks(Entries entries, Conditions conditions) {
        this.entries = entries;
        this.conditions = conditions;
    }

    static Walk through(Entries entries, Conditions conditions, Order order) {
        Walks walks = new Walks(entries, conditions);
        walks.narrow();
        return walks.walk(order);
    }

    private void narrow() {
        for (IndexPart part : entries.parts()) {
            List<Span> spans = spans(part);
            if (spans == null) {
                break;
            }
            boolean points = spans.stream().allMatch(Span::isPoint);
            if (!points || (long) prefixes.size() * spans.size() > POINTS_MAX) {
                List<Span> range = points ? List.of(hull(spans)) : spans;
                intervals = combined(range, part);
                return;
            }
            if (entries.fromList(bound)) {
                lists.add(part.root());
            } else if (spans.size() == 1) {
                constants.add(part.path());
            }
            prefixes =
                    prefixes.stream()
                            .flatMap(
                                    prefix ->
                                            spans.stream().map(span -> longer(prefix, span, part)))
                            .sorted()
                            .toList();
            bound++;
            if (prefixes.size() == 1) {
                fixed = bound;
                fixedBytes = prefixes.getFirst().length();
            }
        }
        intervals = prefixes.stream().map(Interval::startingWith).toList();
    }

    private @Nullable List<Span> spans(IndexPart part) {
        boolean fromList = entries.fromList(bound);
        if (part.namesPlaces() || fromList && lists.contains(part.root())) {
            return null;
        }
        Demand demand = conditions.on(part.path());
        return demand == null ? null : demand.spans(fromList);
    }

    private static Key longer(Key prefix, Span span, IndexPart part) {
        return prefix.append(part.ascending() ? span.from() : span.from().inverted());
    }

    private static Span hull(List<Span> points) {
        return new Span(points.getFirst().from(), true, points.getLast().to(), true);
    }

    private List<Interval> combined(List<Span> spans, IndexPart part) {
        List<Interval> all = new ArrayList<>();
        for (Key prefix : prefixes) {
            for (Span span : spans) {
                all.add(span.after(prefix, part.ascending()));
            }
        }
        return all;
    }

    private Walk walk(Order order) {
        boolean byId = direction(Order.BY_ID, fixed) > 0;
        Order rest = order.without(constants);
        int direction = order.isAny() ? 0 : direction(rest, bound);
        if (direction == 0 && !order.isAny() && fixed < bound) {
            direction = direction(rest, fixed);
            intervals = intervals.stream().map(one -> one.withPrefix(fixedBytes)).toList();
        }
        return new Walk(
                entries, intervals, direction < 0, direction != 0, byId, repeats(), count());
    }

    /**
     * 1 if entries that are equal in all parts before the first are in the requested order, -1 if
     * they are backward, else 0.
     */
    private int direction(Order order, int first) {
        int direction = 0;
        int part = first;
        for (IndexPart wanted : order.parts()) {
            if (part == entries.parts().size()) {
                if (part > first || intervals.size() == 1) {
                    break; // The id was among them, so no two are equal.
                }
                return 0;
            }
            IndexPart next = entries.parts().get(part);
            int sign = next.ascending() == wanted.ascending() ? 1 : -1;
            if (!next.path().equals(wanted.path())
                    || entries.fromList(part)
                    || direction == -sign) {
                return 0;
            }
            direction = sign;
            part++;
        }
        return direction == 0 ? 1 : direction;
    }

    private boolean repeats() {
        for (int part = intervals.size() == 1 ? bound : 0; part < entries.parts().size(); part++) {
            if (entries.fromList(part)) {
                return true;
            }
        }
        return false;
    }

    private long count() {
        long counted =
                intervals.stream()
                        .limit(COUNTED_MAX)
                        .mapToLong(interval -> interval.count(entries.map()))
                        .sum();
        return intervals.size() <= COUNTED_MAX
                ? counted
                : Math.max(intervals.size(), counted * intervals.size() / COUNTED_MAX);
    }
}
