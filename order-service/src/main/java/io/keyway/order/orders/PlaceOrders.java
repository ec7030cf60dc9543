package io.keyway.order.orders;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.order.OrderProperties;
import io.keyway.order.network.Network;
import io.keyway.order.orders.OrdersController.LineRequest;
import io.keyway.order.orders.OrdersController.PlaceOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Makes an order of what the caller may sell, at the price that it has now. */
@Component
class PlaceOrders {

    private final Orders orders;
    private final Network network;
    private final OrderProperties settings;
    private final Clock clock;

    PlaceOrders(Orders orders, Network network, OrderProperties settings, Clock clock) {
        this.orders = orders;
        this.network = network;
        this.settings = settings;
        this.clock = clock;
    }

    Stored<Order> order(Caller caller, NewId newId, PlaceOrder body) {
        Order drafted = drafted(caller, newId, body);
        boolean later = Boolean.TRUE.equals(body.draft());
        return orders.insert(later ? drafted : drafted.placed(drafted.lines(), drafted.placedAt()));
    }

    /** What the body asks for, not yet kept. */
    Order drafted(Caller caller, NewId newId, PlaceOrder body) {
        if (caller.partnerId() == null || !caller.may(Permission.CREATE_ORDERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        PartnerState buyer = network.partner(caller, caller.partnerId());
        requireCustomer(caller, body);
        return Order.draft(
                newId.as(OrderId::with),
                buyer.path(),
                new Order.Wish(body.customerId(), body.fulfillment(), body.externalReferenceId()),
                priced(buyer, body.lines()),
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

    /** Places a draft, at the prices of now. */
    Stored<Order> draft(Caller caller, OrderId id, IfMatch ifMatch) {
        Order seen = orders.owned(caller, id);
        PartnerState buyer = network.partner(caller, seen.ownerId());
        return orders.change(
                id,
                ifMatch,
                order -> {
                    if (order.status() != OrderStatus.DRAFT) {
                        throw new Refused(ProblemCode.CONFLICT, "The order is no draft.");
                    }
                    return order.placed(pricedAgain(buyer, order.lines()), clock.instant());
                });
    }

    /** More lines for a draft or for an order that is in force. */
    Stored<Order> append(
            Caller caller, OrderId id, NewId newId, IfMatch ifMatch, List<LineRequest> requested) {
        Order seen = orders.owned(caller, id);
        PartnerState buyer = network.partner(caller, seen.ownerId());
        List<Line> more = new ArrayList<>(priced(buyer, requested));
        LineId first = newId.as(LineId::with);
        more.set(0, named(first, more.getFirst()));
        return orders.change(
                id,
                ifMatch,
                order -> {
                    if (order.line(first).isPresent()) {
                        return order; // The request is being repeated.
                    }
                    if (order.status() != OrderStatus.DRAFT && !order.status().inForce()) {
                        throw new Refused(AccessRule.ORDER_CLOSED, "The order is closed.");
                    }
                    requireAtMost(order.lines().size() + more.size());
                    return order.withMoreLines(more);
                });
    }

    private List<Line> priced(PartnerState buyer, List<LineRequest> requested) {
        requireAtMost(requested.size());
        List<Line> lines = new ArrayList<>(requested.size());
        Pricer pricer = new Pricer(buyer, network.portfolio(buyer.path()), clock.instant());
        for (int i = 0; i < requested.size(); i++) {
            lines.add(pricer.line(LineId.next(), requested.get(i), "lines[" + i + "]"));
        }
        return lines;
    }

    private List<Line> pricedAgain(PartnerState buyer, List<Line> lines) {
        Pricer pricer = new Pricer(buyer, network.portfolio(buyer.path()), clock.instant());
        return lines.stream()
                .map(
                        line ->
                                pricer.line(
                                        line.id(),
                                        new LineRequest(
                                                line.productId(), line.policyId(), line.quantity()),
                                        "lines[" + lines.indexOf(line) + "]"))
                .toList();
    }

    private void requireAtMost(int lines) {
        if (lines > settings.linesMax()) {
            throw Refused.invalid("lines", "must be at most " + settings.linesMax()).get();
        }
    }

    private static Line named(LineId id, Line line) {
        return Line.ordered(
                id,
                line.productId(),
                line.policyId(),
                line.quantity(),
                line.unitPrice(),
                line.amount(),
                Objects.requireNonNull(line.discountPercent()),
                Objects.requireNonNull(line.orderedAt()));
    }

    /** Makes lines at what they cost one buyer at one moment. */
    private final class Pricer {

        private final PartnerState buyer;
        private final Portfolio portfolio;
        private final Instant now;

        Pricer(PartnerState buyer, Portfolio portfolio, Instant now) {
            this.buyer = buyer;
            this.portfolio = portfolio;
            this.now = now;
        }

        Line line(LineId id, LineRequest request, String field) {
            if (request.quantity() > settings.quantityMax()) {
                throw Refused.invalid(
                                field + ".quantity", "must be at most " + settings.quantityMax())
                        .get();
            }
            ProductState product = network.product(buyer.vendorId(), request.productId());
            PolicyState policy = network.policy(product, request.policyId());
            return switch (Pricing.of(buyer, product, policy, request.quantity(), portfolio, now)) {
                case Pricing.Priced priced ->
                        Line.ordered(
                                id,
                                product.id(),
                                policy.id(),
                                request.quantity(),
                                priced.unitPrice(),
                                priced.amount(),
                                buyer.discountPercent(),
                                now);
                case Pricing.NotInPortfolio not -> throw new Refused(not.why().rule().refusal());
                case Pricing.AboveMaximum above ->
                        throw new Refused(AccessRule.GRANT_USED_UP, above.reason());
                case Pricing.Unpriced not ->
                        throw Refused.invalid(field + "." + not.field(), not.message()).get();
            };
        }
    }
}
