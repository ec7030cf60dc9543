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
import io.keyway.order.settlements.SettlementResponse.SettlementLineResponse;
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

/** Settlements: paying for licenses that were issued from the portfolio. */
@RestController
@RequestMapping("/api/v1/settlements")
class SettlementsController {

    /**
     * Licenses to price.
     *
     * @param licenseIds 1 to 1000 licenses that the caller owes (setting {@code
     *     settlements.licenses-max}), each once
     */
    record PreviewSettlement(
            @NotNull @Size(min = 1, max = 1000) List<@NotNull LicenseId> licenseIds) {}

    /**
     * Licenses to check out.
     *
     * @param licenseIds 1 to 1000 licenses that the caller owes (setting {@code
     *     settlements.licenses-max}), each once
     * @param termsAccepted must be true: the caller accepts the terms of payment
     */
    record CheckOutLicenses(
            @NotNull @Size(min = 1, max = 1000) List<@NotNull LicenseId> licenseIds,
            @NotNull @AssertTrue(message = "must be true: accept the terms first")
                    Boolean termsAccepted) {}

    /**
     * Confirmation of a payment.
     *
     * @param reference reference of the payment, like the bank's number, at most 200 characters;
     *     absent for none
     */
    record ConfirmPayment(@Nullable @Size(max = 200) String reference) {}

    /**
     * What a check-out would cost now.
     *
     * @param lines one line for each license
     * @param discountPercent the caller's discount in percent, 0 to 100
     * @param total what all licenses cost, discount applied
     */
    record SettlementPreview(
            List<SettlementLineResponse> lines, BigDecimal discountPercent, Money total) {}

    /**
     * A settlement in a list, without its lines.
     *
     * @param id the settlement
     * @param payerId the partner that pays: it has issued the licenses
     * @param payeeId the partner that is paid: the payer's parent
     * @param status {@code open}, {@code paid} or {@code cancelled}
     * @param licenses how many licenses it has
     * @param discountPercent the payer's discount in percent, 0 to 100
     * @param total what is paid for all licenses, discount applied
     * @param reference reference of the payment, as entered on confirmation; absent if there is
     *     none
     * @param createdAt when the licenses were checked out
     * @param paidAt when the payment was confirmed; absent if it was not
     * @param cancelledAt when it was cancelled; absent if it was not
     */
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

    /**
     * A license that the caller owes its parent for.
     *
     * @param licenseId the license
     * @param productId its product
     * @param productName the product's current name
     * @param policyId its policy
     * @param policyName the policy's current name
     * @param price price when it was issued, before the discount; absent if it costs nothing
     * @param issuedAt when it was issued
     * @param settlementId settlement that the license is in; absent if it can be checked out
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
    private final ListOwedLicenses listOwed;
    private final CloseSettlements close;
    private final Settlements settlements;

    SettlementsController(
            SettleLicenses settle,
            ListOwedLicenses listOwed,
            CloseSettlements close,
            Settlements settlements) {
        this.settle = settle;
        this.listOwed = listOwed;
        this.close = close;
        this.settlements = settlements;
    }

    /**
     * List the licenses that the caller owes. Licenses that the caller has issued from its
     * portfolio and not paid, newest first; also those that belong to another partner's customer by
     * now. Needs the permission {@code issue_licenses} ({@code forbidden}).
     *
     * @return a page of licenses
     */
    @GetMapping("/owed")
    Page<OwedLicenseResponse> owed(Caller caller, PageRequest page) {
        return listOwed.page(caller, page);
    }

    /**
     * Preview what licenses would cost. Prices the licenses at the caller's discount and refuses
     * them for the same reasons as a check-out. Nothing is stored.
     *
     * @return the priced licenses and their total
     */
    @PostMapping("/preview")
    SettlementPreview preview(Caller caller, @Valid @RequestBody PreviewSettlement body) {
        SettleLicenses.Preview preview = settle.preview(caller, body.licenseIds());
        return new SettlementPreview(
                preview.quoted().lines().stream().map(SettlementLineResponse::from).toList(),
                preview.payer().discountPercent(),
                preview.quoted().total());
    }

    /**
     * Check out licenses into a settlement. Price and discount are fixed now; the licenses are paid
     * when a partner above the caller confirms the payment. A license that the caller does not owe
     * is {@code not_found}, one that is in another settlement {@code already_settled}; licenses
     * priced in different currencies are refused with {@code several_currencies}. Needs the
     * permission {@code issue_licenses}.
     *
     * @return the open settlement
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<SettlementResponse> checkOut(
            Caller caller, NewId newId, @Valid @RequestBody CheckOutLicenses body) {
        return answer(
                201, settle.checkOut(caller, newId.as(SettlementId::with), body.licenseIds()));
    }

    /**
     * List settlements. Settlements of the caller and of partners below it, newest first, without
     * their lines. A page has at most 50, even with a larger {@code limit}.
     *
     * @param status only settlements with this status; absent for all
     * @param partnerId only settlements that this partner pays; absent for all
     * @return a page of settlements
     */
    @GetMapping
    Page<SettlementSummary> list(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable Status status,
            @RequestParam(required = false) @Nullable PartnerId partnerId) {
        return settlements
                .page(caller, new Settlements.Filter(status, partnerId), page)
                .map(stored -> SettlementSummary.from(stored.state()));
    }

    /**
     * Get a settlement with its lines. The caller must be the payer or above it, else {@code
     * not_found}.
     *
     * @param id the settlement
     * @return the settlement
     */
    @GetMapping("/{id}")
    ResponseEntity<SettlementResponse> get(Caller caller, @PathVariable SettlementId id) {
        return answer(200, settlements.find(caller, id));
    }

    /**
     * Confirm that a settlement is paid. Only a partner above the payer with the permission {@code
     * manage_partners} confirms ({@code forbidden}); a cancelled settlement is a {@code conflict}.
     * License-service then marks the licenses as paid and lowers the payer's unpaid count, a moment
     * after the answer.
     *
     * @param id the settlement
     * @return the paid settlement
     */
    @PostMapping("/{id}/pay")
    ResponseEntity<SettlementResponse> pay(
            Caller caller,
            @PathVariable SettlementId id,
            IfMatch ifMatch,
            @Valid @RequestBody ConfirmPayment body) {
        return answer(200, close.pay(caller, id, ifMatch, body.reference()));
    }

    /**
     * Cancel an open settlement. Its licenses can be settled again. The payer may cancel with the
     * permission {@code issue_licenses}, a partner above it with {@code manage_partners} ({@code
     * forbidden}); a paid settlement is a {@code conflict}.
     *
     * @param id the settlement
     * @return the cancelled settlement
     */
    @PostMapping("/{id}/cancel")
    ResponseEntity<SettlementResponse> cancel(
            Caller caller, @PathVariable SettlementId id, IfMatch ifMatch) {
        return answer(200, close.cancel(caller, id, ifMatch));
    }

    private static ResponseEntity<SettlementResponse> answer(
            int status, Stored<Settlement> stored) {
        return ResponseEntity.status(status)
                .eTag(stored.etag())
                .body(SettlementResponse.from(stored.state()));
    }
}
