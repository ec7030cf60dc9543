package io.keyway.license.planning;

import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseClass;
import org.jspecify.annotations.Nullable;

/**
 * The part of an issue request that the decision depends on.
 *
 * @param type null for the policy's own type
 */
record RequestedTerms(int quantity, LicenseClass licenseClass, @Nullable LicenseType type) {

    static RequestedTerms of(IssueRequest request) {
        return new RequestedTerms(request.quantity(), request.licenseClass(), request.type());
    }
}
