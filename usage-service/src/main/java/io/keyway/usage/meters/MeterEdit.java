package io.keyway.usage.meters;

import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Refused;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.meters.DefinedMeter.Status;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a meter that can change.
 *
 * @param valueProperty the property of an event's {@code data} to measure, for events that are
 *     received from then on; null for {@code count} only
 * @param groupBy properties of an event's {@code data} to keep quantities apart by, at most 3, for
 *     events that are received from then on
 * @param displayName shown instead of the code, at most 100 characters; null for the code
 * @param unit what its quantities are a number of, at most 30 characters; null for none
 * @param position place in lists and on the overview, 1 to 1000; null for after all that have one
 * @param status {@code active} or {@code archived}: an archived meter counts no further events
 */
record MeterEdit(
        @Pattern(regexp = NewMeter.PROPERTY, message = NewMeter.PROPERTY_EXPECTED)
                @Nullable String valueProperty,
        @NotNull @Size(max = KEPT_DIMENSIONS_MAX)
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
        @NotNull Status status) {

    /** What a meter from before new ones could have three may keep. */
    static final int KEPT_DIMENSIONS_MAX = 5;

    static MeterEdit of(DefinedMeter meter) {
        return new MeterEdit(
                meter.meter().valueProperty(),
                meter.meter().groupBy(),
                meter.displayName(),
                meter.unit(),
                meter.position(),
                meter.status());
    }

    /**
     * @throws Refused if the meter could not read events like this
     */
    DefinedMeter onto(DefinedMeter meter) {
        return new DefinedMeter(
                reading(meter.meter()),
                meter.codeOfVendor(),
                meter.createdAt(),
                NewMeter.stripped(displayName),
                NewMeter.stripped(unit),
                status,
                position);
    }

    private Meter reading(Meter meter) {
        NewMeter.requireReadable(meter.aggregation(), valueProperty, groupBy);
        if (groupBy.size() > Meter.DIMENSIONS_MAX && !groupBy.equals(meter.groupBy())) {
            throw Refused.invalid("groupBy", "must have at most " + Meter.DIMENSIONS_MAX).get();
        }
        return meter.reading(valueProperty, groupBy);
    }
}
