package io.keyway.order.orders;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.OrderId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.util.Optional;
import java.util.function.Function;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/** The orders of all partners. */
@Component
final class Orders {

    private final Aggregates<Order> orders;

    Orders(Store store) {
        this.orders = store.aggregates("orders", Order.class);
    }

    Stored<Order> find(Caller caller, OrderId id) {
        return orders.find(caller, id).orElseThrow(Refused::notFound);
    }

    Stored<Order> insert(Order order, DomainEvent event) {
        return orders.insert(order, event).orElseThrow();
    }

    Optional<Stored<Order>> change(OrderId id, Function<Stored<Order>, Decision<Order>> decide) {
        return orders.change(id, decide);
    }

    Page<Stored<Order>> page(Caller caller, Bson filter, PageRequest page) {
        return orders.page(caller, filter, page);
    }
}
