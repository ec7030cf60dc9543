package io.keyway.license.planning;

import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param orderId absent to issue directly from the portfolio
 * @param type absent for the policy's own; a trial may be asked for under any policy
 */
public record IssueRequest(
        @Nullable OrderId orderId,
        ProductId productId,
        PolicyId policyId,
        CustomerId customerId,
        int quantity,
        LicenseClass licenseClass,
        @Nullable LicenseType type,
        Notes notes) {

    /**
     * @param resellerNotes never shown to the customer
     */
    public record Notes(
            @Nullable String resellerNotes,
            @Nullable String customerDetails,
            boolean customerPaid,
            @Nullable LocalDate customerPaidDate) {

        public static final Notes NONE = new Notes(null, null, false, null);
    }
}
