package io.keyway.usage.meters;

import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Stored;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.metering.Meter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A meter.
 *
 * @param id the id of the meter
 * @param vendorId the vendor that owns it
 * @param code unique per vendor
 * @param eventType the CloudEvents type of the events it counts
 * @param aggregation how event values become one quantity
 * @param valueProperty the property of an event's {@code data} that is measured; absent for {@code
 *     count}
 * @param groupBy properties of an event's {@code data} that keep quantities apart: its dimensions
 * @param displayName the name to show; the code unless the vendor gave one
 * @param unit what its quantities are a number of; absent if the vendor did not say
 * @param status {@code active}, or {@code archived}: it counts no further events
 * @param position place in lists and on the overview; absent for after all that have one
 * @param createdAt when the meter was defined; earlier events are not counted
 */
record MeterResponse(
        MeterId id,
        PartnerId vendorId,
        String code,
        String eventType,
        Aggregation aggregation,
        @Nullable String valueProperty,
        List<String> groupBy,
        String displayName,
        @Nullable String unit,
        DefinedMeter.Status status,
        @Nullable Integer position,
        Instant createdAt) {

    static MeterResponse from(Stored<DefinedMeter> stored) {
        DefinedMeter defined = stored.state();
        Meter meter = defined.meter();
        return new MeterResponse(
                meter.id(),
                meter.vendorId(),
                meter.code(),
                meter.eventType(),
                meter.aggregation(),
                meter.valueProperty(),
                meter.groupBy(),
                defined.name(),
                defined.unit(),
                defined.status(),
                defined.position(),
                defined.createdAt());
    }
}
