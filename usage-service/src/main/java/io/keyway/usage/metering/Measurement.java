package io.keyway.usage.metering;

import io.keyway.contracts.id.MeterId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one meter reads from one event.
 *
 * @param value the number; null for count and unique_count
 * @param unique hash of the value for unique_count, else 0
 * @param dimensions the values of the meter's groupBy properties that the event has
 */
public record Measurement(
        MeterId meterId,
        Aggregation aggregation,
        @Nullable BigDecimal value,
        long unique,
        Map<String, String> dimensions) {

    public Measurement {
        dimensions = Map.copyOf(dimensions);
        boolean numeric =
                aggregation != Aggregation.COUNT && aggregation != Aggregation.UNIQUE_COUNT;
        if (numeric != (value != null)) {
            throw new IllegalArgumentException(aggregation + " with value " + value);
        }
    }

    /** The partial of this measurement alone. */
    public Partial partial(Instant time, int partition, long offset) {
        BigDecimal number = value == null ? BigDecimal.ONE : value;
        return switch (aggregation) {
            case SUM -> new Partial.Sum(number);
            case COUNT -> new Partial.Count(1);
            case AVERAGE -> new Partial.Average(number, 1);
            case MAX -> new Partial.Max(number);
            case MIN -> new Partial.Min(number);
            case LATEST -> new Partial.Latest(time, partition, offset, number);
            case UNIQUE_COUNT -> new Partial.UniqueCount(DistinctCounter.of(unique));
        };
    }
}
