package io.keyway.license.returns;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.UlidCreator;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.IssuanceEvent.LineDrawn;
import io.keyway.contracts.event.IssuanceEvent.LineFailed;
import io.keyway.contracts.event.IssuanceEvent.LineIssued;
import io.keyway.contracts.event.IssuanceEvent.LinesReturned;
import io.keyway.contracts.event.IssuanceEvent.ReturnRefused;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderChanged;
import io.keyway.contracts.event.OrderEvent.OrderPlaced;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.OrderEvent.ReturnAsked;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.event.OrderEvent.ReturnedLine;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.kit.test.Api.Answer;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.PublishedEvents;
import io.keyway.license.orders.ReceivedOrders;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.quotas.Quotas;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What an order asks to be taken back: never more than there is, and once. */
@LicenseServiceTest
class OrderReturnsTest {

    private final Market market;
    private final PublishedEvents published;
    private final Returns returns;
    private final Quotas quotas;
    private final ReceivedOrders orders;
    private final ProductId product;
    private final PolicyId policy;
    private final CustomerId customer;

    @Autowired
    OrderReturnsTest(
            Markets markets,
            PublishedEvents published,
            Returns returns,
            Quotas quotas,
            ReceivedOrders orders) {
        this.market = markets.open();
        this.published = published;
        this.returns = returns;
        this.quotas = quotas;
        this.orders = orders;
        this.product = market.product();
        this.policy = market.policy(product);
        this.customer = market.customer();
    }

    @Test
    void returnsOnlyTheUndrawnPartOfAnAllowance() {
        OrderState order = allowance(5);
        assertThat(draw(order, 2).status()).isEqualTo(201);
        eventually(() -> assertThat(published.all(LineDrawn.class)).contains(drawn(order, 2)));

        ReturnAsked three = asked(order, ReturnKind.RETURN, 3);
        publish(order, 2, three);
        assertReturned(order, three);
        assertThat(draw(order, 1).code()).isEqualTo("quota_exceeded");

        ReturnAsked more = asked(order, ReturnKind.RETURN, 1);
        publish(order, 3, more);
        assertRefused(order, more, ProblemCode.QUOTA_EXCEEDED);
        publish(order, 2, three);
        publish(order, 3, more);
        assertThat(draw(order, 1).code()).isEqualTo("quota_exceeded");
    }

