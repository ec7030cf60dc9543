package io.keyway.order.settlements;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a license that its issuer owes, or has paid: nothing of whom it belongs to now.
 *
 * @param path from the vendor down to the issuer
 * @param bill what is owed; absent when it is paid
 * @param forgetAt when the document goes; absent as long as it is owed. Until then an older state
 *     that comes late cannot bring the debt back. One that comes even later could, and would be
 *     paid by nobody: the claim of the settlement that paid it stays for good
 */
record Owed(List<PartnerId> path, @Nullable Bill bill, @Nullable Instant forgetAt) {

    /**
     * @param issuedBy owes it, whomever the license belongs to now
     * @param price at which it was issued, before any discount; absent if it costs nothing
     */
    record Bill(
            LicenseId licenseId,
            PartnerId issuedBy,
            ProductId productId,
            PolicyId policyId,
            @Nullable Money price,
            Instant issuedAt) {}

    /**
     * What a state of a license says about it; nothing if nobody ever owed it by itself.
     *
     * @param forgetAt of what is paid
     */
    static Optional<Owed> of(LicenseState license, Instant forgetAt) {
        return switch (license.paymentStatus()) {
            case NOT_DUE -> Optional.empty();
            case PAID -> Optional.of(new Owed(issuerPath(license), null, forgetAt));
            // One that was revoked is owed like any other.
            case PENDING ->
                    Optional.of(
                            new Owed(
                                    issuerPath(license),
                                    new Bill(
                                            license.id(),
                                            license.issuedBy(),
                                            license.productId(),
                                            license.policyId(),
                                            license.price(),
                                            license.issuedAt()),
                                    null));
        };
    }

    /**
     * A license is issued to a customer of the issuer's branch. One that has moved away says only
     * which vendor is above both.
     */
    private static List<PartnerId> issuerPath(LicenseState license) {
        int issuer = license.path().indexOf(license.issuedBy());
        return issuer >= 0
                ? license.path().subList(0, issuer + 1)
                : List.of(license.vendorId(), license.issuedBy());
    }

    /** What the partner owes for it; nothing if another does, or nobody any more. */
    Optional<Bill> owedBy(PartnerId partner) {
        return Optional.ofNullable(bill).filter(owed -> owed.issuedBy().equals(partner));
    }
}
