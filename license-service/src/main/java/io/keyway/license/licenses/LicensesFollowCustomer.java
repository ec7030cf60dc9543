package io.keyway.license.licenses;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.LicenseEvent.LicenseTransferred;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.license.network.CustomerFollowers;
import java.time.Clock;
import org.springframework.stereotype.Component;

/**
 * A customer that moves to another partner takes its licenses along: their scope is that of the
 * customer. Their keys stay.
 */
@Component
class LicensesFollowCustomer implements CustomerFollowers {

    private final Licenses licenses;
    private final Clock clock;

    LicensesFollowCustomer(Licenses licenses, Clock clock) {
        this.licenses = licenses;
        this.clock = clock;
    }

    @Override
    public void follow(CustomerState customer) {
        License.Owner owner = License.Owner.of(customer);
        for (Stored<License> owned : licenses.ofCustomer(customer.id())) {
            if (!owned.state().owner().equals(owner)) {
                licenses.change(owned.state().id(), stored -> follow(stored.state(), owner));
            }
        }
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
