package io.keyway.order.orders;

import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.OrderCancelled;
import io.keyway.contracts.event.OrderEvent.OrderChanged;
import io.keyway.contracts.event.OrderEvent.OrderFailed;
import io.keyway.contracts.event.OrderEvent.OrderFulfilled;
import io.keyway.contracts.event.OrderEvent.OrderPlaced;
import io.keyway.contracts.event.OrderEvent.OrderReturned;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.order.orders.Order.Closed;
import io.keyway.order.orders.Order.Draft;
import java.util.List;

/** Which events an order publishes on {@code orders}. */
final class OrderEvents {

    private OrderEvents() {}

    /** The event of a new order; none for a draft, which other services do not know. */
    static List<DomainEvent> created(Order order) {
        return order instanceof Draft ? List.of() : List.of(new OrderPlaced(order.toState()));
    }

    /** The event of a change; none for a draft, and none if the published state is the same. */
    static List<DomainEvent> changed(Order before, Order after) {
        OrderState state = after.toState();
        if (after instanceof Draft || state.equals(before.toState())) {
            return List.of();
        }
        if (before instanceof Draft) {
            return after instanceof Closed ? List.of() : List.of(new OrderPlaced(state));
        }
        return List.of(
                after.status() == before.status() ? new OrderChanged(state) : withNewStatus(state));
    }

    private static OrderEvent withNewStatus(OrderState order) {
        return switch (order.status()) {
            case FULFILLED -> new OrderFulfilled(order);
            case FAILED -> new OrderFailed(order);
            case CANCELLED -> new OrderCancelled(order);
            case RETURNED -> new OrderReturned(order);
            case DRAFT, PENDING, OPEN, PARTLY_FULFILLED -> new OrderChanged(order);
        };
    }
}
