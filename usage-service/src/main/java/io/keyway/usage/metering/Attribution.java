package io.keyway.usage.metering;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import java.util.List;

/**
 * Whose usage it is, fixed when the event is received: a license that later moves takes no past
 * usage with it.
 *
 * @param path from the vendor down to the partner of the license's customer
 */
public record Attribution(
        List<PartnerId> path, CustomerId customerId, LicenseId licenseId, ProductId productId) {

    public Attribution {
        path = List.copyOf(path);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("usage has an owner");
        }
    }

    public PartnerId vendorId() {
        return path.getFirst();
    }
}
