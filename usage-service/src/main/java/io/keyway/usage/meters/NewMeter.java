package io.keyway.usage.meters;

import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Refused;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.metering.Meter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A meter to define.
 *
 * @param code unique per vendor, 1 to 64 of a-z, 0-9, dot, dash and underscore
 * @param eventType the CloudEvents type of the events it counts, at most 256 characters
 * @param aggregation how event values become one quantity
 * @param valueProperty the property of an event's {@code data} to measure; required except for
 *     {@code count}, absent there
 * @param groupBy properties of an event's {@code data} to keep quantities apart by (its
 *     dimensions), at most 3: each combination of their values is a quantity of its own
 * @param displayName shown instead of the code, at most 100 characters
 * @param unit what its quantities are a number of, such as {@code messages}, at most 30 characters
 * @param position place in lists and on the overview, 1 to 1000; default: after all that have one
 * @param vendorId the vendor; required of the operator, absent for a vendor itself
 */
record NewMeter(
        @NotNull
                @Pattern(
                        regexp = "[a-z0-9][a-z0-9._-]{0,63}",
                        message = "must be 1 to 64 of a-z, 0-9, dot, dash and underscore")
                String code,
        @NotBlank @Size(max = 256) String eventType,
        @NotNull Aggregation aggregation,
        @Pattern(regexp = NewMeter.PROPERTY, message = NewMeter.PROPERTY_EXPECTED)
                @Nullable String valueProperty,
        @Size(max = Meter.DIMENSIONS_MAX)
                @Nullable
                        List<
                                @NotNull
                                @Pattern(
                                        regexp = NewMeter.PROPERTY,
                                        message = NewMeter.PROPERTY_EXPECTED)
                                String>
                        groupBy,
        @Size(max = 100)
                @Pattern(regexp = NewMeter.NOT_BLANK, message = "must not be blank")
                @NotFormula
                @Nullable String displayName,
        @Size(max = 30)
                @Pattern(regexp = NewMeter.NOT_BLANK, message = "must not be blank")
                @NotFormula
                @Nullable String unit,
        @Min(1) @Max(DefinedMeter.POSITION_MAX) @Nullable Integer position,
        @Nullable PartnerId vendorId) {

    static final String PROPERTY = "[A-Za-z_][A-Za-z0-9_]{0,63}";
    static final String PROPERTY_EXPECTED = "must be the name of a property";

    /**
     * @throws Refused if a meter could not read events like this
     */
    static void requireReadable(
            Aggregation aggregation, @Nullable String valueProperty, List<String> groupBy) {
        if (aggregation.needsValue() && valueProperty == null) {
            throw Refused.invalid("valueProperty", "is required for this aggregation").get();
        }
        if (!aggregation.needsValue() && valueProperty != null) {
            throw Refused.invalid("valueProperty", "count measures no value").get();
        }
        if (groupBy.stream().distinct().count() < groupBy.size()) {
            throw Refused.invalid("groupBy", "must not name a property twice").get();
        }
    }

    /** Texts that are shown have at least one character that is no space. */
    static final String NOT_BLANK = "\\s*\\S[\\s\\S]*";

    static @Nullable String stripped(@Nullable String text) {
        return text == null ? null : text.strip();
    }
}
