package io.keyway.usage.meters;

import io.keyway.kit.http.NotFormula;
import io.keyway.usage.meters.DefinedMeter.Status;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a meter that can change.
 *
 * @param displayName shown instead of the code, at most 100 characters; null for the code
 * @param unit what its quantities are a number of, at most 30 characters; null for none
 * @param position place in lists and on the overview, 1 to 1000; null for after all that have one
 * @param status {@code active} or {@code archived}: an archived meter counts no further events
 */
record MeterEdit(
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

    static MeterEdit of(DefinedMeter meter) {
        return new MeterEdit(meter.displayName(), meter.unit(), meter.position(), meter.status());
    }

    DefinedMeter onto(DefinedMeter meter) {
        return new DefinedMeter(
                meter.meter(),
                meter.codeOfVendor(),
                meter.createdAt(),
                NewMeter.stripped(displayName),
                NewMeter.stripped(unit),
                status,
                position);
    }
}
