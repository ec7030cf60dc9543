package io.keyway.usage.meters;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.metering.Meter;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /meters}: what a vendor counts. */
@RestController
@RequestMapping("/api/v1/meters")
class MeterController {

    private final DefineMeter defineMeter;
    private final Meters meters;

    MeterController(DefineMeter defineMeter, Meters meters) {
        this.defineMeter = defineMeter;
        this.meters = meters;
    }

    /**
     * A meter to define.
     *
     * @param code unique per vendor, 1 to 64 of a-z, 0-9, dot, dash and underscore
     * @param eventType the CloudEvents type of the events it counts, at most 256 characters
     * @param aggregation how event values become one quantity
     * @param valueProperty the property of an event's {@code data} to measure; required except for
     *     {@code count}, absent there
     * @param groupBy properties of an event's {@code data} to keep quantities apart by, at most 5
     * @param vendorId the vendor; required of the operator, absent for a vendor itself
     */
    record NewMeter(
            @NotNull
                    @Pattern(
                            regexp = "[a-z0-9][a-z0-9._-]{0,63}",
                            message = "must be 1 to 64 of a-z, 0-9, dot, dash and underscore")
                    String code,
            @NotBlank @Size(max = 256) String eventType,
            @NotNull Aggregation aggregation,
            @Pattern(
                            regexp = "[A-Za-z_][A-Za-z0-9_]{0,63}",
                            message = "must be the name of a property")
                    @Nullable String valueProperty,
            @Size(max = 5)
                    @Nullable
                            List<
                                    @NotNull
                                    @Pattern(
                                            regexp = "[A-Za-z_][A-Za-z0-9_]{0,63}",
                                            message = "must be the name of a property")
                                    String>
                            groupBy,
            @Nullable PartnerId vendorId) {}

    /**
     * A meter.
     *
     * @param id the id of the meter
     * @param vendorId the vendor that owns it
     * @param code unique per vendor
     * @param eventType the CloudEvents type of the events it counts
     * @param aggregation how event values become one quantity
     * @param valueProperty the property of an event's {@code data} that is measured; absent for
     *     {@code count}
     * @param groupBy properties of an event's {@code data} that keep quantities apart
     * @param createdAt when the meter was defined; earlier events are not counted
     */
    record MeterResponse(
            MeterId id,
            PartnerId vendorId,
            String code,
            String eventType,
            Aggregation aggregation,
            @Nullable String valueProperty,
            List<String> groupBy,
            Instant createdAt) {

        static MeterResponse from(Stored<DefinedMeter> stored) {
            Meter meter = stored.state().meter();
            return new MeterResponse(
                    meter.id(),
                    meter.vendorId(),
                    meter.code(),
                    meter.eventType(),
                    meter.aggregation(),
                    meter.valueProperty(),
                    meter.groupBy(),
                    stored.state().createdAt());
        }
    }

    /**
     * Define a meter.
     *
     * <p>It counts events from now on and never changes. Needs {@code manage_meters}; only a
     * vendor, or the operator for a vendor, may ({@code forbidden}). A code in use is {@code
     * already_exists}; more than 200 meters are {@code quota_exceeded}.
     *
     * @param request the meter
     * @return the new meter
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<MeterResponse> define(
            Caller caller, @Valid @RequestBody NewMeter request, NewId newId) {
        PartnerId vendor = vendorOf(caller, request.vendorId());
        if (request.aggregation().needsValue() && request.valueProperty() == null) {
            throw Refused.invalid("valueProperty", "is required for this aggregation").get();
        }
        if (!request.aggregation().needsValue() && request.valueProperty() != null) {
            throw Refused.invalid("valueProperty", "count measures no value").get();
        }
        List<String> groupBy = request.groupBy() == null ? List.of() : request.groupBy();
        if (groupBy.stream().distinct().count() < groupBy.size()) {
            throw Refused.invalid("groupBy", "must not name a property twice").get();
        }
        Meter meter =
                new Meter(
                        newId.as(MeterId::with),
                        vendor,
                        request.code(),
                        request.eventType(),
                        request.aggregation(),
                        request.valueProperty(),
                        groupBy);
        return switch (defineMeter.define(meter, caller.role() == Role.PARTNER)) {
            case DefineMeter.Outcome.Defined defined ->
                    ResponseEntity.created(URI.create("/api/v1/meters/" + meter.id()))
                            .eTag(defined.meter().etag())
                            .body(MeterResponse.from(defined.meter()));
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
     * List meters, newest first.
     *
     * <p>Returns the meters of the caller's vendor; the operator sees those of all vendors.
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
        Stored<DefinedMeter> stored = meters.find(caller, id).orElseThrow(Refused::notFound);
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
