package io.keyway.order.orders;

import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.order.orders.OrderContents.Issued;

/** Derives the status of an order in force from what its lines have come to. */
final class OrderProgress {

    private OrderProgress() {}

    /** The status that follows from what was issued, returned and failed. */
    static OrderStatus statusOf(OrderContents order) {
        if (order.lines().stream().allMatch(line -> line.failure() != null)) {
            return OrderStatus.FAILED;
        }
        if (order.lines().stream().allMatch(line -> line.kept() == 0)) {
            return OrderStatus.RETURNED;
        }
        return order.fulfillment() == Fulfillment.ON_DEMAND
                ? onDemandStatus(order)
                : immediateStatus(order);
    }

    private static OrderStatus onDemandStatus(OrderContents order) {
        long drawn = order.issued().stream().mapToLong(Issued::count).sum();
        if (drawn == 0) {
            return order.opened() == 0 ? OrderStatus.PENDING : OrderStatus.OPEN;
        }
        long kept = order.lines().stream().mapToLong(Line::kept).sum();
        return drawn < kept ? OrderStatus.PARTLY_FULFILLED : OrderStatus.FULFILLED;
    }

    private static OrderStatus immediateStatus(OrderContents order) {
        long done =
                order.lines().stream()
                        .filter(line -> order.issuedOf(line.id()) >= line.quantity())
                        .count();
        if (done == 0) {
            return OrderStatus.PENDING;
        }
        return done < order.lines().size() ? OrderStatus.PARTLY_FULFILLED : OrderStatus.FULFILLED;
    }
}
