package io.keyway.usage.metering;

import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A rule for what is counted. Code, event type and aggregation never change, because past
 * quantities would change their meaning; what is read from further events may.
 *
 * @param valueProperty the property of an event's data that is measured; null for count
 * @param groupBy properties of an event's data that keep quantities apart
 */
public record Meter(
        MeterId id,
        PartnerId vendorId,
        String code,
        String eventType,
        Aggregation aggregation,
        @Nullable String valueProperty,
        List<String> groupBy) {

    /**
     * Dimensions that a new meter may have: each combination of their values is a cell in the
     * buckets of its license and of every partner above. Meters from before may have five.
     */
    public static final int DIMENSIONS_MAX = 3;

    /** Longest value of a dimension. */
    public static final int DIMENSION_CHARS_MAX = 128;

    /** Longest text that unique_count accepts. */
    private static final int UNIQUE_CHARS_MAX = 1024;

    /** At most 18 digits before the point and 12 after it, so that sums stay exact and bounded. */
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,18}(\\.\\d{1,12})?");

    public Meter {
        groupBy = List.copyOf(groupBy);
        if (aggregation.needsValue() && valueProperty == null) {
            throw new IllegalArgumentException(aggregation + " needs a value");
        }
    }

    /** The same meter with other properties to read. */
    public Meter reading(@Nullable String newValueProperty, List<String> newGroupBy) {
        return new Meter(id, vendorId, code, eventType, aggregation, newValueProperty, newGroupBy);
    }

    /** Reads the event's data, or tells why this meter cannot. */
    public Reading read(JsonNode data) {
        Map<String, String> dimensions = new HashMap<>();
        for (String property : groupBy) {
            JsonNode node = data.get(property);
            if (node != null && !node.isNull()) {
                if (!node.isValueNode() || node.asString().length() > DIMENSION_CHARS_MAX) {
                    return new Reading.Refused(Refusal.INVALID_DIMENSION);
                }
                dimensions.put(property, node.asString());
            }
        }
        if (valueProperty == null || aggregation == Aggregation.COUNT) {
            return new Reading.Read(new Measurement(id, aggregation, null, 0, dimensions));
        }
        JsonNode node = data.get(valueProperty);
        if (node == null || node.isNull()) {
            return new Reading.Refused(Refusal.VALUE_MISSING);
        }
        if (aggregation == Aggregation.UNIQUE_COUNT) {
            boolean fits = node.isValueNode() && node.asString().length() <= UNIQUE_CHARS_MAX;
            return fits
                    ? new Reading.Read(
                            new Measurement(
                                    id,
                                    aggregation,
                                    null,
                                    DistinctCounter.hash(node.asString()),
                                    dimensions))
                    : new Reading.Refused(Refusal.INVALID_VALUE);
        }
        return decimal(node)
                .<Reading>map(
                        value ->
                                new Reading.Read(
                                        new Measurement(id, aggregation, value, 0, dimensions)))
                .orElseGet(() -> new Reading.Refused(Refusal.INVALID_VALUE));
    }

    /**
     * A JSON number or decimal string within the limits. The exponent is checked before the number
     * is expanded: 1e999999999 must not use memory.
     */
    private static Optional<BigDecimal> decimal(JsonNode node) {
        if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            if (number.signum() == 0) {
                return Optional.of(BigDecimal.ZERO);
            }
            if (Math.abs((long) number.precision() - number.scale()) > 18
                    || Math.abs((long) number.scale()) > 64) {
                return Optional.empty();
            }
            BigDecimal plain = number.stripTrailingZeros();
            return plain.scale() > 12
                    ? Optional.empty()
                    : Optional.of(plain.scale() < 0 ? plain.setScale(0) : plain);
        }
        return node.isString() && DECIMAL.matcher(node.asString()).matches()
                ? Optional.of(new BigDecimal(node.asString()))
                : Optional.empty();
    }

    /** The result of reading one event with one meter. */
    public sealed interface Reading {
        record Read(Measurement measurement) implements Reading {}

        record Refused(Refusal refusal) implements Reading {}
    }
}
