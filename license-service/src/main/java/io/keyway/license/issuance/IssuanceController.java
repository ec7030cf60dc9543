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
import io.keyway.license.administration.LicenseResponse;
import io.keyway.license.issuance.IssuanceDocument.Stage;
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
     * A request for licenses.
     *
     * @param orderId the order to issue in; absent to issue from the portfolio
     * @param productId the product
     * @param policyId a policy of the product
     * @param customerId the customer who gets the licenses
     * @param quantity how many licenses, 1 to 1,000,000
     * @param licenseClass {@code primary} or {@code additional}; default {@code primary}
     * @param type {@code trial} for a trial under any policy; absent for the policy's own type
     * @param resellerNotes the partner's own notes, at most 2000 characters; never shown to the
     *     customer
     * @param customerDetails shown to the customer, at most 2000 characters
     * @param customerPaid whether the customer has paid the partner; default false
     * @param customerPaidDate the day on which the customer paid, ISO-8601
     */
    record NewLicenses(
            @Nullable OrderId orderId,
            @NotNull ProductId productId,
            @NotNull PolicyId policyId,
            @NotNull CustomerId customerId,
            @NotNull @Min(1) @Max(1_000_000) Integer quantity,
            @Schema(
                            description =
                                    "`primary`, or `additional`: needs a primary license of the product.")
                    @JsonProperty("class")
                    @Nullable LicenseClass licenseClass,
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

    /**
     * The licenses of a small request.
     *
     * @param issuanceId the issuance that made them
     * @param items all licenses, with their keys
     */
    record IssuedResponse(IssuanceId issuanceId, List<LicenseResponse> items) {}

    /**
     * A large request that was accepted.
     *
     * @param issuance the issuance to watch
     */
    record AcceptedResponse(IssuanceResponse issuance) {}

    /**
     * An issuance and its progress.
     *
     * @param id the id of the issuance
     * @param requested how many licenses were asked for
     * @param issued how many licenses exist
     * @param failed how many will never be issued: none or all
     * @param status {@code pending}, {@code issuing}, {@code completed} or {@code failed}
     * @param code why it failed; absent otherwise
     * @param orderId the order; absent if issued from the portfolio
     * @param productId the product
     * @param policyId the policy
     * @param customerId the customer
     * @param createdAt when the request was accepted
     * @param updatedAt when it last made progress
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
            Stage stage = Stage.of(issuance);
            return new IssuanceResponse(
                    issuance.id(),
                    request.quantity(),
                    issuance.issued(),
                    stage == Stage.FAILED ? request.quantity() - issuance.issued() : 0,
                    switch (stage) {
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
                    issuance.head().createdAt(),
                    issuance.head().movedAt());
        }
    }

    /**
     * Issue licenses to a customer.
     *
     * <p>In an order, or from the portfolio; then a reseller owes them to its parent. Needs {@code
     * issue_licenses} ({@code forbidden}). Up to 100 licenses are in the answer (201); more are
     * issued in the background (202). Foreign ids are {@code not_found}; other refusals are {@code
     * not_in_portfolio}, {@code quota_exceeded}, {@code unpaid_limit_reached} and {@code
     * primary_license_required}.
     *
     * @param body what to issue
     * @return the licenses with their keys, or the issuance to watch
     */
    @PostMapping("/licenses")
    @ApiResponse(
            responseCode = "201",
            description = "The licenses, with their keys",
            content = @Content(schema = @Schema(implementation = IssuedResponse.class)))
    @ApiResponse(
            responseCode = "202",
            description = "The issuance to watch; its licenses are issued in the background",
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

    /**
     * Get an issuance and its progress.
     *
     * <p>An issuance outside the caller's scope is {@code not_found}.
     *
     * @param id the issuance
     * @return the issuance
     */
    @GetMapping("/issuances/{id}")
    IssuanceResponse issuance(Caller caller, @PathVariable IssuanceId id) {
        return issuances
                .find(caller, id)
                .map(stored -> IssuanceResponse.from(stored.state()))
                .orElseThrow(Refused::notFound);
    }

    /** A {@code not_found} carries no detail: it must not tell what is out of scope. */
    private static Refused refusal(IssueLicenses.Outcome.Refused refused) {
        return refused.code() == ProblemCode.NOT_FOUND
                ? Refused.notFound()
                : new Refused(refused.code(), refused.detail());
    }
}
