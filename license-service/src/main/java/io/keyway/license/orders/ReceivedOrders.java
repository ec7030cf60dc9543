package io.keyway.license.orders;

import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.IssuanceEvent.AllowanceOpened;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.id.OrderId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Audited;
import io.keyway.kit.store.CatchUp;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The orders that licenses are issued in. */
@Component
public class ReceivedOrders {

    private final Aggregates<ReceivedOrder> orders;
    private final CatchUp catchUp;

    ReceivedOrders(Store store, CatchUp catchUp) {
        this.catchUp = catchUp;
        this.orders = store.aggregates("orders", ReceivedOrder.class).audited(Audited.NONE);
    }

    public Optional<OrderState> order(OrderId id) {
        return orders.load(id).map(Stored::state).map(ReceivedOrder::order);
    }

    /**
     * The order, if the caller is its owner, a partner above the owner, or one of its license
     * managers.
     *
     * @throws io.keyway.kit.store.ReplicaBehindException if it is missing and its event may not
     *     have been consumed yet
     */
    public Optional<OrderState> order(Caller caller, OrderId id) {
        return catchUp.look(
                Topic.ORDERS, id, () -> order(id).filter(order -> isSeen(caller, order)));
    }

    private static boolean isSeen(Caller caller, OrderState order) {
        return caller.sees(order.path(), null)
                || order.managers().stream()
                        .anyMatch(manager -> manager.partnerId().equals(caller.partnerId()));
    }

    /**
     * Stores the order unless a newer revision is stored. For an on-demand order, tells
     * order-service that its lines can be drawn.
     */
    public void receive(OrderState order) {
        ReceivedOrder received = new ReceivedOrder(order.id(), order);
        DomainEvent[] events =
                order.fulfillment() == Fulfillment.ON_DEMAND
                        ? new DomainEvent[] {new AllowanceOpened(order.id(), order.revision())}
                        : new DomainEvent[0];
        if (orders.load(order.id()).isEmpty()) {
            orders.insert(received, events);
        }
        orders.change(
                order.id(),
                stored -> {
                    OrderState known = stored.state().order();
                    boolean newer = order.revision() > known.revision();
                    boolean changed = order.revision() == known.revision() && !order.equals(known);
                    return newer || changed
                            ? Decision.change(received, newer ? events : new DomainEvent[0])
                            : Decision.keep();
                });
    }
}
