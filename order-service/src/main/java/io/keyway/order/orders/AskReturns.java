package io.keyway.order.orders;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.event.OrderEvent.ReturnedLine;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.order.OrderProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Asks license-service to take back a part of an order, or all of it. What can be seen here refuses
 * at once; what is drawn at this moment only license-service knows, so it has the last word.
 */
@Component
class AskReturns {

    private final Orders orders;
    private final OrderProperties settings;
    private final Clock clock;

    AskReturns(Orders orders, OrderProperties settings, Clock clock) {
        this.orders = orders;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param id the same when the request is repeated
     */
    Stored<Order> giveBack(
            Caller caller, OrderId id, ReturnId asked, IfMatch ifMatch, List<ReturnedLine> lines) {
        return ask(
                caller,
                id,
                asked,
                ifMatch,
                order -> {
                    requireOpen(order);
                    for (int i = 0; i < lines.size(); i++) {
                        requireReturnable(order, lines.get(i), "lines[" + i + "]");
                    }
                    return asking(order, asked, ReturnKind.RETURN, lines);
                });
    }

    Stored<Order> cancel(Caller caller, OrderId id, ReturnId asked, IfMatch ifMatch) {
        return ask(
                caller,
                id,
                asked,
                ifMatch,
                order -> {
                    if (order.status() == OrderStatus.DRAFT) {
                        return order.droppedAsDraft();
                    }
                    requireOpen(order);
                    if (!order.issued().isEmpty()) {
                        throw new Refused(ProblemCode.ORDER_DRAWN);
                    }
                    return asking(
                            order,
                            asked,
                            ReturnKind.CANCELLATION,
                            order.lines().stream()
                                    .filter(line -> line.kept() > 0)
                                    .map(line -> new ReturnedLine(line.id(), line.kept()))
                                    .toList());
                });
    }

    private Stored<Order> ask(
            Caller caller,
            OrderId id,
            ReturnId asked,
            IfMatch ifMatch,
            Function<Order, Order> decide) {
        orders.owned(caller, id);
        return orders.change(
                id,
                ifMatch,
                order ->
                        order.returns().stream().anyMatch(known -> known.id().equals(asked))
                                ? order // The request is being repeated.
                                : decide.apply(order));
    }

    private Order asking(Order order, ReturnId asked, ReturnKind kind, List<ReturnedLine> lines) {
        if (order.returns().size() >= settings.returnsMax()) {
            throw new Refused(
                    ProblemCode.CONFLICT,
                    "An order has at most " + settings.returnsMax() + " returns.");
        }
        return order.asking(OrderReturn.asked(asked, kind, lines, clock.instant()));
    }

    private static void requireOpen(Order order) {
        if (!order.status().inForce()) {
            throw new Refused(
                    AccessRule.ORDER_CLOSED,
                    "The order is a draft, failed, cancelled or returned.");
        }
        if (order.pendingReturn().isPresent()) {
            throw new Refused(ProblemCode.RETURN_PENDING);
        }
    }

    private void requireReturnable(Order order, ReturnedLine back, String field) {
        Line line =
                order.line(back.lineId())
                        .orElseThrow(Refused.invalid(field + ".lineId", "is not in the order"));
        Instant until = order.orderedAt(line).plus(settings.returnsWithin());
        if (clock.instant().isAfter(until)) {
            throw new Refused(
                    ProblemCode.RETURN_TOO_LATE, "The line could be returned until " + until + ".");
        }
        long issued = order.issuedOf(line.id());
        boolean onDemand = order.fulfillment() == Fulfillment.ON_DEMAND;
        if (!onDemand && line.failure() == null && issued < line.quantity()) {
            throw new Refused(ProblemCode.NOT_READY, "The line is still being issued.");
        }
        long left = Math.max(0, onDemand ? line.kept() - issued : line.kept());
        if (back.quantity() > left) {
            throw new Refused(
                    ProblemCode.QUOTA_EXCEEDED,
                    "%d of %s can be returned, %d are asked for."
                            .formatted(left, line.id(), back.quantity()));
        }
    }
}
