package io.keyway.license.orders;

import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import java.util.List;

/**
 * An order received from order-service. An aggregate and not a replica, because order-service waits
 * for an event about its arrival.
 */
record ReceivedOrder(OrderId id, OrderState order) implements Aggregate {

    @Override
    public List<PartnerId> scope() {
        return order.path();
    }
}
