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
 * What is counted. A meter never changes: its quantities would change their meaning with it.
 *
 * @param valueProperty the property of an event's data that is measured; absent for count only
 * @param groupBy properties of an event's data by which quantities are kept apart
 */
public record Meter(
        MeterId id,
        PartnerId vendorId,
        String code,
        String eventType,
        Aggregation aggregation,
        @Nullable String valueProperty,
        List<String> groupBy) {

    /** Longest value of a dimension; each different one is a cell of every bucket. */
    public static final int DIMENSION_CHARS_MAX = 128;

    /** Longest text that unique_count takes. */
    private static final int UNIQUE_CHARS_MAX = 1024;

    /**
     * 18 digits before the point and 12 after: a sum of any number of them is exact and fits a
     * line.
     */
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,18}(\\.\\d{1,12})?");

    public Meter {
        groupBy = List.copyOf(groupBy);
        if (aggregation.needsValue() && valueProperty == null) {
            throw new IllegalArgumentException(aggregation + " needs a value");
        }
    }

    /** What the event's data says to this meter, or why it says nothing. */
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
     * A JSON number or a decimal string within bounds; an exponent is looked at before it is
     * expanded.
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

    /** What one meter makes of one event. */
    public sealed interface Reading {
        record Read(Measurement measurement) implements Reading {}

        record Refused(Refusal refusal) implements Reading {}
    }
}
