package io.keyway.usage.remetering;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.RemeteringId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.meters.Meters;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /remeterings}: counts a range again, after its meter was made wrong. */
@RestController
@RequestMapping("/api/v1/remeterings")
class RemeteringController {

    private final StartRemetering start;
    private final Remeterings remeterings;
    private final Meters meters;

    RemeteringController(StartRemetering start, Remeterings remeterings, Meters meters) {
        this.start = start;
        this.remeterings = remeterings;
        this.meters = meters;
    }

    /**
     * What to count again.
     *
     * @param meterId the meter; with {@code sum}, {@code count} or {@code average}
     * @param from of the time of events, inclusive; within the last 60 days
     * @param to exclusive, not in the future
     */
    record NewRemetering(@NotNull MeterId meterId, @NotNull Instant from, @NotNull Instant to) {}

    /**
     * Why a range is counted again.
     *
     * @param reason for everybody who sees the corrections, at most 500 characters
     */
    record Apply(@NotBlank @Size(max = 500) @NotFormula String reason) {}

    /**
     * The counting again of a range.
     *
     * @param id the id of the re-metering
     * @param meterId the meter
     * @param meter its code
     * @param from of the time of events, inclusive
     * @param to exclusive
     * @param status {@code previewing}, {@code ready}, {@code applying}, {@code done}, {@code
     *     cancelled} or {@code failed}
     * @param read records of the log that were read, in the preview or while it is applied
     * @param total records of the log to read; absent before it has begun
     * @param preview what would change; complete once it is ready
     * @param reason why it was applied; absent before
     * @param by the account that applied it; absent before
     * @param corrected events that were corrected; absent until it is done
     * @param refused events that were corrected too often to be corrected again, and stay as they
     *     are
     * @param failure why the preview failed; absent otherwise
     * @param createdAt when the preview was started
     * @param appliedAt when it was applied; absent before
     * @param finishedAt when it was done, cancelled or had failed; absent before
     */
    record RemeteringResponse(
            RemeteringId id,
            MeterId meterId,
            String meter,
            Instant from,
            Instant to,
            Remetering.Status status,
            long read,
            @Nullable Long total,
            Preview preview,
            @Nullable String reason,
            @Nullable AccountId by,
            @Nullable Long corrected,
            long refused,
            @Nullable String failure,
            Instant createdAt,
            @Nullable Instant appliedAt,
            @Nullable Instant finishedAt) {

        static RemeteringResponse from(Remetering remetering) {
            Reading reading = remetering.reading();
            return new RemeteringResponse(
                    remetering.id(),
                    remetering.meter().id(),
                    remetering.meter().code(),
                    remetering.from(),
                    remetering.to(),
                    remetering.status(),
                    reading == null ? 0 : reading.read(),
                    reading == null ? null : reading.total(),
                    Preview.from(remetering),
                    remetering.reason(),
                    remetering.by(),
                    remetering.status() == Remetering.Status.DONE ? remetering.corrected() : null,
                    remetering.refused(),
                    remetering.failure(),
                    remetering.createdAt(),
                    remetering.appliedAt(),
                    remetering.finishedAt());
        }
    }

    /**
     * What would change.
     *
     * @param events events of the meter in the range that were read, copies that did not count
     *     included
     * @param changed events that would count otherwise
     * @param added of those, how many the meter does not count now
     * @param unreadable of those, how many the meter cannot read: they would count no more
     * @param withoutData events that stay as they are, because their data was not kept
     * @param voided events that stay voided
     * @param total the quantity of all months with changes; absent until it is ready
     * @param months the months with changes, UTC; empty until it is ready
     * @param examples some of the changed events, at most 20
     */
    record Preview(
            long events,
            long changed,
            long added,
            long unreadable,
            long withoutData,
            long voided,
            @Nullable Difference total,
            List<Difference> months,
            List<Tally.Example> examples) {

        static Preview from(Remetering remetering) {
            Tally tally = remetering.tally();
            return new Preview(
                    tally.events(),
                    tally.changed(),
                    tally.added(),
                    tally.unreadable(),
                    tally.withoutData(),
                    tally.voided(),
                    remetering.total() == null ? null : Difference.from(remetering.total()),
                    remetering.months().stream().map(Difference::from).toList(),
                    tally.examples());
        }
    }

    /**
     * The quantity of the meter in the vendor's network, now and as it would be.
     *
     * @param month {@code YYYY-MM}, as a whole; absent for all months together
     * @param changed events that would count otherwise
     * @param before the quantity now
     * @param after the quantity that it would have
     * @param difference {@code after} less {@code before}
     */
    record Difference(
            @Nullable String month,
            long changed,
            BigDecimal before,
            BigDecimal after,
            BigDecimal difference) {

        static Difference from(Remetering.Quantities quantities) {
            return new Difference(
                    quantities.month() == null ? null : quantities.month().toString(),
                    quantities.changed(),
                    quantities.before(),
                    quantities.after(),
                    quantities.difference());
        }
    }

