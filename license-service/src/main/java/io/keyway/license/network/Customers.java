package io.keyway.license.network;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.id.CustomerId;
import java.util.Optional;

/** The customers as this service last heard of them, for the service itself. */
@FunctionalInterface
public interface Customers {

    Optional<CustomerState> customer(CustomerId id);
}
