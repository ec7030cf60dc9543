package io.keyway.usage.ingest;

import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.cloudevents.CloudEvent;
import io.keyway.usage.cloudevents.CloudEventReader;
import io.keyway.usage.ingest.LicenseOwners.KnownLicense;
import io.keyway.usage.late.VendorWindows;
import io.keyway.usage.metering.AcceptanceWindow;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.records.Attribution;
import io.keyway.usage.records.EventData;
import io.keyway.usage.records.UsageRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides of events whether they count, and with which measurements. It sends and stores nothing:
 * accepting an event and previewing it judge in the same way.
 */
@Component
class JudgeEvents {

    private final LicenseOwners owners;
    private final Meters meters;
    private final RecentEvents recent;
    private final VendorWindows windows;
    private final Clock clock;

    JudgeEvents(
            LicenseOwners owners,
            Meters meters,
            VendorWindows windows,
            UsageProperties settings,
            Clock clock) {
        this.owners = owners;
        this.meters = meters;
        this.recent = new RecentEvents(settings.ingest().recentMax());
        this.windows = windows;
        this.clock = clock;
    }

    sealed interface Judged {
        /** It counts, unless its owner knows an earlier event of its identity. */
        record Counts(UsageRecord usage) implements Judged {}

        /** It was accepted before. */
        record Repeated() implements Judged {}

        record Refused(Refusal refusal) implements Judged {}

        /** It would count, but it happened too long before its receipt. */
        record Late(UsageRecord usage) implements Judged {}

        /** Why it does not count; null if it does or did. */
        default @Nullable Refusal refusal() {
            return switch (this) {
                case Counts _, Repeated _ -> null;
                case Refused(Refusal refusal) -> refusal;
                case Late _ -> Refusal.OUT_OF_WINDOW;
            };
        }
    }

    /**
     * Begins to judge the events of one request, which are received now.
     *
     * @throws ReplicaBehindException if a license is unknown and its event may not have been
     *     consumed yet
     */
    Round begin(Reporter reporter, List<CloudEventReader.Valid> events) {
        Instant receivedAt = clock.instant();
        Set<LicenseId> licenses = new HashSet<>();
        for (CloudEventReader.Valid event : events) {
            if (event instanceof CloudEventReader.Usage usage) {
                licenseId(usage.event()).ifPresent(licenses::add);
            }
        }
        return new Round(owners.of(reporter, licenses), receivedAt);
    }

    /** Answers {@code duplicate} from now on, when one of these comes again. */
    void sent(List<UsageRecord> records) {
        recent.add(records.stream().map(UsageRecord::fingerprint).toList());
    }

    private static Optional<LicenseId> licenseId(CloudEvent event) {
        try {
            return Optional.of(new LicenseId(event.subject()));
        } catch (IllegalArgumentException noLicenseId) {
            return Optional.empty();
        }
    }

    /** The events of one request, judged one by one in their order. */
    final class Round {

        private final Map<LicenseId, KnownLicense> found;
        private final Instant receivedAt;

        /** The payloads of the events of this request that count. */
        private final Map<Fingerprint.Identity, Long> counted = new HashMap<>();

        private final Map<PartnerId, List<DefinedMeter>> known = new HashMap<>();
        private final Set<PartnerId> readAnew = new HashSet<>();
        private final Map<EventType, List<Meter>> counting = new HashMap<>();

        private record EventType(PartnerId vendor, String name) {}

        private Round(Map<LicenseId, KnownLicense> found, Instant receivedAt) {
            this.found = found;
            this.receivedAt = receivedAt;
        }

        Judged judge(CloudEventReader.Valid valid) {
            return switch (valid) {
                case CloudEventReader.NoUsage none -> new Judged.Refused(none.refusal());
                case CloudEventReader.Usage usage -> judge(usage.event());
            };
        }

