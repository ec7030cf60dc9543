package io.keyway.license.licenses;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.SettlementId;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What its partners note about selling it. Only the details for the customer move with the
 * license: who gets that later learns nothing of who sold it for how much, and who has paid.
 *
 * @param price what its issuer owes for it; absent within an order
 * @param readers from the vendor down to the partner whose license it was before it moved for
 *     the first time; absent as long as it has not
 * @param paidBy the settlement that paid it
 */
public record Sale(
        PaymentStatus paymentStatus,
        @Nullable Money price,
        boolean customerPaid,
        @Nullable LocalDate customerPaidDate,
        @Nullable String customerDetails,
        @Nullable List<PartnerId> readers,
        @Nullable SettlementId paidBy) {

    Sale paid(SettlementId settlement) {
        return new Sale(
                PaymentStatus.PAID,
                price,
                customerPaid,
                customerPaidDate,
                customerDetails,
                readers,
                settlement);
    }

    Sale leftWith(List<PartnerId> seller) {
        return readers != null
                ? this
                : new Sale(
                        paymentStatus,
                        price,
                        customerPaid,
                        customerPaidDate,
                        customerDetails,
                        seller,
                        paidBy);
    }
}

