package io.keyway.order.settlements;

import io.keyway.contracts.Money;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.order.settlements.Settlement.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A settlement with its lines.
 *
 * @param id the settlement
 * @param payerId the partner that pays: it has issued the licenses
 * @param payeeId the partner that is paid: the payer's parent
 * @param status {@code open}, {@code paid} or {@code cancelled}
 * @param lines one line for each license; none if the check-out was abandoned
 * @param discountPercent the payer's discount in percent, 0 to 100
 * @param total what is paid for all licenses, discount applied
 * @param reference reference of the payment, as entered on confirmation; absent if there is none
 * @param createdAt when the licenses were checked out
 * @param paidAt when the payment was confirmed; absent if it was not
 * @param cancelledAt when it was cancelled; absent if it was not
 */
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

    /**
     * A license of a settlement.
     *
     * @param licenseId the license
     * @param productId its product
     * @param productName name of the product at check-out
     * @param policyId its policy
     * @param policyName name of the policy at check-out
     * @param price price when it was issued, before the discount
     * @param discount the discount on the price
     * @param amount what is paid for it: price less discount
     */
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
}
