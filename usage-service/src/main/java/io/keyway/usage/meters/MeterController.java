package io.keyway.usage.meters;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Patches;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.usage.metering.Meter;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /meters}: what a vendor counts. */
@RestController
@RequestMapping("/api/v1/meters")
class MeterController {

    private final DefineMeter defineMeter;
    private final Meters meters;
    private final MergePatch mergePatch;
    private final Clock clock;

    MeterController(DefineMeter defineMeter, Meters meters, MergePatch mergePatch, Clock clock) {
        this.defineMeter = defineMeter;
        this.meters = meters;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /**
     * Define a meter.
     *
     * <p>It counts events from now on. Which events it counts never changes, because its past
     * quantities would change their meaning; what it reads from them and how it is shown may, and
     * it may be archived. Needs {@code manage_meters}; only a vendor, or the operator for a vendor,
     * may ({@code forbidden}). A code in use, by an archived meter too, is {@code already_exists};
     * more than 200 meters, archived ones included, are {@code quota_exceeded}.
     *
     * @param request the meter
     * @return the new meter
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<MeterResponse> define(
            Caller caller, @Valid @RequestBody NewMeter request, NewId newId) {
        PartnerId vendor = vendorOf(caller, request.vendorId());
        List<String> groupBy = request.groupBy() == null ? List.of() : request.groupBy();
        NewMeter.requireReadable(request.aggregation(), request.valueProperty(), groupBy);
        Meter meter =
                new Meter(
                        newId.as(MeterId::with),
                        vendor,
                        request.code(),
                        request.eventType(),
                        request.aggregation(),
                        request.valueProperty(),
                        groupBy);
        DefinedMeter defined =
                DefinedMeter.of(
                        meter,
                        clock.instant(),
                        NewMeter.stripped(request.displayName()),
                        NewMeter.stripped(request.unit()),
                        request.position());
        return switch (defineMeter.define(defined, caller.role() == Role.PARTNER)) {
            case DefineMeter.Outcome.Defined made ->
                    ResponseEntity.created(URI.create("/api/v1/meters/" + meter.id()))
                            .eTag(made.meter().etag())
                            .body(MeterResponse.from(made.meter()));
            case DefineMeter.Outcome.CodeTaken taken ->
                    throw new Refused(
                            ProblemCode.ALREADY_EXISTS, "The vendor has a meter of this code.");
            case DefineMeter.Outcome.TooMany many ->
                    throw new Refused(
                            ProblemCode.QUOTA_EXCEEDED,
                            "A vendor has at most " + many.max() + " meters.");
            case DefineMeter.Outcome.NoSuchVendor none -> throw Refused.notFound();
        };
    }

    /**
     * List meters, by position and then code.
     *
     * <p>Returns the meters of the caller's vendor, archived ones too; the operator sees those of
     * all vendors, vendor by vendor.
     *
     * @return a page of meters
     */
    @GetMapping
    Page<MeterResponse> list(Caller caller, PageRequest page) {
        return meters.page(caller, page).map(MeterResponse::from);
    }

    /**
     * Get a meter.
     *
     * <p>A meter of another vendor is {@code not_found}.
     *
     * @param id the meter
     * @return the meter
     */
    @GetMapping("/{id}")
    ResponseEntity<MeterResponse> get(Caller caller, @PathVariable MeterId id) {
        return answer(meters.find(caller, id).orElseThrow(Refused::notFound));
    }

    /**
     * Change what a meter reads and how it is shown, archive or restore it.
     *
     * <p>A JSON merge patch: absent fields stay, null clears. Only the vendor with {@code
     * manage_meters} may ({@code forbidden}). {@code status} {@code archived} ends its counting:
     * within a second, events that no other meter counts are {@code rejected} with {@code
     * meter_not_found}. Its usage stays readable and billed, and its code stays taken. {@code
     * active} lets it count again, events that are received from then on. {@code valueProperty} and
     * {@code groupBy} hold for events that are received from then on, within a second; what was
     * counted stays until it is counted again ({@code POST /remeterings}). Code, event type and
     * aggregation stay as they were defined, because past quantities would change their meaning; to
     * count in another way, define another meter. With {@code If-Match}, a meter that was changed
     * meanwhile is {@code version_mismatch}.
     *
     * @param id the meter
     * @param patch the fields to change
     * @return the meter after the change
     */
    @PatchMapping(
            path = "/{id}",
            consumes = {"application/merge-patch+json", "application/json"})
    ResponseEntity<MeterResponse> patch(
            Caller caller,
            @PathVariable MeterId id,
            IfMatch ifMatch,
            @Patches(MeterEdit.class) @RequestBody JsonNode patch) {
        DefinedMeter seen = meters.find(caller, id).orElseThrow(Refused::notFound).state();
        if (!seen.meter().vendorId().equals(caller.partnerId())
                || !caller.may(Permission.MANAGE_METERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return answer(
                meters.change(
                                id,
                                stored -> {
                                    ifMatch.require(stored);
                                    DefinedMeter now = stored.state();
                                    DefinedMeter next =
                                            mergePatch.apply(MeterEdit.of(now), patch).onto(now);
                                    return next.equals(now)
                                            ? Decision.keep()
                                            : Decision.change(next);
                                })
                        .orElseThrow(Refused::notFound));
    }

    private static ResponseEntity<MeterResponse> answer(Stored<DefinedMeter> stored) {
        return ResponseEntity.ok().eTag(stored.etag()).body(MeterResponse.from(stored));
    }

    /** Only a vendor defines its meters; the operator names the vendor it acts for. */
    private static PartnerId vendorOf(Caller caller, @Nullable PartnerId named) {
        if (!caller.may(Permission.MANAGE_METERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        if (caller.role() == Role.OPERATOR) {
            if (named == null) {
                throw Refused.invalid("vendorId", "is required of the operator").get();
            }
            return named;
        }
        PartnerId own = caller.partnerId();
        if (own == null || !own.equals(caller.vendorId())) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        if (named != null && !named.equals(own)) {
            throw Refused.notFound();
        }
        return own;
    }
}
