package io.keyway.usage.reading;

import io.keyway.kit.http.Refused;
import io.keyway.usage.buckets.Bucket;
import io.keyway.usage.metering.Meter;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query does with the dimensions of its meter. The cells of all buckets have them, those of
 * partners too, so they go with every other group and filter.
 *
 * @param groupBy dimensions whose values keep rows apart
 * @param where values that usage must have, by dimension
 */
record Dimensions(List<String> groupBy, Map<String, String> where) {

    static final Dimensions NONE = new Dimensions(List.of(), Map.of());

    Dimensions {
        groupBy = List.copyOf(groupBy);
        where = Map.copyOf(where);
    }

    /**
     * @param groupBy names of dimensions
     * @param where {@code name:value} each
     * @throws Refused if one is no dimension of the meter, is filtered by twice, or has no value
     */
    static Dimensions of(Meter meter, @Nullable Set<String> groupBy, String @Nullable [] where) {
        Set<String> names = groupBy == null ? Set.of() : groupBy;
        names.forEach(name -> require(meter, "dimension", name));
        Map<String, String> values = new HashMap<>();
        for (String filter : where == null ? new String[0] : where) {
            int colon = filter.indexOf(':');
            if (colon < 0) {
                throw Refused.invalid("where", "must be a dimension and its value: region:north")
                        .get();
            }
            String name = filter.substring(0, colon);
            require(meter, "where", name);
            if (values.putIfAbsent(name, filter.substring(colon + 1)) != null) {
                throw Refused.invalid("where", "must not name a dimension twice").get();
            }
        }
        return new Dimensions(meter.groupBy().stream().filter(names::contains).toList(), values);
    }

    private static void require(Meter meter, String parameter, String name) {
        if (!meter.groupBy().contains(name)) {
            throw Refused.invalid(parameter, "must be a dimension of the meter (groupBy)").get();
        }
    }

    boolean match(Bucket.Cell cell) {
        return cell.dimensions().entrySet().containsAll(where.entrySet());
    }

    /** The values of the cell's usage to group by; null if the query groups by no dimension. */
    @Nullable Map<String, String> valuesOf(Bucket.Cell cell) {
        if (groupBy.isEmpty()) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : groupBy) {
            String value = cell.dimensions().get(name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return Collections.unmodifiableMap(values);
    }
}
