package io.keyway.license.ownership;

import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.event.LicenseEvent.LicenseTransferred;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.license.administration.ChangeLicense;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.licenses.Machine;
import io.keyway.license.network.Network;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Moves a license to another customer of the same vendor. Its machines are removed. */
@Component
class TransferLicense {

    /**
     * The license after the transfer.
     *
     * @param machinesReleased how many machines were removed; 0 if the license was the customer's
     *     already
     */
    record Transferred(Stored<License> license, int machinesReleased) {}

    private final Licenses licenses;
    private final ChangeLicense changeLicense;
    private final Network network;
    private final LicenseOwnership ownership;
    private final ReleasedMachines releasedMachines;
    private final Clock clock;

    TransferLicense(
            Licenses licenses,
            ChangeLicense changeLicense,
            Network network,
            LicenseOwnership ownership,
            ReleasedMachines releasedMachines,
            Clock clock) {
        this.licenses = licenses;
        this.changeLicense = changeLicense;
        this.network = network;
        this.ownership = ownership;
        this.releasedMachines = releasedMachines;
        this.clock = clock;
    }

    /**
     * @throws Refused if the caller does not see the license or the customer, may not issue
     *     licenses, or the license was revoked
     */
    Transferred transfer(Caller caller, LicenseId id, IfMatch ifMatch, CustomerId to) {
        if (licenses.find(caller, id).isEmpty()) {
            throw Refused.notFound();
        }
        CustomerState customer = network.customer(caller, to).orElseThrow(Refused::notFound);
        List<Machine> released = new ArrayList<>();
        Stored<License> transferred =
                changeLicense.change(
                        caller,
                        id,
                        ifMatch,
                        license -> {
                            released.clear(); // The decision may be repeated on a newer state.
                            return decide(license, customer, released);
                        });
        releasedMachines.remove(released.stream().map(Machine::id).toList());
        // The customer may have moved meanwhile, before this license could be found with it.
        network.customer(customer.id())
                .filter(now -> !now.path().equals(customer.path()))
                .ifPresent(ownership::update);
        return new Transferred(transferred, released.size());
    }

    private Decision<License> decide(
            License license, CustomerState customer, List<Machine> released) {
        if (!license.vendorId().equals(customer.path().getFirst())) {
            throw Refused.notFound();
        }
        if (license.condition() == LicenseCondition.BANNED) {
            throw new Refused(AccessRule.LICENSE_REVOKED, "The license was revoked.");
        }
        License.Owner owner = License.Owner.of(customer);
        if (license.owner().equals(owner)) {
            return Decision.keep();
        }
        released.addAll(license.machines());
        Instant now = clock.instant();
        License moved = license.with(owner, now).with(List.of(), now);
        return Decision.change(moved, new LicenseTransferred(moved.state()));
    }
}
