package io.keyway.license.quotas;

import io.keyway.contracts.event.BillingEvent.SettlementPaid;
import io.keyway.license.licenses.Licenses;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Marks the licenses of a paid settlement as paid and lowers the payer's unpaid count.
 *
 * <p>The licenses are marked first, each with the settlement's id; then the count is lowered, once
 * per settlement, by the number of licenses that carry the id. So a settlement that is delivered
 * twice, or was interrupted by a crash, lowers the count once for each license. In between, the
 * count is too high, which refuses an issuance too many; too low, it would let too many through.
 */
@Component
public class ApplySettlement {

    private final Licenses licenses;
    private final Quotas quotas;

    ApplySettlement(Licenses licenses, Quotas quotas) {
        this.licenses = licenses;
        this.quotas = quotas;
    }

    /** May be called again with the same settlement. */
    public void apply(SettlementPaid paid) {
        long count =
                Set.copyOf(paid.licenseIds()).stream()
                        .filter(
                                license ->
                                        licenses.markPaid(
                                                license, paid.payer(), paid.settlementId()))
                        .count();
        quotas.lower(QuotaClaim.unpaidOf(paid.payer()), paid.settlementId(), count);
    }
}
