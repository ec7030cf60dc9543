package io.keyway.order.orders;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.Portfolio;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Refused;
import io.keyway.order.OrderProperties;
import io.keyway.order.network.Network;
import io.keyway.order.orders.OrdersController.LineRequest;
import io.keyway.order.orders.OrdersController.PlaceOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Makes an order of what the caller may sell, at the price that it has now. */
@Component
class PlaceOrders {

    private final Network network;
    private final OrderProperties settings;
    private final Clock clock;

    PlaceOrders(Network network, OrderProperties settings, Clock clock) {
        this.network = network;
        this.settings = settings;
        this.clock = clock;
    }

    Order order(Caller caller, NewId newId, PlaceOrder body) {
        PartnerId owner = ownerFor(caller);
        PartnerState buyer = network.partner(caller, owner);
        requireCustomer(caller, body);
        return new Order(
                newId.as(OrderId::with),
                buyer.path(),
                owner,
                body.customerId(),
                body.fulfillment(),
                OrderStatus.PENDING,
                lines(buyer, body.lines()),
                List.of(),
                1,
                0,
                Set.of(),
                null,
                body.externalReferenceId(),
                clock.instant());
    }

    private static PartnerId ownerFor(Caller caller) {
        if (caller.partnerId() == null || !caller.may(Permission.CREATE_ORDERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return caller.partnerId();
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
            throw new Refused(ProblemCode.CONFLICT, "The customer is inactive.");
        }
    }

    private List<Line> lines(PartnerState buyer, List<LineRequest> requested) {
        if (requested.size() > settings.linesMax()) {
            throw Refused.invalid("lines", "must be at most " + settings.linesMax()).get();
        }
        Instant now = clock.instant();
        Portfolio portfolio = network.portfolio(buyer.path());
        List<Line> lines = new ArrayList<>(requested.size());
        for (int i = 0; i < requested.size(); i++) {
            lines.add(line(buyer, requested.get(i), "lines[" + i + "]", portfolio, now));
        }
        return lines;
    }

    private Line line(
            PartnerState buyer,
            LineRequest request,
            String field,
            Portfolio portfolio,
            Instant now) {
        if (request.quantity() > settings.quantityMax()) {
            throw Refused.invalid(field + ".quantity", "must be at most " + settings.quantityMax())
                    .get();
        }
        ProductState product = network.product(buyer.vendorId(), request.productId());
        PolicyState policy = network.policy(product, request.policyId());
        boolean sold =
                product.status() == CatalogStatus.ACTIVE && policy.status() == CatalogStatus.ACTIVE;
        if (!sold || !portfolio.contains(product.id(), policy.id(), now)) {
            throw new Refused(ProblemCode.NOT_IN_PORTFOLIO);
        }
        Money price = policy.price();
        if (price == null) {
            throw Refused.invalid(field + ".policyId", "has no price: it cannot be ordered").get();
        }
        if (!price.currency().equals(buyer.currency())) {
            throw Refused.invalid(field + ".policyId", "is not sold in " + buyer.currency()).get();
        }
        return new Line(
                LineId.next(),
                product.id(),
                policy.id(),
                request.quantity(),
                price,
                amount(price, request.quantity(), buyer, field));
    }

    /** List price times quantity, less the buyer's discount; the discount is rounded once. */
    private static Money amount(Money price, long quantity, PartnerState buyer, String field) {
        try {
            Money list = price.times(quantity);
            return list.minus(list.percent(buyer.discountPercent()));
        } catch (ArithmeticException tooLarge) {
            throw Refused.invalid(field + ".quantity", "comes to more than an amount can hold")
                    .get();
        }
    }
}
