package io.keyway.license.network;

import io.keyway.contracts.event.CustomerEvent.CustomerState;

/** What belongs to a customer and goes where the customer goes. */
@FunctionalInterface
public interface CustomerFollowers {

    /** May be called again with what is known already. */
    void follow(CustomerState customer);
}
