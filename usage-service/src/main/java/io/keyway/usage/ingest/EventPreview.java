package io.keyway.usage.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.usage.ingest.PreviewEvent.Effect;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.records.Attribution;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event would count if it were sent now.
 *
 * @param id the CloudEvents id, as sent
 * @param status {@code accepted}, {@code duplicate} or {@code rejected}
 * @param code why it would be rejected; absent otherwise
 * @param time when its usage would count: the event's time, or now; absent for an event that cannot
 *     be usage
 * @param attribution whose usage it would be; absent if the caller sees no such license
 * @param meters what each meter of the vendor makes of it, by position and then code; empty for an
 *     event that cannot be usage
 */
record EventPreview(
        String id,
        AcceptEvents.Status status,
        @Nullable Refusal code,
        @Nullable Instant time,
        @Nullable AttributedTo attribution,
        List<MeterPreview> meters) {

    /**
     * Whose usage an event would be.
     *
     * @param licenseId the license
     * @param productId its product
     * @param customerId the customer that owns the license
     * @param partnerIds the partners whose branches it counts in, from the vendor down
     */
    record AttributedTo(
            LicenseId licenseId,
            ProductId productId,
            CustomerId customerId,
            List<PartnerId> partnerIds) {

        static AttributedTo from(Attribution owner) {
            return new AttributedTo(
                    owner.licenseId(), owner.productId(), owner.customerId(), owner.path());
        }
    }

    /** What a meter makes of an event. */
    enum MeterEffect {
        /** It would count the quantity, if the event as a whole is accepted. */
        @JsonProperty("counts")
        COUNTS,
        /** It counts events of this type and cannot read this one, so the event is rejected. */
        @JsonProperty("refuses")
        REFUSES,
        /** It counts no further events. */
        @JsonProperty("archived")
        ARCHIVED,
        /** It counts events of another type. */
        @JsonProperty("other_type")
        OTHER_TYPE
    }

    /**
     * What one meter makes of an event.
     *
     * @param meterId the meter
     * @param meter the code of the meter
     * @param displayName the name to show
     * @param unit what its quantities are a number of; absent if the vendor did not say
     * @param effect {@code counts}, if the event as a whole is accepted; {@code refuses}: the event
     *     is rejected for this; {@code archived}; {@code other_type}: it counts events of another
     *     type
     * @param quantity what it would count, a decimal string: the value, or 1 for {@code count} and
     *     {@code unique_count}; absent if it counts nothing
     * @param code why it refuses the event; absent otherwise
     * @param dimensions the values of its {@code groupBy} properties that the event has; absent if
     *     it counts nothing
     */
    record MeterPreview(
            MeterId meterId,
            String meter,
            String displayName,
            @Nullable String unit,
            MeterEffect effect,
            @Nullable BigDecimal quantity,
            @Nullable Refusal code,
            @Nullable Map<String, String> dimensions) {

        static MeterPreview from(PreviewEvent.OfMeter of) {
            return switch (of.effect()) {
                case Effect.Counts counts ->
                        of(
                                of.meter(),
                                MeterEffect.COUNTS,
                                counts.quantity().stripTrailingZeros(),
                                null,
                                counts.measurement().dimensions());
                case Effect.Refuses refuses ->
                        of(of.meter(), MeterEffect.REFUSES, null, refuses.refusal(), null);
                case Effect.Archived archived ->
                        of(of.meter(), MeterEffect.ARCHIVED, null, null, null);
                case Effect.OtherType other ->
                        of(of.meter(), MeterEffect.OTHER_TYPE, null, null, null);
            };
        }

        private static MeterPreview of(
                DefinedMeter meter,
                MeterEffect effect,
                @Nullable BigDecimal quantity,
                @Nullable Refusal code,
                @Nullable Map<String, String> dimensions) {
            return new MeterPreview(
                    meter.id(),
                    meter.meter().code(),
                    meter.name(),
                    meter.unit(),
                    effect,
                    quantity,
                    code,
                    dimensions);
        }
    }

    static EventPreview from(String id, PreviewEvent.Preview preview) {
        return new EventPreview(
                id,
                AcceptEvents.Status.of(preview.judged()),
                preview.judged().refusal(),
                preview.time(),
                preview.owner() == null ? null : AttributedTo.from(preview.owner()),
                preview.effects().stream().map(MeterPreview::from).toList());
    }
}
