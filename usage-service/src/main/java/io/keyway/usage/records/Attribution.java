package io.keyway.usage.records;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import java.util.List;

/**
 * The owners of an event's license, fixed when the event is received. A license that moves later
 * leaves its past usage with its former owners.
 *
 * @param path the partners from the vendor down to that of the license's customer
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
