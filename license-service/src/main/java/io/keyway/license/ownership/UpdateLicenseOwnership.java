package io.keyway.license.ownership;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.LicenseEvent.LicenseTransferred;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.store.Decision;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Licenses;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Updates the licenses of a customer that moved to another partner or changed its name or e-mail.
 * The scope of a license is that of its customer; its key stays.
 */
@Component
class UpdateLicenseOwnership implements LicenseOwnership {

    /** Ids per query: a customer may have more licenses than fit into memory. */
    private static final int PAGE_MAX = 500;

    private final Licenses licenses;
    private final Clock clock;

    UpdateLicenseOwnership(Licenses licenses, Clock clock) {
        this.licenses = licenses;
        this.clock = clock;
    }

    @Override
    public void update(CustomerState customer) {
        License.Owner owner = License.Owner.of(customer);
        boolean found = updateAll(owner);
        while (found) {
            // A license may have been issued with the old owner, with an id before the last page.
            found = updateAll(owner);
        }
    }

    /**
     * @return whether a license had another owner
     */
    private boolean updateAll(License.Owner owner) {
        LicenseId after = null;
        List<LicenseId> page = licenses.withOtherOwnerData(owner, after, PAGE_MAX);
        while (!page.isEmpty()) {
            page.forEach(id -> licenses.change(id, stored -> update(stored.state(), owner)));
            after = page.getLast();
            page = licenses.withOtherOwnerData(owner, after, PAGE_MAX);
        }
        return after != null;
    }

    private Decision<License> update(License license, License.Owner owner) {
        if (!license.owner().customerId().equals(owner.customerId())
                || license.owner().equals(owner)) {
            return Decision.keep();
        }
        License moved = license.with(owner, clock.instant());
        return license.owner().path().equals(owner.path())
                ? Decision.change(moved)
                : Decision.change(moved, new LicenseTransferred(moved.state()));
    }
}
