package io.keyway.license.licenses;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.LicenseEvent.LicenseTransferred;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.store.Decision;
import io.keyway.license.network.CustomerFollowers;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * A customer that moves to another partner takes its licenses along: their scope is that of the
 * customer. Their keys stay.
 */
@Component
class LicensesFollowCustomer implements CustomerFollowers {

    /** A customer may have more licenses than fit into memory at once. */
    private static final int AT_A_TIME_MAX = 500;

    private final Licenses licenses;
    private final Clock clock;

    LicensesFollowCustomer(Licenses licenses, Clock clock) {
        this.licenses = licenses;
        this.clock = clock;
    }

    @Override
    public void follow(CustomerState customer) {
        License.Owner owner = License.Owner.of(customer);
        boolean found = walk(owner);
        while (found) {
            found = walk(owner); // One may have been issued meanwhile behind where it was.
        }
    }

    /**
     * @return whether a license disagreed
     */
    private boolean walk(License.Owner owner) {
        LicenseId after = null;
        List<LicenseId> rest = licenses.thatDisagreeWith(owner, after, AT_A_TIME_MAX);
        while (!rest.isEmpty()) {
            rest.forEach(id -> licenses.change(id, stored -> follow(stored.state(), owner)));
            after = rest.getLast();
            rest = licenses.thatDisagreeWith(owner, after, AT_A_TIME_MAX);
        }
        return after != null;
    }

    private Decision<License> follow(License license, License.Owner owner) {
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
