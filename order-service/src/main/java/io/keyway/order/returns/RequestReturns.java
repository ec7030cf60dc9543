package io.keyway.order.returns;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.event.OrderEvent.ReturnedLine;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.order.OrderProperties;
import io.keyway.order.orders.Order;
import io.keyway.order.orders.Order.Draft;
import io.keyway.order.orders.Order.InForce;
import io.keyway.order.orders.OrderReturn;
import io.keyway.order.orders.Orders;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/**
 * Requests that license-service takes back part of an order, or all of it. A request that this
 * service can see is impossible is refused at once; the rest stays pending until license-service
 * answers on {@code issuance}.
 */
@Component
class RequestReturns {

    private final Orders orders;
    private final OrderProperties settings;
    private final Clock clock;

    RequestReturns(Orders orders, OrderProperties settings, Clock clock) {
        this.orders = orders;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param returnId the same when the request is repeated with its Idempotency-Key
     */
    Stored<Order> returnLines(
            Caller caller,
            OrderId id,
            ReturnId returnId,
            IfMatch ifMatch,
            List<ReturnedLine> lines) {
        return request(
                caller,
                id,
                returnId,
                ifMatch,
                order -> {
                    InForce inForce = requireInForce(order);
                    for (int i = 0; i < lines.size(); i++) {
                        requireReturnable(order, lines.get(i), "lines[" + i + "]");
                    }
                    return withRequest(inForce, returnId, ReturnKind.RETURN, lines);
                });
    }

    /** Cancels a draft at once; requests the return of everything of a placed order. */
    Stored<Order> cancel(Caller caller, OrderId id, ReturnId returnId, IfMatch ifMatch) {
        return request(
                caller,
                id,
                returnId,
                ifMatch,
                order -> {
                    if (order instanceof Draft draft) {
                        return draft.cancelled();
                    }
                    InForce inForce = requireInForce(order);
                    if (!inForce.contents().issued().isEmpty()) {
                        throw new Refused(ProblemCode.ORDER_DRAWN);
                    }
                    return withRequest(
                            inForce,
                            returnId,
                            ReturnKind.CANCELLATION,
                            order.lines().stream()
                                    .filter(line -> line.kept() > 0)
                                    .map(line -> new ReturnedLine(line.id(), line.kept()))
                                    .toList());
                });
    }

    private Stored<Order> request(
            Caller caller,
            OrderId id,
            ReturnId returnId,
            IfMatch ifMatch,
            UnaryOperator<Order> decide) {
        orders.requireOwned(caller, id);
        return orders.change(
                id,
                ifMatch,
                order ->
                        order.contents().returns().stream()
                                        .anyMatch(known -> known.id().equals(returnId))
                                ? order // The request is being repeated.
                                : decide.apply(order));
    }

    private Order withRequest(
            InForce order, ReturnId returnId, ReturnKind kind, List<ReturnedLine> lines) {
        if (order.contents().returns().size() >= settings.returnsMax()) {
            throw new Refused(
                    ProblemCode.CONFLICT,
                    "An order has at most " + settings.returnsMax() + " returns.");
        }
        return order.withReturn(
                new OrderReturn.Pending(
                        new OrderReturn.Asked(returnId, kind, lines, clock.instant())));
    }

    private static InForce requireInForce(Order order) {
        if (!(order instanceof InForce inForce)) {
            throw new Refused(
                    AccessRule.ORDER_CLOSED,
                    "The order is a draft, failed, cancelled or returned.");
        }
        if (order.pendingReturn().isPresent()) {
            throw new Refused(ProblemCode.RETURN_PENDING);
        }
        return inForce;
    }

    private void requireReturnable(Order order, ReturnedLine returned, String field) {
        Line line =
                order.line(returned.lineId())
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
        long returnable = Math.max(0, onDemand ? line.kept() - issued : line.kept());
        if (returned.quantity() > returnable) {
            throw new Refused(
                    ProblemCode.QUOTA_EXCEEDED,
                    "%d of %s can be returned, %d are asked for."
                            .formatted(returnable, line.id(), returned.quantity()));
        }
    }
}
