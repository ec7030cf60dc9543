package io.keyway.license.issuance;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Refused;
import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.Issuance.Stage;
import io.keyway.license.licenses.LicenseResponse;
import io.keyway.license.planning.IssueRequest;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /licenses} and {@code GET /issuances/{id}}. */
@RestController
@RequestMapping("/api/v1")
class IssuanceController {

    private final IssueLicenses issueLicenses;
    private final Issuances issuances;
    private final LicenseProperties settings;
    private final Clock clock;

    IssuanceController(
            IssueLicenses issueLicenses,
            Issuances issuances,
            LicenseProperties settings,
            Clock clock) {
        this.issueLicenses = issueLicenses;
        this.issuances = issuances;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param orderId absent to issue directly from the portfolio
     * @param licenseClass primary unless said otherwise
     * @param type absent for the policy's own; a trial may be asked for under any policy
     * @param resellerNotes never shown to the customer
     * @param customerDetails shown to the customer
     */
    record NewLicenses(
            @Nullable OrderId orderId,
            @NotNull ProductId productId,
            @NotNull PolicyId policyId,
            @NotNull CustomerId customerId,
            @NotNull @Min(1) @Max(1_000_000) Integer quantity,
            @JsonProperty("class") @Nullable LicenseClass licenseClass,
            @Nullable LicenseType type,
            @Nullable @Size(max = 2000) String resellerNotes,
            @Nullable @Size(max = 2000) String customerDetails,
            @Nullable Boolean customerPaid,
            @Nullable LocalDate customerPaidDate) {

        IssueRequest toRequest() {
            return new IssueRequest(
                    orderId,
                    productId,
                    policyId,
                    customerId,
                    quantity,
                    licenseClass == null ? LicenseClass.PRIMARY : licenseClass,
                    type,
                    new IssueRequest.Notes(
                            resellerNotes,
                            customerDetails,
                            Boolean.TRUE.equals(customerPaid),
                            customerPaidDate));
        }
    }

    /** Up to {@code at-once-max} licenses: all of them, with their keys. */
    record IssuedResponse(IssuanceId issuanceId, List<LicenseResponse> items) {}

    /** More: where to look how far it is. */
    record AcceptedResponse(IssuanceResponse issuance) {}

    /**
     * @param failed how many will never be issued: none, or all
     * @param code why they will not
     */
    record IssuanceResponse(
            IssuanceId id,
            int requested,
            int issued,
            int failed,
            String status,
            @Nullable ProblemCode code,
            @Nullable OrderId orderId,
            ProductId productId,
            PolicyId policyId,
            CustomerId customerId,
            Instant createdAt,
            Instant updatedAt) {

        static IssuanceResponse from(Issuance issuance) {
            IssueRequest request = issuance.request();
            return new IssuanceResponse(
                    issuance.id(),
                    request.quantity(),
                    issuance.issued(),
                    issuance.stage() == Stage.FAILED ? request.quantity() - issuance.issued() : 0,
                    switch (issuance.stage()) {
                        case WAITING, CLAIMING -> "pending";
                        case ISSUING -> "issuing";
                        case COMPLETED -> "completed";
                        case FAILED -> "failed";
                    },
                    issuance.failure(),
                    request.orderId(),
                    request.productId(),
                    request.policyId(),
                    request.customerId(),
                    issuance.createdAt(),
                    issuance.movedAt());
        }
    }

    @PostMapping("/licenses")
    @ApiResponse(
            responseCode = "201",
            description = "Issued",
            content = @Content(schema = @Schema(implementation = IssuedResponse.class)))
    @ApiResponse(
            responseCode = "202",
            description = "Being issued in the background",
            content = @Content(schema = @Schema(implementation = AcceptedResponse.class)))
    ResponseEntity<Object> issue(Caller caller, NewId id, @Valid @RequestBody NewLicenses body) {
        return switch (issueLicenses.issue(caller, body.toRequest(), id.as(IssuanceId::with))) {
            case IssueLicenses.Outcome.Issued issued ->
                    ResponseEntity.status(HttpStatus.CREATED)
                            .body(
                                    new IssuedResponse(
                                            issued.issuance().id(),
                                            issued.licenses().stream()
                                                    .map(
                                                            license ->
                                                                    LicenseResponse.from(
                                                                            license,
                                                                            caller,
                                                                            clock.instant(),
                                                                            settings
                                                                                    .expiringWithin()))
                                                    .toList()));
            case IssueLicenses.Outcome.InBackground accepted ->
                    ResponseEntity.accepted()
                            .location(URI.create("/api/v1/issuances/" + accepted.issuance().id()))
                            .body(new AcceptedResponse(IssuanceResponse.from(accepted.issuance())));
            case IssueLicenses.Outcome.Refused refused -> throw refusal(refused);
            case IssueLicenses.Outcome.Invalid invalid ->
                    throw Refused.invalid(invalid.field(), invalid.message()).get();
        };
    }

    @GetMapping("/issuances/{id}")
    IssuanceResponse issuance(Caller caller, @PathVariable IssuanceId id) {
        return issuances
                .find(caller, id)
                .map(stored -> IssuanceResponse.from(stored.state()))
                .orElseThrow(Refused::notFound);
    }

    /** What is out of scope is missing: such a refusal says no more than that. */
    private static Refused refusal(IssueLicenses.Outcome.Refused refused) {
        return refused.code() == ProblemCode.NOT_FOUND
                ? Refused.notFound()
                : new Refused(refused.code(), refused.detail());
    }
}
