package io.keyway.license.network;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.id.CustomerId;
import java.util.Optional;

/** Finds customers without a scope check; an interface so that the saga can be simulated. */
@FunctionalInterface
public interface Customers {

    Optional<CustomerState> customer(CustomerId id);
}
