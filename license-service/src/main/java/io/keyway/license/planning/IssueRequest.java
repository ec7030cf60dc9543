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
 * A request for licenses.
 *
 * @param orderId null to issue from the portfolio
 * @param type null for the policy's own type; a trial is possible under any policy
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
     * What the partner notes about the licenses.
     *
     * @param resellerNotes never shown to the customer
     * @param customerDetails shown to the customer
     */
    public record Notes(
            @Nullable String resellerNotes,
            @Nullable String customerDetails,
            boolean customerPaid,
            @Nullable LocalDate customerPaidDate) {

        public static final Notes NONE = new Notes(null, null, false, null);
    }
}
