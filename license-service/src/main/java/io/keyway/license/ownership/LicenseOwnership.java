package io.keyway.license.ownership;

import io.keyway.contracts.event.CustomerEvent.CustomerState;

/** Keeps the owner data of licenses equal to their customer's. */
@FunctionalInterface
public interface LicenseOwnership {

    /**
     * Gives all licenses of the customer its current partner, name and e-mail. May be called again
     * with the same state.
     */
    void update(CustomerState customer);
}
