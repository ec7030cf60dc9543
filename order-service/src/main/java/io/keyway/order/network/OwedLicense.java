package io.keyway.order.network;

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
 * A license that its issuer owes its parent for, or has paid. It holds nothing about the license's
 * current owner.
 *
 * @param path from the vendor down to the issuer
 * @param bill what is owed; absent once it is paid
 * @param forgetAt when the store drops the document; absent while the license is owed. Until then
 *     an older event that arrives late cannot make a paid license owed again. An event later than
 *     that can list it as owed, but cannot get it paid twice: its claim by the paid settlement is
 *     kept
 */
public record OwedLicense(List<PartnerId> path, @Nullable Bill bill, @Nullable Instant forgetAt) {

    /**
     * What one license costs its issuer.
     *
     * @param issuedBy the partner that owes it, whoever owns the license now
     * @param price the price when it was issued, before any discount; absent if it costs nothing
     */
    public record Bill(
            LicenseId licenseId,
            PartnerId issuedBy,
            ProductId productId,
            PolicyId policyId,
            @Nullable Money price,
            Instant issuedAt) {}

    /**
     * What a state of a license says about its payment.
     *
     * @param forgetAt when a paid license is dropped from the replica
     * @return empty for a license that is never paid for by itself, like one issued in an order
     */
    static Optional<OwedLicense> of(LicenseState license, Instant forgetAt) {
        return switch (license.paymentStatus()) {
            case NOT_DUE -> Optional.empty();
            case PAID -> Optional.of(new OwedLicense(issuerPath(license), null, forgetAt));
            // A revoked license is owed like any other.
            case PENDING ->
                    Optional.of(
                            new OwedLicense(
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
     * A license that has moved to another branch no longer contains its issuer in its path; then
     * only the vendor above both is known.
     */
    private static List<PartnerId> issuerPath(LicenseState license) {
        int issuer = license.path().indexOf(license.issuedBy());
        return issuer >= 0
                ? license.path().subList(0, issuer + 1)
                : List.of(license.vendorId(), license.issuedBy());
    }

    /** What the partner owes for it; empty if another partner issued it, or it is paid. */
    Optional<Bill> owedBy(PartnerId partner) {
        return Optional.ofNullable(bill).filter(open -> open.issuedBy().equals(partner));
    }
}
