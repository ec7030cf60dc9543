package io.keyway.usage.remetering;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.RemeteringId;
import io.keyway.kit.KitProperties;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.meters.Meters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Starts the preview of a re-metering, applies it, or gives it up. */
@Component
class StartRemetering {

    private final Remeterings remeterings;
    private final Meters meters;
    private final Duration keptFor;
    private final Duration ahead;
    private final int periodsAdjusted;
    private final Clock clock;

    StartRemetering(
            Remeterings remeterings,
            Meters meters,
            UsageProperties settings,
            KitProperties kit,
            Clock clock) {
        this.remeterings = remeterings;
        this.meters = meters;
        this.keptFor = kit.bus().usageKeptFor();
        this.ahead = settings.journal().ahead();
        this.periodsAdjusted = settings.statements().periodsAdjusted();
        this.clock = clock;
    }

    /**
     * Starts a preview, or answers the one with this id.
     *
     * @throws Refused if the range or the meter cannot be measured again, or the vendor has an
     *     unfinished re-metering
     */
    Remetering preview(RemeteringId id, DefinedMeter defined, Instant from, Instant to) {
        Optional<Remetering> repeated = remeterings.load(id);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        Instant now = clock.instant();
        if (!from.isBefore(to)) {
            throw Refused.invalid("to", "must be after from").get();
        }
        if (to.isAfter(now)) {
            throw Refused.invalid("to", "must not be in the future").get();
        }
        tooOld(from, now)
                .ifPresent(
                        why -> {
                            throw Refused.invalid("from", why).get();
                        });
        if (!defined.meter().aggregation().canTakeBack()) {
            throw new Refused(
                    ProblemCode.CONFLICT,
                    "Only what sum, count and average count can be taken back, and so counted again.");
        }
        if (!defined.counts()) {
            throw new Refused(
                    ProblemCode.CONFLICT, "The meter is archived: restore it to count again.");
        }
        return remeterings
                .insert(Remetering.previewing(id, defined.meter(), from, to, now))
                .orElseThrow(
                        () ->
                                new Refused(
                                        ProblemCode.CONFLICT,
                                        "Another re-metering is unfinished: apply or cancel it."));
    }

    /**
     * @throws Refused with {@code conflict} if it is not ready, or would not come to what its
     *     preview says
     */
    Remetering apply(Caller caller, Remetering found, String reason) {
        Instant now = clock.instant();
        boolean changed =
                meters.find(caller, found.meter().id())
                        .filter(meter -> meter.state().meter().equals(found.meter()))
                        .isEmpty();
        Optional<String> tooOld = tooOld(found.from(), now);
        return remeterings
                .change(
                        found.id(),
                        remetering ->
                                switch (remetering.status()) {
                                    case APPLYING, DONE -> Decision.keep();
                                    case READY -> {
                                        if (changed) {
                                            throw new Refused(
                                                    ProblemCode.CONFLICT,
                                                    "The meter was changed since: cancel this preview and make another one.");
                                        }
                                        tooOld.ifPresent(
                                                why -> {
                                                    throw new Refused(
                                                            ProblemCode.CONFLICT,
                                                            "The preview is too old: its start "
                                                                    + why
                                                                    + ".");
                                                });
                                        yield Decision.change(
                                                remetering.apply(reason, caller.actor(), now));
                                    }
                                    case PREVIEWING ->
                                            throw new Refused(
                                                    ProblemCode.CONFLICT,
                                                    "The preview is not ready.");
                                    case CANCELLED, FAILED ->
                                            throw new Refused(
                                                    ProblemCode.CONFLICT,
                                                    "The preview was not finished: make another one.");
                                })
                .orElseThrow(Refused::notFound);
    }

    /**
     * @throws Refused with {@code conflict} if it is applied
     */
    Remetering cancel(Remetering found) {
        return remeterings
                .change(
                        found.id(),
                        remetering ->
                                switch (remetering.status()) {
                                    case PREVIEWING, READY ->
                                            Decision.change(remetering.cancelled(clock.instant()));
                                    case CANCELLED, FAILED -> Decision.keep();
                                    case APPLYING, DONE ->
                                            throw new Refused(
                                                    ProblemCode.CONFLICT,
                                                    "It is applied, and events are corrected.");
                                })
                .orElseThrow(Refused::notFound);
    }

    /** Why events of this time cannot be measured again: what to say of it. */
    private Optional<String> tooOld(Instant from, Instant now) {
        if (from.isBefore(now.minus(keptFor).plus(ahead))) {
            return Optional.of("must be within the last %d days".formatted(keptFor.toDays()));
        }
        YearMonth earliest = month(now).minusMonths(periodsAdjusted);
        return month(from).isBefore(earliest)
                ? Optional.of("must be in %s or later: earlier months stay".formatted(earliest))
                : Optional.empty();
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}
