package io.keyway.usage.metering;

import java.util.Map;
import java.util.Set;

/**
 * A part of a meter's usage, by the values of its dimensions. The parts that the rates of a plan
 * make do not overlap.
 *
 * @param where only usage with these values; empty for no condition
 * @param except no usage with all values of one of these
 */
public record UsagePart(Map<String, String> where, Set<Map<String, String>> except) {

    /** All usage of the meter. */
    public static final UsagePart ALL = new UsagePart(Map.of(), Set.of());

    public UsagePart {
        where = Map.copyOf(where);
        except = Set.copyOf(except);
    }

    /** Whether usage with these values of dimensions belongs to it. */
    public boolean has(Map<String, String> dimensions) {
        return dimensions.entrySet().containsAll(where.entrySet())
                && except.stream()
                        .noneMatch(other -> dimensions.entrySet().containsAll(other.entrySet()));
    }
}
