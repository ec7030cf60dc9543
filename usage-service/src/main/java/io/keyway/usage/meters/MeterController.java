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
     * @param eventType the CloudEvents type that it counts
     * @param valueProperty the property of an event's data; required but for {@code count}
     * @param vendorId to be given by the operator only
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

    @GetMapping
    Page<MeterResponse> list(Caller caller, PageRequest page) {
        return meters.page(caller, page).map(MeterResponse::from);
    }

    @GetMapping("/{id}")
    ResponseEntity<MeterResponse> get(Caller caller, @PathVariable MeterId id) {
        Stored<DefinedMeter> stored = meters.find(caller, id).orElseThrow(Refused::notFound);
        return ResponseEntity.ok().eTag(stored.etag()).body(MeterResponse.from(stored));
    }

    /** A meter is its vendor's; nobody below it defines what is counted. */
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