    @Test
    void concurrentDrawsAndReturnsNeverExceedTheOrder() throws Exception {
        OrderState order = allowance(20);
        ReturnAsked ten = asked(order, ReturnKind.RETURN, 10);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Answer> drawing = () -> draw(order, 1);
            List<Future<Answer>> draws =
                    IntStream.range(0, 30).mapToObj(i -> threads.submit(drawing)).toList();
            publish(order, 2, ten);
            long issued = 0;
            for (Future<Answer> draw : draws) {
                Answer answer = draw.get();
                assertThat(answer.status()).as(answer.text()).isIn(201, 409);
                issued += answer.status() == 201 ? 1 : 0;
            }
            long got = issued;
            eventually(
                    () -> assertThat(published.all(LineDrawn.class)).contains(drawn(order, got)));
            boolean returned =
                    published
                            .all(LinesReturned.class)
                            .contains(new LinesReturned(order.id(), ten.id()));
            assertThat(issued).isEqualTo(returned ? 10 : 20);
        }
    }

    @Test
    void anOrderThatWasDrawnIsNotCancelledAndEveryLineCanBeDrawnAsBefore() {
        OrderState order = allowance(2, 2);
        assertThat(draw(order, 1).status()).isEqualTo(201);
        // The line that nothing is drawn of is claimed first, and must be given back.
        ReturnAsked cancellation =
                new ReturnAsked(
                        ReturnId.next(),
                        ReturnKind.CANCELLATION,
                        List.of(
                                new ReturnedLine(order.lines().get(1).id(), 2),
                                new ReturnedLine(order.lines().get(0).id(), 2)));
        publish(order, 2, cancellation);
        assertRefused(order, cancellation, ProblemCode.ORDER_DRAWN);
        eventually(() -> assertThat(draw(order, 1).status()).isEqualTo(201));
        assertThat(draw(order, 2).status()).isEqualTo(201);
        assertThat(draw(order, 1).code()).isEqualTo("quota_exceeded");
    }

    @Test
    void aCancelledOrderIssuesNothing() {
        OrderState order = allowance(2);
        ReturnAsked cancellation = asked(order, ReturnKind.CANCELLATION, 2);
        publish(order, 2, cancellation);
        assertReturned(order, cancellation);
        assertThat(draw(order, 1).code()).isEqualTo("quota_exceeded");
    }

    @Test
    void anImmediateOrderIsCancelledWhileItWaitsForItsCustomer() {
        market.grantToAll(product);
        CustomerId onItsWay = CustomerId.next();
        OrderState order = market.order(Fulfillment.IMMEDIATE, onItsWay, product, policy, 2);
        ReturnAsked cancellation = asked(order, ReturnKind.CANCELLATION, 2);
        publish(order, 2, cancellation);
        assertReturned(order, cancellation);
        market.customer(onItsWay, market.reseller.path());
        eventually(
                () ->
                        assertThat(published.all(LineFailed.class))
                                .anyMatch(failed -> failed.orderId().equals(order.id())));
        assertThat(market.licenses(market.distributor, "orderId=" + order.id())).isEmpty();
    }

    @Test
    void returnRevokesTheLastLicensesAndFreesTheGrant() {
        market.grant(
                market.distributorId,
                market.distributor.path(),
                new Grant(product, null, 5L, null));
        OrderState order = market.order(Fulfillment.IMMEDIATE, customer, product, policy, 5);
        assertIssued(order, 5);
        String grant = QuotaClaim.ofGrant(market.distributorId, product, 1, 5).quota();
        assertThat(quotas.used(grant)).isEqualTo(5);
        ReturnAsked two = asked(order, ReturnKind.RETURN, 2);
        publish(order, 2, two);
        publish(order, 2, two);
        assertReturned(order, two);
        assertThat(revoked(order)).isEqualTo(List.of(false, false, false, true, true));

        // As order-service tells it next: two of the line are gone.
        ReturnAsked one = asked(order, ReturnKind.RETURN, 1);
        publish(withReturned(order, 2), 3, one);
        assertReturned(order, one);
        assertThat(revoked(order)).isEqualTo(List.of(false, false, true, true, true));
        assertThat(quotas.used(grant)).isEqualTo(2);
    }

    @Test
    void largeReturnRunsInStepsAndIsPublishedOnce() {
        market.grantToAll(product);
        OrderState order = market.order(Fulfillment.IMMEDIATE, customer, product, policy, 60);
        assertIssued(order, 60);
        ReturnAsked most = asked(order, ReturnKind.RETURN, 50);
        publish(order, 2, most);
        assertReturned(order, most);
        assertThat(market.licenses(market.distributor, "status=BANNED&orderId=" + order.id()))
                .hasSize(50);
        assertThat(
                        published.all(LinesReturned.class).stream()
                                .filter(answer -> answer.returnId().equals(most.id())))
                .hasSize(1);
        assertThat(revoked(order)).startsWith(false, false).endsWith(true, true);
    }

    @Test
    void continuesWorkOfAKilledProcess() {
        OrderState order = allowance(4);
        OrderReturn begun = begun(order, asked(order, ReturnKind.RETURN, 3));
        returns.start(begun);
        assertReturned(order, begun.id());

        OrderReturn claimed = begun(order, asked(order, ReturnKind.RETURN, 1));
        quotas.claim(claimed.claims().getFirst(), claimed.id());
        returns.start(claimed);
        assertReturned(order, claimed.id());

        OrderState other = allowance(4);
        OrderReturn refused = begun(other, asked(other, ReturnKind.RETURN, 3));
        quotas.claim(refused.claims().getFirst(), refused.id());
        returns.start(refused.refused(Instant.now()));
        awaitRefusal(refused);
        assertThat(draw(other, 4).status()).as("what it had claimed is free").isEqualTo(201);
    }

    @Test
    void aClaimThatARefusedReturnMadeAfterItsEndIsReleasedWhenItIsInTheWay() {
        OrderState order = allowance(4);
        claimAfterTheEndOf(refusedReturn(order));

        assertThat(draw(order, 4).status()).isEqualTo(201);
    }

    @Test
    void aClaimOfARefusedReturnRefusesNoOtherReturn() {
        OrderState order = allowance(4);
        claimAfterTheEndOf(refusedReturn(order));

        ReturnAsked all = asked(order, ReturnKind.RETURN, 4);
        publish(order, 2, all);

        assertReturned(order, all);
        assertThat(draw(order, 1).code())
                .as("a return that is done keeps its claim")
                .isEqualTo("quota_exceeded");
    }

    private OrderReturn refusedReturn(OrderState order) {
        OrderReturn refused = begun(order, askedLongAgo(order, 3));
        returns.start(refused.refused(Instant.now()));
        awaitRefusal(refused);
        return refused;
    }

    private void awaitRefusal(OrderReturn refused) {
        eventually(
                () ->
                        assertThat(published.all(ReturnRefused.class))
                                .anyMatch(event -> event.returnId().equals(refused.id())));
    }

    /** As a thread that paused while claiming, in a process that dies before it can release. */
    private void claimAfterTheEndOf(OrderReturn refused) {
        quotas.claim(refused.claims().getFirst(), refused.id());
    }

    /** Before anything that is under way now. */
    private static ReturnAsked askedLongAgo(OrderState order, long quantity) {
        String unique =
                UlidCreator.getUlid(Instant.now().minus(1, ChronoUnit.DAYS).toEpochMilli())
                        .toLowerCase();
        return new ReturnAsked(
                ReturnId.with(unique),
                ReturnKind.RETURN,
                List.of(new ReturnedLine(order.lines().getFirst().id(), quantity)));
    }

    private static OrderReturn begun(OrderState order, ReturnAsked asked) {
        return OrderReturn.of(order, asked, Instant.now().minus(1, ChronoUnit.MINUTES));
    }

    private OrderState allowance(long... quantities) {
        market.grantToAll(product);
        OrderState order =
                market.draft(Fulfillment.ON_DEMAND, customer, product, policy, quantities[0]);
        for (int i = 1; i < quantities.length; i++) {
            OrderState more =
                    market.draft(Fulfillment.ON_DEMAND, customer, product, policy, quantities[i]);
            order = withLines(order, List.of(order.lines().getFirst(), more.lines().getFirst()));
        }
        OrderState placed = order;
        market.publish(placed.id().value(), new OrderPlaced(placed));
        eventually(() -> assertThat(orders.order(placed.id())).isPresent());
        return placed;
    }

    private Answer draw(OrderState order, int quantity) {
        return market.issue(
                market.distributor,
                product,
                policy,
                customer,
                quantity,
                Map.of("orderId", order.id().value()));
    }

    private static LineDrawn drawn(OrderState order, long count) {
        return new LineDrawn(order.id(), order.lines().getFirst().id(), count);
    }

    private static ReturnAsked asked(OrderState order, ReturnKind kind, long quantity) {
        LineId line = order.lines().getFirst().id();
        return new ReturnAsked(ReturnId.next(), kind, List.of(new ReturnedLine(line, quantity)));
    }

    private void publish(OrderState order, long revision, ReturnAsked asked) {
        OrderStatus status = order.status();
        market.publish(
                order.id().value(),
                new OrderChanged(
                        new OrderState(
                                order.id(),
                                revision,
                                order.ownerId(),
                                order.path(),
                                order.customerId(),
                                order.fulfillment(),
                                status,
                                order.lines(),
                                order.managers(),
                                order.placedAt(),
                                asked,
                                null)));
    }

    private static OrderState withReturned(OrderState order, long returned) {
        Line line = order.lines().getFirst();
        return withLines(order, List.of(line.with(returned, null, null)));
    }

    private static OrderState withLines(OrderState order, List<Line> lines) {
        return new OrderState(
                order.id(),
                order.revision(),
                order.ownerId(),
                order.path(),
                order.customerId(),
                order.fulfillment(),
                order.status(),
                lines,
                order.managers(),
                order.placedAt(),
                null,
                null);
    }

    private void assertIssued(OrderState order, long count) {
        LineIssued issued = new LineIssued(order.id(), order.lines().getFirst().id(), count);
        eventually(() -> assertThat(published.all(LineIssued.class)).contains(issued));
    }

    /** Of the order's licenses, in the order in which they were issued. */
    private List<Boolean> revoked(OrderState order) {
        return market.licenses(market.distributor, "orderId=" + order.id()).reversed().stream()
                .map(license -> license.get("status").asString().equals("BANNED"))
                .toList();
    }

    private void assertReturned(OrderState order, ReturnAsked asked) {
        assertReturned(order, asked.id());
    }

    private void assertReturned(OrderState order, ReturnId asked) {
        LinesReturned returned = new LinesReturned(order.id(), asked);
        eventually(() -> assertThat(published.all(LinesReturned.class)).contains(returned));
    }

    private void assertRefused(OrderState order, ReturnAsked asked, ProblemCode code) {
        ReturnRefused refused = new ReturnRefused(order.id(), asked.id(), code);
        eventually(() -> assertThat(published.all(ReturnRefused.class)).contains(refused));
    }
}
