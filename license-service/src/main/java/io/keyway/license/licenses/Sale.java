package io.keyway.license.licenses;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.SettlementId;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sale of a license. Only the customer details move with the license: a later owner's partner
 * cannot see who sold it, for how much, and what was paid.
 *
 * @param paymentStatus whether the issuer owes it
 * @param price what the issuer owes; null in an order
 * @param readers the partners that may see the sale: from the vendor down to the partner that owned
 *     the license before it first moved; null until then, when every partner of its scope may
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
