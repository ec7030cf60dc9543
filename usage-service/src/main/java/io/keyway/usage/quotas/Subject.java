package io.keyway.usage.quotas;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose usage is meant: a license, all licenses of a customer, or the whole branch of a partner.
 *
 * @param licenseId null for a customer or partner
 * @param customerId to which the license belongs, or the customer itself; null for a partner
 * @param path the partners from the vendor down to the one that it belongs to; for a partner, to
 *     itself
 */
record Subject(
        @Nullable LicenseId licenseId, @Nullable CustomerId customerId, List<PartnerId> path) {

    Subject {
        path = List.copyOf(path);
    }

    static Subject of(LicenseState license) {
        return new Subject(license.id(), license.customerId(), license.path());
    }

    static Subject of(CustomerState customer) {
        return new Subject(null, customer.id(), customer.path());
    }

    static Subject of(PartnerState partner) {
        return new Subject(null, null, partner.path());
    }

    /** The id of the license, the customer or the partner. */
    String idOf() {
        if (licenseId != null) {
            return licenseId.value();
        }
        return customerId != null ? customerId.value() : owner().value();
    }

    /** The partner to which it belongs, or which it is. */
    PartnerId owner() {
        return path.getLast();
    }

    PartnerId vendor() {
        return path.getFirst();
    }

    /** The id of the subject, if it is a customer. */
    @Nullable CustomerId asCustomer() {
        return licenseId == null ? customerId : null;
    }

    /** The id of the subject, if it is a partner. */
    @Nullable PartnerId asPartner() {
        return customerId == null ? owner() : null;
    }
}
