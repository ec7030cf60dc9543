package io.keyway.license.network;

import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import java.util.List;

/**
 * An order as license-service has taken it in. An aggregate and not a replica, because taking it in
 * is itself a fact that order-service waits for.
 */
public record TakenOrder(OrderId id, OrderState order) implements Aggregate {

    @Override
    public List<PartnerId> scope() {
        return order.path();
    }
}
