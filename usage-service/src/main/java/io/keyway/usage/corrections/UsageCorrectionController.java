package io.keyway.usage.corrections;

import static java.util.stream.Collectors.toMap;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.id.LateEventId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.usage.late.LateEvents;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.network.Network;
import io.keyway.usage.records.UsageRecord;
import io.keyway.usage.rights.UsageRights;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /usage-corrections}: voids and amends events that were counted, and takes in late events.
 */
@RestController
@RequestMapping("/api/v1")
class UsageCorrectionController {

    private final CorrectUsage correctUsage;
    private final UsageCorrections corrections;
    private final LateEvents lateEvents;
    private final Network network;
    private final Meters meters;

    UsageCorrectionController(
            CorrectUsage correctUsage,
            UsageCorrections corrections,
            LateEvents lateEvents,
            Network network,
            Meters meters) {
        this.correctUsage = correctUsage;
        this.corrections = corrections;
        this.lateEvents = lateEvents;
        this.network = network;
        this.meters = meters;
    }

    /**
     * Void or amend an event that was counted.
     *
     * <p>A new fact: nothing is overwritten, and the correction keeps what counted before. It
     * counts within seconds, for the owners that the event had, in the hour in which it happened; a
     * month that is closed gets adjustments in its next statement. Only the vendor with {@code
     * manage_meters} may ({@code forbidden}). A license outside its branch, and an event that has
     * not counted or was received more than 60 days ago, is {@code not_found}. Only what meters
     * with {@code sum}, {@code count} and {@code average} counted can be corrected, within the
     * months that statements still adjust; otherwise, and if the event counts like that already, it
     * is {@code conflict}. An event that was accepted a moment ago may be {@code not_ready}: try
     * again.
     *
     * @param request the correction
     * @return the correction
     */
    @PostMapping("/usage-corrections")
    @ResponseStatus(HttpStatus.CREATED)
    CorrectionResponse correct(
            Caller caller, @Valid @RequestBody NewCorrection request, NewId newId) {
        LicenseState license =
                network.license(caller, request.licenseId()).orElseThrow(Refused::notFound);
        PartnerId vendor = license.path().getFirst();
        requireCorrector(caller, vendor);
        boolean amends =
                switch (request.action()) {
                    case VOID -> false;
                    case AMEND -> true;
                    case TAKE_IN, REMETER ->
                            throw Refused.invalid("action", "must be void or amend").get();
                };
        if (amends != (request.data() != null)) {
            throw Refused.invalid(
                            "data", amends ? "is required to amend" : "must be absent to void")
                    .get();
        }
        return answer(
                vendor,
                correctUsage.correct(caller, newId.as(UsageCorrectionId::with), vendor, request));
    }

    private CorrectionResponse answer(PartnerId vendor, CorrectUsage.Outcome outcome) {
        return switch (outcome) {
            case CorrectUsage.Outcome.Corrected(UsageCorrection correction) ->
                    CorrectionResponse.from(correction, codes(vendor));
            case CorrectUsage.Outcome.NotFound _ -> throw Refused.notFound();
            case CorrectUsage.Outcome.Busy _ -> throw new Refused(ProblemCode.UNAVAILABLE);
            case CorrectUsage.Outcome.NotCountedYet _ -> throw new Refused(ProblemCode.NOT_READY);
            case CorrectUsage.Outcome.TimeNeeded _ ->
                    throw Refused.invalid(
                                    "time",
                                    "is needed, and nearer to the receipt of the event: there are too many events after it")
                            .get();
            case CorrectUsage.Outcome.Unreadable unreadable ->
                    throw Refused.invalid(
                                    "data",
                                    "the meter %s refuses it: %s"
                                            .formatted(
                                                    unreadable.meter(),
                                                    unreadable.refusal().code()))
                            .get();
            case CorrectUsage.Outcome.Impossible(String why) ->
                    throw new Refused(ProblemCode.CONFLICT, why);
        };
    }

    /** Only the vendor corrects what its meters have counted, and the operator for it. */
    private static void requireCorrector(Caller caller, PartnerId vendor) {
        boolean ofVendor = caller.role() == Role.OPERATOR || vendor.equals(caller.partnerId());
        if (!ofVendor || !caller.may(Permission.MANAGE_METERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }

    /**
     * Why an event is taken in.
     *
     * @param reason for everybody who sees the correction, at most 500 characters
     */
    record TakeIn(@NotBlank @Size(max = 500) @NotFormula String reason) {}

    /**
     * Take in an event that came too late.
     *
     * <p>It counts within seconds, as it was measured when it was received, in the hour in which it
     * happened; a month that is closed gets adjustments in its next statement. Only the vendor with
     * {@code manage_meters} may ({@code forbidden}). {@code conflict}: it counts already, a copy of
     * it has counted, its month is no longer adjusted, or it happened more than 60 days ago.
     *
     * @param id the late event
     * @param request why
     * @return the correction that takes it in
     */
    @PostMapping("/late-events/{id}/take-in")
    @ResponseStatus(HttpStatus.CREATED)
    CorrectionResponse takeIn(
            Caller caller,
            @PathVariable LateEventId id,
            @Valid @RequestBody TakeIn request,
            NewId newId) {
        UsageRecord late = lateEvents.find(caller, id).orElseThrow(Refused::notFound).usage();
        PartnerId vendor = late.attribution().vendorId();
        requireCorrector(caller, vendor);
        CorrectionResponse answer =
                answer(
                        vendor,
                        correctUsage.takeIn(
                                caller, newId.as(UsageCorrectionId::with), late, request.reason()));
        lateEvents.takenIn(id, answer.id());
        return answer;
    }

    /**
     * List corrections of events.
     *
     * <p>Those of the events that the caller's branch had. A partner needs {@code read_usage}; a
     * customer sees the corrections of its own usage. Without the permission: {@code forbidden}.
     *
     * @param licenseId only of this license
     * @return a page of corrections, newest first
     */
    @GetMapping("/usage-corrections")
    Page<CorrectionResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable LicenseId licenseId,
            PageRequest page) {
        UsageRights.requireReader(caller);
        return corrections
                .page(caller, licenseId, page)
                .map(
                        correction ->
                                CorrectionResponse.from(
                                        correction, codes(correction.attribution().vendorId())));
    }

    private Map<MeterId, String> codes(PartnerId vendor) {
        return meters.ofVendor(vendor).stream().collect(toMap(Meter::id, Meter::code));
    }
}