        private Judged judge(CloudEvent event) {
            KnownLicense license = license(event);
            if (license == null) {
                return new Judged.Refused(Refusal.LICENSE_NOT_FOUND);
            }
            Attribution owner = license.owner();
            Fingerprint fingerprint = event.fingerprint(owner.vendorId(), owner.licenseId());
            Long payload = counted.get(fingerprint.identity());
            if ((payload != null && payload == fingerprint.payload())
                    || recent.contains(fingerprint)) {
                return new Judged.Repeated();
            }
            Instant time = time(event);
            AcceptanceWindow window = windows.of(owner.vendorId());
            if (window.accepts(time, receivedAt)) {
                Judged judged = judge(event, license, fingerprint, time);
                if (judged instanceof Judged.Counts) {
                    counted.putIfAbsent(fingerprint.identity(), fingerprint.payload());
                }
                return judged;
            }
            return window.isLate(time, receivedAt)
                            && judge(event, license, fingerprint, time)
                                    instanceof Judged.Counts(UsageRecord usage)
                    ? new Judged.Late(usage)
                    : new Judged.Refused(Refusal.OUT_OF_WINDOW);
        }

        /** The judgement of an event that comes in time. */
        private Judged judge(
                CloudEvent event, KnownLicense license, Fingerprint fingerprint, Instant time) {
            if (!license.countsAt(time)) {
                return new Judged.Refused(Refusal.LICENSE_NOT_ACTIVE);
            }
            Attribution owner = license.owner();
            return switch (measure(owner.vendorId(), event)) {
                case Measured.Not not -> new Judged.Refused(not.refusal());
                case Measured.By by ->
                        new Judged.Counts(
                                new UsageRecord(
                                        owner,
                                        event.source(),
                                        event.id(),
                                        event.type(),
                                        time,
                                        receivedAt,
                                        fingerprint,
                                        by.measurements(),
                                        null,
                                        new EventData(event.data())));
            };
        }

        /** The license that the event names, if the caller sees it. */
        @Nullable KnownLicense license(CloudEvent event) {
            return licenseId(event).map(found::get).orElse(null);
        }

        /** When it happened: when it was received, if it does not say. */
        Instant time(CloudEvent event) {
            return event.time() == null ? receivedAt : event.time();
        }

        /**
         * The vendor's meters. If none of the cached ones counts events of this type, they are read
         * anew, since a new or restored one may be missing: once per request, so that a batch of
         * events that nobody counts is not a query each.
         */
        List<DefinedMeter> meters(PartnerId vendor, String type) {
            List<DefinedMeter> cached = known.computeIfAbsent(vendor, meters::defined);
            if (cached.stream().anyMatch(meter -> counts(meter, type)) || !readAnew.add(vendor)) {
                return cached;
            }
            List<DefinedMeter> now = meters.definedNow(vendor);
            known.put(vendor, now);
            return now;
        }

        /**
         * Measures the event with all meters of its type. If one of them cannot read it, the event
         * is rejected: a sender can only correct and resend the event as a whole.
         */
        private Measured measure(PartnerId vendor, CloudEvent event) {
            List<Measurement> measurements = new ArrayList<>();
            for (Meter meter : counting(new EventType(vendor, event.type()))) {
                switch (meter.read(event.data())) {
                    case Meter.Reading.Read read -> measurements.add(read.measurement());
                    case Meter.Reading.Refused refused -> {
                        return new Measured.Not(refused.refusal());
                    }
                }
            }
            return measurements.isEmpty()
                    ? new Measured.Not(Refusal.METER_NOT_FOUND)
                    : new Measured.By(measurements);
        }

        /** Looked for once per request and type, since events of a batch are mostly alike. */
        private List<Meter> counting(EventType type) {
            return counting.computeIfAbsent(
                    type,
                    any ->
                            meters(type.vendor(), type.name()).stream()
                                    .filter(meter -> counts(meter, type.name()))
                                    .map(DefinedMeter::meter)
                                    .toList());
        }
    }

    private static boolean counts(DefinedMeter meter, String type) {
        return meter.counts() && meter.meter().eventType().equals(type);
    }

    private sealed interface Measured {
        record By(List<Measurement> measurements) implements Measured {}

        record Not(Refusal refusal) implements Measured {}
    }
}
