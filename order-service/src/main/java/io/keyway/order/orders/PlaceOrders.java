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
            throw new Refused(AccessRule.CUSTOMER_INACTIVE, "The customer is switched off.");
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
        return switch (Pricing.of(buyer, product, policy, request.quantity(), portfolio, now)) {
            case Pricing.Priced priced ->
                    new Line(
                            LineId.next(),
                            product.id(),
                            policy.id(),
                            request.quantity(),
                            priced.unitPrice(),
                            priced.amount());
            case Pricing.NotInPortfolio not -> throw new Refused(not.why().rule().refusal());
            case Pricing.Unpriced not ->
                    throw Refused.invalid(field + "." + not.field(), not.message()).get();
        };
    }
}
