package io.keyway.usage.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.cloudevents.CloudEvent;
import io.keyway.usage.cloudevents.CloudEventReader;
import io.keyway.usage.ingest.LicenseOwners.KnownLicense;
import io.keyway.usage.metering.AcceptanceWindow;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.records.Attribution;
import io.keyway.usage.records.UsageRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
 * Finds the owners of each event's license, measures the event, and sends it to the usage topic.
 */
@Component
class AcceptEvents {

    private final LicenseOwners owners;
    private final Meters meters;
    private final UsageTopic topic;
    private final RecentEvents recent;
    private final AcceptanceWindow window;
    private final Clock clock;
    private final Counter accepted;
    private final Counter rejected;
    private final Counter duplicate;
    private final Counter unavailable;

    AcceptEvents(
            LicenseOwners owners,
            Meters meters,
            UsageTopic topic,
            UsageProperties settings,
            Clock clock,
            MeterRegistry metrics) {
        this.owners = owners;
        this.meters = meters;
        this.topic = topic;
        this.recent = new RecentEvents(settings.ingest().recentMax());
        this.window = new AcceptanceWindow(settings.journal().past(), settings.journal().ahead());
        this.clock = clock;
        this.accepted = metrics.counter("keyway.usage.ingest", "status", "accepted");
        this.rejected = metrics.counter("keyway.usage.ingest", "status", "rejected");
        this.duplicate = metrics.counter("keyway.usage.ingest", "status", "duplicate");
        this.unavailable = metrics.counter("keyway.usage.ingest", "status", "unavailable");
    }

    /** The result of one event. */
    enum Status {
        /** It is on the bus, acknowledged by all in-sync replicas. */
        @JsonProperty("accepted")
        ACCEPTED,
        /** An event with the same identity and content was accepted before. */
        @JsonProperty("duplicate")
        DUPLICATE,
        /** It is not counted; {@code code} says why. */
        @JsonProperty("rejected")
        REJECTED
    }

    /**
     * The result of one event.
     *
     * @param id the CloudEvents id, as sent
     * @param status {@code accepted}, {@code duplicate} or {@code rejected}
     * @param code why it was rejected; absent otherwise
     */
    record Result(String id, Status status, @Nullable Refusal code) {}

    sealed interface Outcome {
        record Answered(List<Result> results) implements Outcome {}

        /** The bus has not acknowledged every event: the sender must send all of them again. */
        record BusAway() implements Outcome {}
    }

    /**
     * Judges each event by itself.
     *
     * @throws ReplicaBehindException if a license is unknown and its event may not have been
     *     consumed yet; no event was taken
     */
    Outcome accept(Reporter reporter, List<CloudEventReader.Valid> events) {
        Instant receivedAt = clock.instant();
        Map<LicenseId, KnownLicense> found = owners(reporter, events);
        List<Result> results = new ArrayList<>(events.size());
        List<UsageRecord> records = new ArrayList<>(events.size());
        Map<Fingerprint.Identity, Long> inRequest = new HashMap<>();
        for (CloudEventReader.Valid event : events) {
            switch (judge(event, found, inRequest, receivedAt)) {
                case Judged.Counts counts -> {
                    Fingerprint fingerprint = counts.usage().fingerprint();
                    inRequest.putIfAbsent(fingerprint.identity(), fingerprint.payload());
                    records.add(counts.usage());
                    results.add(new Result(event.id(), Status.ACCEPTED, null));
                }
                case Judged.Repeated _ ->
                        results.add(new Result(event.id(), Status.DUPLICATE, null));
                case Judged.Refused refused ->
                        results.add(new Result(event.id(), Status.REJECTED, refused.refusal()));
            }
        }
        if (!records.isEmpty() && !topic.put(records)) {
            unavailable.increment(records.size());
            return new Outcome.BusAway();
        }
        recent.add(records.stream().map(UsageRecord::fingerprint).toList());
        count(results);
        return new Outcome.Answered(results);
    }

