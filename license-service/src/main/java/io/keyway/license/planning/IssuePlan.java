package io.keyway.license.planning;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.LineId;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.terms.LicenseTerms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a request is issued.
 *
 * @param terms the terms of the licenses
 * @param price what the issuer owes for each license; null if it owes nothing
 * @param lineId the order line that the licenses are counted on; null outside an order
 * @param claims the quotas to claim before any license is issued, in this order
 */
public record IssuePlan(
        LicenseTerms terms,
        PaymentStatus paymentStatus,
        @Nullable Money price,
        @Nullable LineId lineId,
        List<QuotaClaim> claims) {}