    /**
     * Preview what counting a range again would change.
     *
     * <p>Reads the events of the range from the log in the background, with the meter as it reads
     * now: see {@code PATCH /meters/{id}}. Nothing is changed until it is applied. Voided events
     * stay voided, amended ones are read as they were amended, and events whose data was not kept
     * (received before the upgrade, or longer than 8 KiB) stay as they are. Only the vendor with
     * {@code manage_meters} may ({@code forbidden}); a meter of another vendor is {@code
     * not_found}. {@code conflict}: the meter is archived or of an aggregation that cannot be taken
     * back, or another re-metering of the vendor is unfinished.
     *
     * @param request what to count again
     * @return the re-metering to watch
     */
    @PostMapping
    @ApiResponse(
            responseCode = "202",
            description = "The re-metering to watch; the log is read in the background",
            content = @Content(schema = @Schema(implementation = RemeteringResponse.class)))
    ResponseEntity<RemeteringResponse> preview(
            Caller caller, @Valid @RequestBody NewRemetering request, NewId newId) {
        DefinedMeter meter =
                meters.find(caller, request.meterId()).orElseThrow(Refused::notFound).state();
        requireVendor(caller, meter.meter().vendorId());
        Remetering started =
                start.preview(newId.as(RemeteringId::with), meter, request.from(), request.to());
        return accepted(started);
    }

    /**
     * Apply a re-metering that is ready.
     *
     * <p>In the background, each event that counts otherwise gets a correction ({@code GET
     * /usage-corrections}, action {@code remeter}) that keeps what counted before. Events that were
     * corrected since the preview are compared anew. A month that is closed gets adjustments in its
     * next statement. Who may is as for the preview; one that is applied already is answered as it
     * is. {@code conflict}: it is not ready, or the meter was changed since.
     *
     * @param id the re-metering
     * @param request why
     * @return the re-metering to watch
     */
    @PostMapping("/{id}/apply")
    @ApiResponse(
            responseCode = "202",
            description = "The re-metering to watch; events are corrected in the background",
            content = @Content(schema = @Schema(implementation = RemeteringResponse.class)))
    ResponseEntity<RemeteringResponse> apply(
            Caller caller, @PathVariable RemeteringId id, @Valid @RequestBody Apply request) {
        return accepted(start.apply(caller, visible(caller, id), request.reason().strip()));
    }

    /**
     * Give up a preview.
     *
     * <p>Nothing was changed, and nothing will be. Who may is as for the preview; one that is
     * applied is {@code conflict}.
     *
     * @param id the re-metering
     * @return the re-metering
     */
    @PostMapping("/{id}/cancel")
    RemeteringResponse cancel(Caller caller, @PathVariable RemeteringId id) {
        return RemeteringResponse.from(start.cancel(visible(caller, id)));
    }

    /**
     * Get a re-metering and its progress.
     *
     * <p>Who may is as for the preview; one of another vendor is {@code not_found}.
     *
     * @param id the re-metering
     * @return the re-metering
     */
    @GetMapping("/{id}")
    RemeteringResponse get(Caller caller, @PathVariable RemeteringId id) {
        return RemeteringResponse.from(visible(caller, id));
    }

    /**
     * List re-meterings.
     *
     * <p>Those of the vendor, who needs {@code manage_meters} ({@code forbidden}); the operator
     * sees those of all vendors.
     *
     * @return a page of re-meterings, newest first
     */
    @GetMapping
    Page<RemeteringResponse> list(Caller caller, PageRequest page) {
        requireVendor(caller, caller.vendorId());
        return remeterings.page(caller, page).map(RemeteringResponse::from);
    }

    private Remetering visible(Caller caller, RemeteringId id) {
        Remetering found = remeterings.find(caller, id).orElseThrow(Refused::notFound);
        requireVendor(caller, found.meter().vendorId());
        return found;
    }

    /** Only the vendor counts again what its meters have counted, and the operator for it. */
    private static void requireVendor(Caller caller, @Nullable PartnerId vendor) {
        boolean ofVendor =
                caller.role() == Role.OPERATOR
                        || (vendor != null && vendor.equals(caller.partnerId()));
        if (!ofVendor || !caller.may(Permission.MANAGE_METERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }

    private static ResponseEntity<RemeteringResponse> accepted(Remetering remetering) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/remeterings/" + remetering.id()))
                .body(RemeteringResponse.from(remetering));
    }
}
