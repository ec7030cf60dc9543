package io.keyway.order.settlements;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.order.network.OwedLicense.Bill;
import io.keyway.order.network.OwedLicenses;
import io.keyway.order.settlements.SettlementsController.OwedLicenseResponse;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Lists what a partner owes, and which of it is in an open settlement. */
@Component
class ListOwedLicenses {

    private final SettleLicenses settle;
    private final ClaimLicenses claimLicenses;
    private final OwedLicenses owed;

    ListOwedLicenses(SettleLicenses settle, ClaimLicenses claimLicenses, OwedLicenses owed) {
        this.settle = settle;
        this.claimLicenses = claimLicenses;
        this.owed = owed;
    }

    Page<OwedLicenseResponse> page(Caller caller, PageRequest page) {
        PartnerState payer = settle.payer(caller);
        Page<Bill> bills = owed.page(caller, payer.id(), page);
        Quote.CatalogNames names = settle.names(bills.items());
        Map<LicenseId, SettlementId> settlements =
                claimLicenses.settlementsOf(bills.items().stream().map(Bill::licenseId).toList());
        return bills.map(
                bill ->
                        new OwedLicenseResponse(
                                bill.licenseId(),
                                bill.productId(),
                                names.product(bill.productId()),
                                bill.policyId(),
                                names.policy(bill.policyId()),
                                bill.price(),
                                bill.issuedAt(),
                                settlements.get(bill.licenseId())));
    }
}
