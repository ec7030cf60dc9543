package io.keyway.license.administration;

import io.keyway.contracts.access.Caller;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Sale;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a license that its partners may change.
 *
 * @param resellerNotes the partner's own notes, at most 2000 characters; never shown to the
 *     customer
 * @param customerDetails shown to the customer, at most 2000 characters
 * @param customerPaid whether the customer has paid the partner
 * @param customerPaidDate the day on which the customer paid, ISO-8601
 */
record SaleEdit(
        @Nullable @Size(max = 2000) String resellerNotes,
        @Nullable @Size(max = 2000) String customerDetails,
        @NotNull Boolean customerPaid,
        @Nullable LocalDate customerPaidDate) {

    static SaleEdit of(License license, Caller caller) {
        Sale sale = license.sale();
        boolean sold = license.showsSaleTo(caller);
        return new SaleEdit(
                license.notesFor(caller),
                sale.customerDetails(),
                sold && sale.customerPaid(),
                sold ? sale.customerPaidDate() : null);
    }

    boolean paysLike(SaleEdit other) {
        return customerPaid.equals(other.customerPaid)
                && Objects.equals(customerPaidDate, other.customerPaidDate);
    }

    /** Applies only what the caller has changed: fields hidden from the caller stay as they are. */
    License onto(License license, SaleEdit before, Instant now) {
        Sale sale = license.sale();
        boolean samePayment = paysLike(before);
        License.Notes notes =
                Objects.equals(resellerNotes, before.resellerNotes)
                        ? license.notes()
                        : resellerNotes == null
                                ? null
                                : new License.Notes(resellerNotes, license.owner().path());
        return license.with(
                new Sale(
                        sale.paymentStatus(),
                        sale.price(),
                        samePayment ? sale.customerPaid() : customerPaid,
                        samePayment ? sale.customerPaidDate() : customerPaidDate,
                        customerDetails,
                        sale.readers(),
                        sale.paidBy()),
                notes,
                now);
    }
}
