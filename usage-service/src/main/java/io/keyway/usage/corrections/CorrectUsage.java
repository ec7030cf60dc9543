package io.keyway.usage.corrections;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.records.Attribution;
import io.keyway.usage.records.EventData;
import io.keyway.usage.records.UsageRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Corrects an event that was counted. The stored correction is the commit; its record goes to the
 * topic at once, or in a later round if the bus is away.
 */
@Component
class CorrectUsage {

    private static final JsonMapper JSON = ContractJson.mapper();

    private final UsageCorrections corrections;
    private final SendCorrections send;
    private final CountedEvents events;
    private final Meters meters;
    private final int periodsAdjusted;
    private final int dataBytesMax;
    private final Clock clock;

    CorrectUsage(
            UsageCorrections corrections,
            SendCorrections send,
            CountedEvents events,
            Meters meters,
            UsageProperties settings,
            Clock clock) {
        this.corrections = corrections;
        this.send = send;
        this.events = events;
        this.meters = meters;
        this.periodsAdjusted = settings.statements().periodsAdjusted();
        this.dataBytesMax = settings.ingest().dataBytesMax();
        this.clock = clock;
    }

    sealed interface Outcome {
        record Corrected(UsageCorrection correction) implements Outcome {}

        /** No such event has counted, or it is not on the bus any more. */
        record NotFound() implements Outcome {}

        /** The search has ended before all events were looked at. */
        record TimeNeeded() implements Outcome {}

        /** Other events are looked for now. */
        record Busy() implements Outcome {}

        /** It is on the bus, and will be counted in a moment. */
        record NotCountedYet() implements Outcome {}

        /** A meter of the event cannot read the data. */
        record Unreadable(String meter, Refusal refusal) implements Outcome {}

        /** The event is as the correction wants it, or cannot be corrected. */
        record Impossible(String why) implements Outcome {}
    }

    /**
     * @param vendor the vendor of the license
     */
    Outcome correct(
            Caller caller, UsageCorrectionId id, PartnerId vendor, NewCorrection requested) {
        Optional<UsageCorrection> repeated = corrections.load(id);
        if (repeated.isPresent()) {
            return new Outcome.Corrected(repeated.get());
        }
        Fingerprint.Identity identity =
                Fingerprint.Identity.of(
                        vendor, requested.licenseId(), requested.source(), requested.eventId());
        String event = UsageCorrection.event(identity);
        List<UsageCorrection> before = corrections.ofEvent(event, Counted.REVISIONS_MAX);
        if (before.size() >= Counted.REVISIONS_MAX) {
            return new Outcome.Impossible(
                    "The event was corrected %d times already.".formatted(Counted.REVISIONS_MAX));
        }
        if (!before.isEmpty()) {
            return correct(caller, id, requested, event, Counted.of(before, null));
        }
        return switch (events.find(vendor, requested.licenseId(), identity, requested.time())) {
            case CountedEvents.Outcome.Found(UsageRecord usage) ->
                    correct(caller, id, requested, event, Counted.of(usage));
            case CountedEvents.Outcome.Rejected _ ->
                    new Outcome.Impossible(
                            "The event of that time was rejected, because another one of its id had counted: say when that one happened.");
            case CountedEvents.Outcome.Missing _ -> new Outcome.NotFound();
            case CountedEvents.Outcome.TooMany _ -> new Outcome.TimeNeeded();
            case CountedEvents.Outcome.NotCountedYet _ -> new Outcome.NotCountedYet();
            case CountedEvents.Outcome.Busy _ -> new Outcome.Busy();
        };
    }

