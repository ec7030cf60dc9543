package io.keyway.usage.meters;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import io.keyway.usage.metering.Meter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A meter as it is stored: the rule for what it counts, and what its vendor may change besides: how
 * it is shown, and whether it counts.
 *
 * @param codeOfVendor vendor and code, unique; an archived meter keeps it, so that a code never
 *     stands for the usage of two meters
 * @param displayName null for the code
 * @param unit what its quantities are a number of, such as {@code messages}
 * @param status active for meters from before they could be archived
 * @param position place among the vendor's meters; null for after all that have one
 */
public record DefinedMeter(
        Meter meter,
        String codeOfVendor,
        Instant createdAt,
        @Nullable String displayName,
        @Nullable String unit,
        Status status,
        @Nullable Integer position)
        implements Aggregate {

    /** The last place that can be given. */
    static final int POSITION_MAX = 1000;

    /** Whether a meter counts. */
    public enum Status {
        /** It counts the events of its type. */
        @JsonProperty("active")
        ACTIVE,
        /** It counts no further events; its usage stays readable. */
        @JsonProperty("archived")
        ARCHIVED
    }

    public DefinedMeter {
        status = Objects.requireNonNullElse(status, Status.ACTIVE);
    }

    static DefinedMeter of(
            Meter meter,
            Instant createdAt,
            @Nullable String displayName,
            @Nullable String unit,
            @Nullable Integer position) {
        return new DefinedMeter(
                meter,
                codeOfVendor(meter.vendorId(), meter.code()),
                createdAt,
                displayName,
                unit,
                Status.ACTIVE,
                position);
    }

    static String codeOfVendor(PartnerId vendor, String code) {
        return vendor.value() + ":" + code;
    }

    /** The name to show. */
    public String name() {
        return displayName == null ? meter.code() : displayName;
    }

    /** Whether it counts events that are received now. */
    public boolean counts() {
        return status == Status.ACTIVE;
    }

    /**
     * Sorts as lists are: meters of a vendor by position and then code. The vendor comes first for
     * the operator, who sees the meters of all vendors.
     */
    String order() {
        return String.format(
                Locale.ROOT,
                "%s:%04d:%s",
                meter.vendorId().value(),
                position == null ? POSITION_MAX + 1 : position,
                meter.code());
    }

    @Override
    public MeterId id() {
        return meter.id();
    }

    @Override
    public List<PartnerId> scope() {
        return List.of(meter.vendorId());
    }
}
