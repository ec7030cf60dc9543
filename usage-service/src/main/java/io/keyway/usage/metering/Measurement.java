package io.keyway.usage.metering;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param takenBack whether a correction takes it back: it is subtracted
 */
public record Measurement(
        MeterId meterId,
        Aggregation aggregation,
        @Nullable BigDecimal value,
        long unique,
        Map<String, String> dimensions,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean takenBack) {

    public Measurement {
        dimensions = Map.copyOf(dimensions);
        if (takenBack && !aggregation.canTakeBack()) {
            throw new IllegalArgumentException(aggregation + " cannot be taken back");
        }
        boolean numeric =
                aggregation != Aggregation.COUNT && aggregation != Aggregation.UNIQUE_COUNT;
        if (numeric != (value != null)) {
            throw new IllegalArgumentException(aggregation + " with value " + value);
        }
    }

    /** A measurement that adds. */
    public Measurement(
            MeterId meterId,
            Aggregation aggregation,
            @Nullable BigDecimal value,
            long unique,
            Map<String, String> dimensions) {
        this(meterId, aggregation, value, unique, dimensions, false);
    }

    /** What takes this measurement back. */
    public Measurement toTakeBack() {
        return new Measurement(meterId, aggregation, value, unique, dimensions, true);
    }

    /** The partial of this measurement alone. */
    public Partial partial(Instant time, int partition, long offset) {
        int sign = takenBack ? -1 : 1;
        BigDecimal number = value == null ? BigDecimal.ONE : value;
        BigDecimal signed = takenBack ? number.negate() : number;
        return switch (aggregation) {
            case SUM -> new Partial.Sum(signed);
            case COUNT -> new Partial.Count(sign);
            case AVERAGE -> new Partial.Average(signed, sign);
            case MAX -> new Partial.Max(number);
            case MIN -> new Partial.Min(number);
            case LATEST -> new Partial.Latest(time, partition, offset, number);
            case UNIQUE_COUNT -> new Partial.UniqueCount(DistinctCounter.of(unique));
        };
    }
}
