package io.keyway.order.settlements;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.order.settlements.Owed.Bill;
import io.keyway.order.settlements.SettlementsController.OwedLicenseResponse;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What a partner owes, and what of it is being settled. */
@Component
class ListOwed {

    private final SettleLicenses settle;
    private final OwedLicenses owed;

    ListOwed(SettleLicenses settle, OwedLicenses owed) {
        this.settle = settle;
        this.owed = owed;
    }

    Page<OwedLicenseResponse> page(Caller caller, PageRequest page) {
        PartnerState payer = settle.payer(caller);
        Page<Bill> bills = owed.page(caller, payer.id(), page);
        Quote.Names names = settle.names(bills.items());
        Map<LicenseId, SettlementId> held =
                settle.heldBy(bills.items().stream().map(Bill::licenseId).toList());
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
                                held.get(bill.licenseId())));
    }
}