    private Outcome correct(
            Caller caller,
            UsageCorrectionId id,
            NewCorrection requested,
            String event,
            Counted now) {
        Optional<Outcome> tooOld = tooOld(now.time());
        if (tooOld.isPresent()) {
            return tooOld.get();
        }
        List<Meter> counting =
                meters.ofVendor(now.attribution().vendorId()).stream()
                        .filter(meter -> now.meters().contains(meter.id()))
                        .toList();
        for (Meter meter : counting) {
            if (!meter.aggregation().canTakeBack()) {
                return new Outcome.Impossible(
                        "The meter %s counted it, and only what sum, count and average count can be taken back."
                                .formatted(meter.code()));
            }
        }
        List<Measurement> after = new ArrayList<>();
        EventData data = null;
        if (requested.action() == UsageCorrection.Action.AMEND) {
            JsonNode amended = JSON.valueToTree(Objects.requireNonNull(requested.data()));
            data = EventData.kept(new EventData(amended), dataBytesMax);
            for (Meter meter : counting) {
                switch (meter.read(amended)) {
                    case Meter.Reading.Read read -> after.add(read.measurement());
                    case Meter.Reading.Refused refused -> {
                        return new Outcome.Unreadable(meter.code(), refused.refusal());
                    }
                }
            }
        }
        if (Set.copyOf(after).equals(Set.copyOf(now.measurements()))) {
            return new Outcome.Impossible("The event counts like this already.");
        }
        return store(
                new UsageCorrection(
                        id,
                        event,
                        UsageCorrection.eventRevision(event, now.revision() + 1),
                        now.revision() + 1,
                        now.attribution(),
                        requested.source(),
                        requested.eventId(),
                        now.type(),
                        now.time(),
                        requested.action(),
                        requested.reason().strip(),
                        now.measurements(),
                        after,
                        null,
                        data,
                        null,
                        caller.actor(),
                        clock.instant(),
                        clock.instant()));
    }

    private Outcome store(UsageCorrection correction) {
        Optional<UsageCorrection> stored = corrections.insert(correction);
        stored.ifPresent(send::send);
        return stored.<Outcome>map(Outcome.Corrected::new)
                .orElseGet(
                        () ->
                                new Outcome.Impossible(
                                        "Somebody else has just corrected the event."));
    }

    /**
     * Takes in an event that came too late, unless a copy of it has counted.
     *
     * @param reason why
     */
    Outcome takeIn(Caller caller, UsageCorrectionId id, UsageRecord late, String reason) {
        Optional<UsageCorrection> repeated = corrections.load(id);
        if (repeated.isPresent()) {
            return new Outcome.Corrected(repeated.get());
        }
        Attribution owner = late.attribution();
        Fingerprint.Identity identity = late.fingerprint().identity();
        String event = UsageCorrection.event(identity);
        if (!corrections.ofEvent(event, 1).isEmpty()) {
            return new Outcome.Impossible("The event has counted, and may be corrected.");
        }
        Optional<Outcome> tooOld = tooOld(late.time());
        if (tooOld.isPresent()) {
            return tooOld.get();
        }
        if (events.areForgotten(late.time())) {
            return new Outcome.Impossible(
                    "It happened too long ago: whether a copy has counted cannot be found out.");
        }
        return switch (events.find(owner.vendorId(), owner.licenseId(), identity, late.time())) {
            case CountedEvents.Outcome.Found _, CountedEvents.Outcome.Rejected _ ->
                    new Outcome.Impossible("An event of its id has counted.");
            case CountedEvents.Outcome.TooMany _ ->
                    new Outcome.Impossible(
                            "There are too many events after it to find out whether a copy has counted.");
            case CountedEvents.Outcome.NotCountedYet _ -> new Outcome.NotCountedYet();
            case CountedEvents.Outcome.Busy _ -> new Outcome.Busy();
            case CountedEvents.Outcome.Missing _ ->
                    store(
                            new UsageCorrection(
                                    id,
                                    event,
                                    UsageCorrection.eventRevision(event, 1),
                                    1,
                                    owner,
                                    late.source(),
                                    late.id(),
                                    late.type(),
                                    late.time(),
                                    UsageCorrection.Action.TAKE_IN,
                                    reason.strip(),
                                    List.of(),
                                    late.measurements(),
                                    late.fingerprint(),
                                    late.data(),
                                    null,
                                    caller.actor(),
                                    clock.instant(),
                                    clock.instant()));
        };
    }

    private Optional<Outcome> tooOld(Instant time) {
        YearMonth earliest = month(clock.instant()).minusMonths(periodsAdjusted);
        return month(time).isBefore(earliest)
                ? Optional.of(
                        new Outcome.Impossible(
                                "Statements are adjusted for months from %s on."
                                        .formatted(earliest)))
                : Optional.empty();
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}
