package io.keyway.usage.ingest;

import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.usage.cloudevents.CloudEvent;
import io.keyway.usage.cloudevents.CloudEventReader;
import io.keyway.usage.ingest.LicenseOwners.KnownLicense;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.records.Attribution;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an event would do if it were sent now. It is judged like any other, and not taken. */
@Component
class PreviewEvent {

    private final JudgeEvents judgeEvents;

    PreviewEvent(JudgeEvents judgeEvents) {
        this.judgeEvents = judgeEvents;
    }

    /**
     * @param time when its usage would count; null for an event that cannot be usage
     * @param owner whose usage it would be; null if the caller sees no such license
     * @param effects one per meter of the vendor, in their order; none for an event that cannot be
     *     usage
     */
    record Preview(
            JudgeEvents.Judged judged,
            @Nullable Instant time,
            @Nullable Attribution owner,
            List<OfMeter> effects) {}

    record OfMeter(DefinedMeter meter, Effect effect) {}

    /** What one meter makes of the event, whether or not the event as a whole is accepted. */
    sealed interface Effect {
        record Counts(Measurement measurement, BigDecimal quantity) implements Effect {}

        record Refuses(Refusal refusal) implements Effect {}

        record Archived() implements Effect {}

        record OtherType() implements Effect {}
    }

    /**
     * @throws ReplicaBehindException if the license is unknown and its event may not have been
     *     consumed yet
     */
    Preview preview(Reporter.Account reporter, CloudEventReader.Valid valid) {
        JudgeEvents.Round round = judgeEvents.begin(reporter, List.of(valid));
        JudgeEvents.Judged judged = round.judge(valid);
        return switch (valid) {
            case CloudEventReader.NoUsage none -> new Preview(judged, null, null, List.of());
            case CloudEventReader.Usage usage -> {
                CloudEvent event = usage.event();
                KnownLicense license = round.license(event);
                Attribution owner = license == null ? null : license.owner();
                PartnerId vendor = owner == null ? reporter.caller().vendorId() : owner.vendorId();
                List<DefinedMeter> meters =
                        vendor == null ? List.of() : round.meters(vendor, event.type());
                Instant time = round.time(event);
                yield new Preview(
                        judged,
                        time,
                        owner,
                        meters.stream()
                                .map(meter -> new OfMeter(meter, effect(meter, event, time)))
                                .toList());
            }
        };
    }

    private static Effect effect(DefinedMeter defined, CloudEvent event, Instant time) {
        if (!defined.meter().eventType().equals(event.type())) {
            return new Effect.OtherType();
        }
        if (!defined.counts()) {
            return new Effect.Archived();
        }
        return switch (defined.meter().read(event.data())) {
            case Meter.Reading.Read read ->
                    new Effect.Counts(
                            read.measurement(), read.measurement().partial(time, 0, 0).quantity());
            case Meter.Reading.Refused refused -> new Effect.Refuses(refused.refusal());
        };
    }
}
