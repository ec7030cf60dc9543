package io.keyway.license.network;

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
public class TakenOrders {

    private final Aggregates<TakenOrder> orders;
    private final CatchUp catchUp;

    TakenOrders(Store store, CatchUp catchUp) {
        this.catchUp = catchUp;
        this.orders = store.aggregates("orders", TakenOrder.class).audited(Audited.NONE);
    }

    public Optional<OrderState> order(OrderId id) {
        return orders.load(id).map(Stored::state).map(TakenOrder::order);
    }

    /**
     * The order, for who is above its owner, its owner, or one of its license managers.
     *
     * @throws io.keyway.kit.store.ReplicaBehindException if it is not here and may be on its way
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

    /** Takes the order in unless a newer revision of it is there, and says so to order-service. */
    public void take(OrderState order) {
        TakenOrder taken = new TakenOrder(order.id(), order);
        DomainEvent[] said =
                order.fulfillment() == Fulfillment.ON_DEMAND
                        ? new DomainEvent[] {new AllowanceOpened(order.id(), order.revision())}
                        : new DomainEvent[0];
        if (orders.load(order.id()).isEmpty()) {
            orders.insert(taken, said);
        }
        orders.change(
                order.id(),
                stored -> {
                    OrderState known = stored.state().order();
                    boolean news =
                            order.revision() > known.revision()
                                    || (order.revision() == known.revision()
                                            && !order.equals(known));
                    return news
                            ? Decision.change(
                                    taken,
                                    order.revision() > known.revision() ? said : new DomainEvent[0])
                            : Decision.keep();
                });
    }
}