    private Map<LicenseId, KnownLicense> owners(
            Reporter reporter, List<CloudEventReader.Valid> events) {
        Set<LicenseId> licenses = new HashSet<>();
        for (CloudEventReader.Valid event : events) {
            if (event instanceof CloudEventReader.Usage usage) {
                license(usage.event()).ifPresent(licenses::add);
            }
        }
        try {
            return owners.of(reporter, licenses);
        } catch (ReplicaBehindException behind) {
            unavailable.increment(events.size());
            throw behind;
        }
    }

    private sealed interface Judged {
        /** It counts, unless its owner knows an earlier event of its identity. */
        record Counts(UsageRecord usage) implements Judged {}

        /** It was accepted before. */
        record Repeated() implements Judged {}

        record Refused(Refusal refusal) implements Judged {}
    }

    /**
     * @param inRequest the payloads of the events of this request that are accepted so far
     */
    private Judged judge(
            CloudEventReader.Valid valid,
            Map<LicenseId, KnownLicense> found,
            Map<Fingerprint.Identity, Long> inRequest,
            Instant receivedAt) {
        return switch (valid) {
            case CloudEventReader.NoUsage none -> new Judged.Refused(none.refusal());
            case CloudEventReader.Usage usage -> {
                CloudEvent event = usage.event();
                KnownLicense license = license(event).map(found::get).orElse(null);
                if (license == null) {
                    yield new Judged.Refused(Refusal.LICENSE_NOT_FOUND);
                }
                Attribution owner = license.owner();
                Fingerprint fingerprint = event.fingerprint(owner.vendorId(), owner.licenseId());
                Long payload = inRequest.get(fingerprint.identity());
                if ((payload != null && payload == fingerprint.payload())
                        || recent.contains(fingerprint)) {
                    yield new Judged.Repeated();
                }
                Instant time = event.time() == null ? receivedAt : event.time();
                if (!window.accepts(time, receivedAt)) {
                    yield new Judged.Refused(Refusal.OUT_OF_WINDOW);
                }
                if (!license.countsAt(time)) {
                    yield new Judged.Refused(Refusal.LICENSE_NOT_ACTIVE);
                }
                yield switch (measure(owner, event)) {
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
                                            by.measurements()));
                };
            }
        };
    }

    private static Optional<LicenseId> license(CloudEvent event) {
        try {
            return Optional.of(new LicenseId(event.subject()));
        } catch (IllegalArgumentException noLicenseId) {
            return Optional.empty();
        }
    }

    private sealed interface Measured {
        record By(List<Measurement> measurements) implements Measured {}

        record Not(Refusal refusal) implements Measured {}
    }

    /**
     * Measures the event with all meters of its type. If one of them cannot read it, the event is
     * rejected: a sender can only correct and resend the event as a whole.
     */
    private Measured measure(Attribution owner, CloudEvent event) {
        List<Meter> counting = counting(meters.ofVendor(owner.vendorId()), event);
        if (counting.isEmpty()) {
            counting = counting(meters.ofVendorNow(owner.vendorId()), event);
        }
        if (counting.isEmpty()) {
            return new Measured.Not(Refusal.METER_NOT_FOUND);
        }
        List<Measurement> measurements = new ArrayList<>(counting.size());
        for (Meter meter : counting) {
            switch (meter.read(event.data())) {
                case Meter.Reading.Read read -> measurements.add(read.measurement());
                case Meter.Reading.Refused refused -> {
                    return new Measured.Not(refused.refusal());
                }
            }
        }
        return new Measured.By(measurements);
    }

    private static List<Meter> counting(List<Meter> meters, CloudEvent event) {
        return meters.stream().filter(meter -> meter.eventType().equals(event.type())).toList();
    }

    private void count(List<Result> results) {
        for (Result result : results) {
            switch (result.status()) {
                case ACCEPTED -> accepted.increment();
                case DUPLICATE -> duplicate.increment();
                case REJECTED -> rejected.increment();
            }
        }
    }
}
