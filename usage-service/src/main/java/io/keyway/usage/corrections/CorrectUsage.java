package io.keyway.usage.corrections;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.kit.KitProperties;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.log.EventSearch;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.records.Attribution;
import io.keyway.usage.records.UsageRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Corrects an event that was counted. The stored correction is the commit; its record goes to the
 * topic at once, or in a later round if the bus is away.
 */
@Component
class CorrectUsage {

    /** Corrections of one event: they are read together. */
    private static final int REVISIONS_MAX = 100;

    private static final JsonMapper JSON = ContractJson.mapper();

    private final UsageCorrections corrections;
    private final SendCorrections send;
    private final EventSearch search;
    private final Meters meters;
    private final UsageProperties settings;
    private final Duration eventsKeptFor;
    private final Clock clock;

    CorrectUsage(
            UsageCorrections corrections,
            SendCorrections send,
            EventSearch search,
            Meters meters,
            UsageProperties settings,
            KitProperties kit,
            Clock clock) {
        this.corrections = corrections;
        this.send = send;
        this.search = search;
        this.meters = meters;
        this.settings = settings;
        this.eventsKeptFor = kit.bus().usageKeptFor();
        this.clock = clock;
    }

    sealed interface Outcome {
        record Corrected(UsageCorrection correction) implements Outcome {}

        /** No such event has counted, or it is not on the bus any more. */
        record NotFound() implements Outcome {}

        /** The search has ended before all events were looked at. */
        record TimeNeeded() implements Outcome {}

        /** A meter of the event cannot read the data. */
        record Unreadable(String meter, Refusal refusal) implements Outcome {}

        /** The event is as the correction wants it, or cannot be corrected. */
        record Impossible(String why) implements Outcome {}
    }

    /**
     * What an event counts with now.
     *
     * @param meters those that counted it when it was received; no other meter ever does
     * @param revision how often it was corrected
     */
    private record Counted(
            Attribution attribution,
            String type,
            Instant time,
            List<MeterId> meters,
            List<Measurement> measurements,
            int revision) {

        static Counted of(UsageRecord usage) {
            return new Counted(
                    usage.attribution(),
                    usage.type(),
                    usage.time(),
                    meters(usage.measurements()),
                    usage.measurements(),
                    0);
        }

        /**
         * @param ascending the corrections of the event, by revision
         */
        static Counted of(List<UsageCorrection> ascending) {
            UsageCorrection newest = ascending.getLast();
            return new Counted(
                    newest.attribution(),
                    newest.type(),
                    newest.time(),
                    metersOf(ascending.getFirst()),
                    newest.after(),
                    newest.revision());
        }

        private static List<MeterId> metersOf(UsageCorrection first) {
            return meters(
                    first.action() == UsageCorrection.Action.TAKE_IN
                            ? first.after()
                            : first.before());
        }

        private static List<MeterId> meters(List<Measurement> measurements) {
            return measurements.stream().map(Measurement::meterId).toList();
        }
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
                        vendor,
                        requested.licenseId(),
                        requested.source(),
                        requested.eventId());
        String event = UsageCorrection.event(identity);
        List<UsageCorrection> before = corrections.ofEvent(event, REVISIONS_MAX);
        if (before.size() >= REVISIONS_MAX) {
            return new Outcome.Impossible(
                    "The event was corrected %d times already.".formatted(REVISIONS_MAX));
        }
        if (!before.isEmpty()) {
            return correct(caller, id, requested, event, Counted.of(before));
        }
        return switch (find(vendor, requested.licenseId(), identity, requested.time())) {
            case EventSearch.Outcome.Found(UsageRecord usage) ->
                    correct(caller, id, requested, event, Counted.of(usage));
            case EventSearch.Outcome.Missing _ -> new Outcome.NotFound();
            case EventSearch.Outcome.TooMany _ -> new Outcome.TimeNeeded();
        };
    }

    /**
     * The event as it was counted: the first of its copies that lay in their window. All of them
     * were received after the time of the event, less what clocks may be fast, so a search that
     * began later may have found another copy, and begins again there.
     */
    private EventSearch.Outcome find(
            PartnerId vendor,
            LicenseId license,
            Fingerprint.Identity identity,
            @Nullable Instant time) {
        Instant now = clock.instant();
        Instant from =
                time == null
                        ? now.minus(settings.journal().past())
                        : time.minus(settings.journal().ahead());
        EventSearch.Outcome found = search(vendor, license, identity, from);
        if (found instanceof EventSearch.Outcome.Found(UsageRecord usage)) {
            Instant first = usage.time().minus(settings.journal().ahead());
            if (first.isBefore(now.minus(eventsKeptFor))) {
                return new EventSearch.Outcome.Missing();
            }
            if (first.isBefore(from)) {
                return search(vendor, license, identity, first);
            }
        }
        return found;
    }

    private EventSearch.Outcome search(
            PartnerId vendor, LicenseId license, Fingerprint.Identity identity, Instant from) {
        return search.find(
                UsageRecord.key(vendor, license),
                from,
                usage ->
                        usage.correction() == null
                                && usage.fingerprint().identity().equals(identity)
                                && settings.journal()
                                        .window()
                                        .accepts(usage.time(), usage.receivedAt()));
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
        if (requested.action() == UsageCorrection.Action.AMEND) {
            JsonNode data = JSON.valueToTree(Objects.requireNonNull(requested.data()));
            for (Meter meter : counting) {
                switch (meter.read(data)) {
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
        if (late.time().isBefore(clock.instant().minus(eventsKeptFor))) {
            return new Outcome.Impossible(
                    "It happened too long ago: whether a copy has counted cannot be found out.");
        }
        return switch (find(owner.vendorId(), owner.licenseId(), identity, late.time())) {
            case EventSearch.Outcome.Found _ ->
                    new Outcome.Impossible("A copy of the event has counted.");
            case EventSearch.Outcome.TooMany _ ->
                    new Outcome.Impossible(
                            "There are too many events after it to find out whether a copy has counted.");
            case EventSearch.Outcome.Missing _ ->
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
                                    caller.actor(),
                                    clock.instant(),
                                    clock.instant()));
        };
    }

    private Optional<Outcome> tooOld(Instant time) {
        YearMonth earliest =
                month(clock.instant()).minusMonths(settings.statements().periodsAdjusted());
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
