package io.keyway.license.issuance;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.IssuanceEvent.AllowanceOpened;
import io.keyway.contracts.event.IssuanceEvent.LineFailed;
import io.keyway.contracts.event.IssuanceEvent.LineIssued;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.OrderCancelled;
import io.keyway.contracts.event.OrderEvent.OrderChanged;
import io.keyway.contracts.event.OrderEvent.OrderPlaced;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.PublishedEvents;
import io.keyway.license.orders.ReceivedOrders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Orders that come twice, late, or before what they name. */
@LicenseServiceTest
class RedeliveredOrdersTest {

    private final Market market;
    private final PublishedEvents published;
    private final ReceivedOrders orders;
    private final ProductId product;
    private final PolicyId policy;

    @Autowired
    RedeliveredOrdersTest(Markets markets, PublishedEvents published, ReceivedOrders orders) {
        this.market = markets.open();
        this.published = published;
        this.orders = orders;
        this.product = market.product();
        this.policy = market.policy(product);
    }

    @Test
    void anImmediateOrderThatIsDeliveredAgainIssuesNothingAgain() {
        market.grantToAll(product);
        OrderState order =
                market.order(Fulfillment.IMMEDIATE, market.customer(), product, policy, 2);
        LineIssued issued = new LineIssued(order.id(), order.lines().getFirst().id(), 2);
        eventually(() -> assertThat(published.all(LineIssued.class)).contains(issued));

        market.publish(order.id().value(), new OrderPlaced(order));
        market.publish(order.id().value(), new OrderPlaced(order), 1);
        // Another order behind it in the same topic: when it is done, so is the redelivery.
        OrderState after =
                market.order(Fulfillment.IMMEDIATE, market.customer(), product, policy, 1);
        eventually(
                () ->
                        assertThat(published.all(LineIssued.class))
                                .anyMatch(event -> event.orderId().equals(after.id())));

        assertThat(market.licenses(market.distributor, "orderId=" + order.id())).hasSize(2);
        assertThat(published.all(LineIssued.class)).containsOnlyOnce(issued);
    }

    @Test
    void lineWaitsForACustomerThatArrivesLater() {
        market.grantToAll(product);
        CustomerId customer = CustomerId.next();
        OrderState order = market.order(Fulfillment.IMMEDIATE, customer, product, policy, 1);
        assertThat(market.licenses(market.distributor, "orderId=" + order.id())).isEmpty();

        market.customer(customer, market.reseller.path());

        eventually(
                () ->
                        assertThat(published.all(LineIssued.class))
                                .contains(
                                        new LineIssued(
                                                order.id(), order.lines().getFirst().id(), 1)));
    }

    @Test
    void lineWithoutItsCustomerFailsAndPublishesIt() {
        market.grantToAll(product);

        OrderState order =
                market.order(Fulfillment.IMMEDIATE, CustomerId.next(), product, policy, 1);

        eventually(
                () ->
                        assertThat(published.all(LineFailed.class))
                                .contains(
                                        new LineFailed(
                                                order.id(),
                                                order.lines().getFirst().id(),
                                                ProblemCode.NOT_FOUND)));
    }

    @Test
    void aLineForACustomerOfAnotherBranchIssuesNothing() {
        market.grantToAll(product);
        CustomerId foreign = market.customer(List.of(market.vendorId));

        OrderState order = market.order(Fulfillment.IMMEDIATE, foreign, product, policy, 1);

        eventually(
                () ->
                        assertThat(published.all(LineFailed.class))
                                .anyMatch(event -> event.orderId().equals(order.id())));
        assertThat(market.licenses(market.vendor, "orderId=" + order.id())).isEmpty();
    }

    @Test
    void lineOutsideThePortfolioFailsWithTheReason() {
        OrderState order =
                market.order(Fulfillment.IMMEDIATE, market.customer(), product, policy, 1);

        eventually(
                () ->
                        assertThat(published.all(LineFailed.class))
                                .contains(
                                        new LineFailed(
                                                order.id(),
                                                order.lines().getFirst().id(),
                                                ProblemCode.NOT_IN_PORTFOLIO)));
    }

    @Test
    void anOlderRevisionDoesNotReplaceANewerOne() {
        market.grantToAll(product);
        OrderState first = market.draft(Fulfillment.ON_DEMAND, null, product, policy, 5);
        OrderState second =
                revision(
                        first,
                        2,
                        OrderStatus.PENDING,
                        market.manager(market.resellerId, market.reseller.path(), product, null));

        market.publish(first.id().value(), new OrderChanged(second));
        market.publish(first.id().value(), new OrderChanged(second));
        market.publish(first.id().value(), new OrderPlaced(first));
        // Behind them in the same partition: when this is taken in, so are they.
        market.publish(
                first.id().value(), new OrderChanged(revision(first, 3, OrderStatus.FULFILLED)));

        eventually(
                () ->
                        assertThat(published.all(AllowanceOpened.class))
                                .contains(new AllowanceOpened(first.id(), 3)));
        assertThat(published.all(AllowanceOpened.class))
                .filteredOn(event -> event.orderId().equals(first.id()))
                .extracting(AllowanceOpened::revision)
                .containsExactly(2L, 3L);
    }

    @Test
    void anOlderRevisionThatComesLastChangesNothing() {
        market.grantToAll(product);
        OrderState first = market.draft(Fulfillment.ON_DEMAND, null, product, policy, 5);
        OrderState second =
                revision(
                        first,
                        2,
                        OrderStatus.PENDING,
                        market.manager(market.resellerId, market.reseller.path(), product, null));

        orders.receive(second);
        orders.receive(first);
        orders.receive(second);
        orders.receive(first);

        assertThat(orders.order(first.id()).orElseThrow().managers()).hasSize(1);
        Map<String, Object> inOrder = Map.of("orderId", first.id().value());
        assertThat(
                        market.issue(
                                        market.reseller,
                                        product,
                                        policy,
                                        market.customer(),
                                        1,
                                        inOrder)
                                .status())
                .isEqualTo(201);
    }

    @Test
    void cancelledOrderCannotBeDrawn() {
        market.grantToAll(product);
        OrderState order = market.onDemand(product, policy, 5);
        CustomerId customer = market.customer();
        Map<String, Object> inOrder = Map.of("orderId", order.id().value());
        assertThat(market.issue(market.distributor, product, policy, customer, 1, inOrder).status())
                .isEqualTo(201);

        market.publish(
                order.id().value(), new OrderCancelled(revision(order, 2, OrderStatus.CANCELLED)));

        eventually(
                () ->
                        assertThat(
                                        market.issue(
                                                        market.distributor,
                                                        product,
                                                        policy,
                                                        customer,
                                                        1,
                                                        inOrder)
                                                .code())
                                .isEqualTo("conflict"));
    }

    private static OrderState revision(
            OrderState order,
            long revision,
            OrderStatus status,
            io.keyway.contracts.event.OrderEvent.LicenseManager... managers) {
        return new OrderState(
                order.id(),
                revision,
                order.ownerId(),
                order.path(),
                order.customerId(),
                order.fulfillment(),
                status,
                order.lines(),
                List.of(managers),
                order.placedAt(),
                null,
                null);
    }
}
