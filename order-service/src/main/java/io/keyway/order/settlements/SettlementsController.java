package io.keyway.order.settlements;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.order.settlements.Settlement.Status;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Paying for licenses that were issued from the portfolio. */
@RestController
@RequestMapping("/api/v1/settlements")
class SettlementsController {

    record PreviewSettlement(
            @NotNull @Size(min = 1, max = 1000) List<@NotNull LicenseId> licenseIds) {}

    /**
     * @param termsAccepted nothing is checked out without
     */
    record CheckOutLicenses(
            @NotNull @Size(min = 1, max = 1000) List<@NotNull LicenseId> licenseIds,
            @NotNull @AssertTrue(message = "must be true: accept the terms first")
                    Boolean termsAccepted) {}

    /**
     * @param reference of the payment: a number of the bank's, say
     */
    record ConfirmPayment(@Nullable @Size(max = 200) String reference) {}

    record SettlementLineResponse(
            LicenseId licenseId,
            ProductId productId,
            String productName,
            PolicyId policyId,
            String policyName,
            Money price,
            Money discount,
            Money amount) {

        static SettlementLineResponse from(SettlementLine line) {
            return new SettlementLineResponse(
                    line.licenseId(),
                    line.productId(),
                    line.productName(),
                    line.policyId(),
                    line.policyName(),
                    line.price(),
                    line.discount(),
                    line.amount());
        }
    }

    record SettlementPreview(
            List<SettlementLineResponse> lines, BigDecimal discountPercent, Money total) {}

    /** One of a list: its lines are read with the settlement itself. */
    record SettlementSummary(
            SettlementId id,
            PartnerId payerId,
            PartnerId payeeId,
            Status status,
            int licenses,
            BigDecimal discountPercent,
            Money total,
            @Nullable String reference,
            Instant createdAt,
            @Nullable Instant paidAt,
            @Nullable Instant cancelledAt) {

        static SettlementSummary from(Settlement settlement) {
            return new SettlementSummary(
                    settlement.id(),
                    settlement.payerId(),
                    settlement.payeeId(),
                    settlement.status(),
                    settlement.lines().size(),
                    settlement.discountPercent(),
                    settlement.total(),
                    settlement.reference(),
                    settlement.createdAt(),
                    settlement.endedAs(Status.PAID),
                    settlement.endedAs(Status.CANCELLED));
        }
    }

    record SettlementResponse(
            SettlementId id,
            PartnerId payerId,
            PartnerId payeeId,
            Status status,
            List<SettlementLineResponse> lines,
            BigDecimal discountPercent,
            Money total,
            @Nullable String reference,
            Instant createdAt,
            @Nullable Instant paidAt,
            @Nullable Instant cancelledAt) {

        static SettlementResponse from(Settlement settlement) {
            return new SettlementResponse(
                    settlement.id(),
                    settlement.payerId(),
                    settlement.payeeId(),
                    settlement.status(),
                    settlement.lines().stream().map(SettlementLineResponse::from).toList(),
                    settlement.discountPercent(),
                    settlement.total(),
                    settlement.reference(),
                    settlement.createdAt(),
                    settlement.endedAs(Status.PAID),
                    settlement.endedAs(Status.CANCELLED));
        }
    }

    /**
     * A license that the caller owes.
     *
     * @param price before the discount; absent if it costs nothing
     * @param settlementId of the open settlement that it is in; absent if it can be settled
     */
    record OwedLicenseResponse(
            LicenseId licenseId,
            ProductId productId,
            String productName,
            PolicyId policyId,
            String policyName,
            @Nullable Money price,
            Instant issuedAt,
            @Nullable SettlementId settlementId) {}

    private final SettleLicenses settle;
    private final ListOwed owed;
    private final EndSettlements end;
    private final Settlements settlements;

    SettlementsController(
            SettleLicenses settle, ListOwed owed, EndSettlements end, Settlements settlements) {
        this.settle = settle;
        this.owed = owed;
        this.end = end;
        this.settlements = settlements;
    }

    /**
     * What the caller owes: licenses that it has issued from its portfolio and has not paid, also
     * those that have moved to another partner since.
     */
    @GetMapping("/owed")
    Page<OwedLicenseResponse> owed(Caller caller, PageRequest page) {
        return owed.page(caller, page);
    }

    /** What a check-out of the licenses would come to now; nothing is settled. */
    @PostMapping("/preview")
    SettlementPreview preview(Caller caller, @Valid @RequestBody PreviewSettlement body) {
        SettleLicenses.Preview preview = settle.preview(caller, body.licenseIds());
        return new SettlementPreview(
                preview.quoted().lines().stream().map(SettlementLineResponse::from).toList(),
                preview.payer().discountPercent(),
                preview.quoted().total());
    }

    /** Price and discount are fixed now; the licenses are paid when the parent confirms it. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<SettlementResponse> checkOut(
            Caller caller, NewId newId, @Valid @RequestBody CheckOutLicenses body) {
        return answer(
                201, settle.checkOut(caller, newId.as(SettlementId::with), body.licenseIds()));
    }

    /** Of the caller and of those below it, newest first; at most 50 at a time. */
    @GetMapping
    Page<SettlementSummary> list(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable Status status,
            @RequestParam(required = false) @Nullable PartnerId partnerId) {
        return settlements
                .page(caller, new Settlements.Asked(status, partnerId), page)
                .map(stored -> SettlementSummary.from(stored.state()));
    }

    @GetMapping("/{id}")
    ResponseEntity<SettlementResponse> get(Caller caller, @PathVariable SettlementId id) {
        return answer(200, settlements.find(caller, id));
    }

    /** Somebody above the payer confirms the payment. */
    @PostMapping("/{id}/pay")
    ResponseEntity<SettlementResponse> pay(
            Caller caller,
            @PathVariable SettlementId id,
            IfMatch ifMatch,
            @Valid @RequestBody ConfirmPayment body) {
        return answer(200, end.pay(caller, id, ifMatch, body.reference()));
    }

    /** The licenses can be settled again. */
    @PostMapping("/{id}/cancel")
    ResponseEntity<SettlementResponse> cancel(
            Caller caller, @PathVariable SettlementId id, IfMatch ifMatch) {
        return answer(200, end.cancel(caller, id, ifMatch));
    }

    private static ResponseEntity<SettlementResponse> answer(
            int status, Stored<Settlement> stored) {
        return ResponseEntity.status(status)
                .eTag(stored.etag())
                .body(SettlementResponse.from(stored.state()));
    }
}
