package io.keyway.order.orders;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.order.network.Network;
import io.keyway.order.orders.Order.Draft;
import io.keyway.order.orders.Order.Extensible;
import io.keyway.order.orders.OrdersController.PlaceOrder;
import io.keyway.order.pricing.LineRequest;
import io.keyway.order.pricing.PriceLines;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Creates orders from what the caller may sell, at the current prices. */
@Component
class PlaceOrders {

    private final Orders orders;
    private final Network network;
    private final PriceLines priceLines;
    private final Clock clock;

    PlaceOrders(Orders orders, Network network, PriceLines priceLines, Clock clock) {
        this.orders = orders;
        this.network = network;
        this.priceLines = priceLines;
        this.clock = clock;
    }

    /** Stores the order that the body asks for, as a draft or placed. */
    Stored<Order> create(Caller caller, NewId newId, PlaceOrder body) {
        Draft draft = draft(caller, newId, body);
        boolean keepAsDraft = Boolean.TRUE.equals(body.draft());
        return orders.insert(
                keepAsDraft ? draft : draft.placed(draft.lines(), draft.contents().placedAt()));
    }

    /** The order that the body asks for, priced but not stored. */
    Draft draft(Caller caller, NewId newId, PlaceOrder body) {
        if (caller.partnerId() == null || !caller.may(Permission.CREATE_ORDERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        PartnerState buyer = network.partner(caller, caller.partnerId());
        requireCustomer(caller, body);
        return Order.draft(
                newId.as(OrderId::with),
                buyer.path(),
                new Order.Details(
                        body.customerId(), body.fulfillment(), body.externalReferenceId()),
                priceLines.newLines(buyer, body.lines()),
                clock.instant());
    }

    private void requireCustomer(Caller caller, PlaceOrder body) {
        if (body.customerId() == null) {
            if (body.fulfillment() == Fulfillment.IMMEDIATE) {
                throw Refused.invalid("customerId", "is required: immediate lines are issued to it")
                        .get();
            }
            return;
        }
        CustomerState customer = network.customer(caller, body.customerId());
        if (!customer.active()) {
            throw new Refused(AccessRule.CUSTOMER_INACTIVE, "The customer is switched off.");
        }
    }

    /** Places a draft at the current prices. */
    Stored<Order> placeDraft(Caller caller, OrderId id, IfMatch ifMatch) {
        Order seen = orders.requireOwned(caller, id);
        PartnerState buyer = network.partner(caller, seen.ownerId());
        return orders.change(
                id,
                ifMatch,
                order -> {
                    if (!(order instanceof Draft draft)) {
                        throw new Refused(ProblemCode.CONFLICT, "The order is no draft.");
                    }
                    return draft.placed(priceLines.repriced(buyer, order.lines()), clock.instant());
                });
    }

    /** Appends lines to a draft or to an order in force. */
    Stored<Order> append(
            Caller caller, OrderId id, NewId newId, IfMatch ifMatch, List<LineRequest> requested) {
        Order seen = orders.requireOwned(caller, id);
        PartnerState buyer = network.partner(caller, seen.ownerId());
        List<Line> more = new ArrayList<>(priceLines.newLines(buyer, requested));
        // The first line's id comes from the request, so that a repetition is recognised.
        LineId first = newId.as(LineId::with);
        more.set(0, withId(first, more.getFirst()));
        return orders.change(
                id,
                ifMatch,
                order -> {
                    if (order.line(first).isPresent()) {
                        return order; // The request is being repeated.
                    }
                    if (!(order instanceof Extensible extensible)) {
                        throw new Refused(AccessRule.ORDER_CLOSED, "The order is closed.");
                    }
                    priceLines.requireLinesAtMost(order.lines().size() + more.size());
                    return extensible.withMoreLines(more);
                });
    }

    private static Line withId(LineId id, Line line) {
        return Line.ordered(
                id,
                line.productId(),
                line.policyId(),
                line.quantity(),
                line.unitPrice(),
                line.amount(),
                Objects.requireNonNull(line.discountPercent()),
                Objects.requireNonNull(line.orderedAt()),
                line.productName(),
                line.policyName());
    }
}
