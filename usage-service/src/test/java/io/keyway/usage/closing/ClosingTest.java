package io.keyway.usage.closing;

import static io.keyway.usage.Branch.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import io.keyway.usage.network.CustomerEdge;
import io.keyway.usage.network.CustomerEdges;
import io.keyway.usage.network.Network;
import io.keyway.usage.statements.CloseStatements.Open;
import io.keyway.usage.statements.CloseStatements.Reason;
import io.keyway.usage.statements.CloseStatements.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** Two payers owe the fee of their plan, a third one nothing. */
@KeywayTest
class ClosingTest {

    private static final YearMonth LAST = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
    private static final Duration FAR = Duration.ofDays(1);
    private static final Result NOBODY = new Result(0, List.of());

    @Autowired private Environment environment;
    @Autowired private Network network;
    @Autowired private CustomerEdges edges;
    @Autowired private StatementCloses closes;
    @Autowired private Store store;
    private final Branch branch = new Branch().withPlan().published();
    private final List<PartnerId> path = List.of(branch.vendor);

    @BeforeEach
    void networkIsKnown() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            assertThat(network.branch(branch.vendor, null, 10)).hasSize(4);
                            assertThat(network.plans(List.of(branch.plan))).hasSize(1);
                        });
    }

    /** What the dead process had closed beyond the cursor does not matter: it is found closed. */
    @Test
    void anotherProcessGoesOnFromTheCursorWhenTheLeaseHasEnded() {
        PartnerId first =
                payers().sorted(Comparator.comparing(PartnerId::value)).findFirst().orElseThrow();
        PartnerId second =
                payers().sorted(Comparator.comparing(PartnerId::value)).toList().getLast();
        Instant leaseEnds = Instant.now().plusSeconds(3);
        closes.start(
                started(path)
                        .checked(first, 1, new Result(1, List.of()), Instant.now())
                        .leasedUntil(leaseEnds));

        StatementClose done = awaitDone(path);

        assertThat(done.finishedAt()).isAfter(leaseEnds);
        assertThat(done.checked()).isGreaterThanOrEqualTo(2);
        assertThat(status(second)).isEqualTo("closed");
        assertThat(status(first)).as("the cursor was passed already").isEqualTo("draft");
    }

    @Test
    void anotherProcessGoesOnAmongTheCustomersToo() {
        List<CustomerEdge> customers = customersWithAPlan();
        closes.start(
                started(path)
                        .partnersDone(2, new Result(2, List.of()), Instant.now())
                        .checked(
                                customers.getFirst().key(),
                                1,
                                new Result(1, List.of()),
                                Instant.now()));

        StatementClose done = awaitDone(path);

        assertThat(done.checked()).isEqualTo(4);
        assertThat(done.closed()).isEqualTo(4);
        assertThat(status(customers.getLast())).isEqualTo("closed");
        assertThat(status(customers.getFirst())).as("was passed already").isEqualTo("draft");
        payers().forEach(payer -> assertThat(status(payer)).as("was passed").isEqualTo("draft"));
    }

    /** An earlier version has started it, and this one goes on. */
    @Test
    void aCloseWithoutAPhaseIsOneOfPartners() {
        customersWithAPlan();
        closes.start(started(path).leasedUntil(Instant.now().plus(FAR)));
        store.collection("statement-closes")
                .updateOne(
                        Filters.eq("_id", StatementClose.id(branch.vendor, LAST).value()),
                        Updates.combine(
                                Updates.unset("state.phase"),
                                Updates.set("state.leasedUntil", Date.from(Instant.now()))));

        StatementClose done = awaitDone(path);

        assertThat(done.checked()).isEqualTo(5);
        assertThat(done.closed()).isEqualTo(4);
        assertThat(done.payers()).isEqualTo(5);
    }

    /** Two customers of the reseller, in the order of their edges. */
    private List<CustomerEdge> customersWithAPlan() {
        Instant inLast = LAST.atDay(2).atStartOfDay(ZoneOffset.UTC).toInstant();
        for (int i = 0; i < 2; i++) {
            publish(
                    Branch.customer(
                            CustomerId.next(),
                            branch.plan,
                            branch.vendor,
                            branch.distributor,
                            branch.reseller),
                    inLast);
        }
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> edges.branch(branch.vendor, null, 10), found -> found.size() == 2);
    }

    private String status(CustomerEdge edge) {
        return new Api(environment)
                .get(
                        Callers.partner(branch.vendor),
                        "/api/v1/statements?period=%s&customerId=%s".formatted(LAST, edge.id()))
                .json()
                .at("/items/0/status")
                .asString();
    }

    @Test
    void onlyOneProcessTakesACloseAndOnlyItStoresProgress() {
        closes.start(started(path).leasedUntil(Instant.now().plus(FAR)));
        Instant later = Instant.now().plus(FAR).plusSeconds(1);
        Stored<StatementClose> slow = take(later, later.plus(FAR));

        assertThat(closes.take(later, later.plus(FAR)).map(taken -> taken.state().path()))
                .isNotEqualTo(Optional.of(path));
        Instant muchLater = later.plus(FAR).plusSeconds(1);
        Stored<StatementClose> next = take(muchLater, muchLater.plus(FAR));

        assertThat(closes.replace(slow, slow.state().done(3, NOBODY, muchLater))).isEmpty();
        assertThat(closes.replace(next, next.state().done(3, NOBODY, muchLater))).isPresent();
        assertThat(load(path).status()).isEqualTo(StatementClose.Status.DONE);
    }

    /** Other tests' closes may be free at that time too. */
    private Stored<StatementClose> take(Instant now, Instant until) {
        return Stream.generate(() -> closes.take(now, until).orElseThrow())
                .filter(taken -> taken.state().path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRunningCloseIsNotStartedAgainAndADoneOneIs() {
        Instant leased = Instant.now().plus(FAR);
        StatementClose running = closes.start(started(path).leasedUntil(leased));

        StatementClose again = closes.start(started(path));

        assertThat(again).isEqualTo(running);
        awaitDone(
                List.of(branch.vendor, branch.distributor),
                started(List.of(branch.vendor, branch.distributor)));
        StatementClose anew =
                closes.start(
                        started(List.of(branch.vendor, branch.distributor)).leasedUntil(leased));
        assertThat(anew.status()).isEqualTo(StatementClose.Status.RUNNING);
        assertThat(anew.checked()).isZero();
        assertThat(anew.cursor()).isNull();
    }

    /** The amounts of the order and of the fee are more together than an amount can hold. */
    @Test
    void aPayerThatFailsStaysOpenAndStopsNobody() {
        Instant inLast = LAST.atDay(2).atStartOfDay(ZoneOffset.UTC).toInstant();
        publish(
                new OrderEvent.OrderPlaced(
                        branch.order(
                                OrderId.next(),
                                OrderEvent.OrderStatus.PENDING,
                                inLast,
                                Long.MAX_VALUE - 1)));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                network.orders(
                                                        List.of(branch.reseller),
                                                        inLast,
                                                        inLast.plusSeconds(1)))
                                        .hasSize(1));

        StatementClose done = awaitDone(path, started(path));

        assertThat(done.open()).containsExactly(new Open(branch.reseller, Reason.FAILED));
        assertThat(done.openCount()).isEqualTo(1);
        assertThat(done.closed()).isEqualTo(1);
        assertThat(status(branch.distributor)).isEqualTo("closed");
    }

    @Test
    void theOperatorClosesForEverybody() {
        awaitDone(List.of(), started(List.of()));

        payers().forEach(payer -> assertThat(status(payer)).isEqualTo("closed"));
    }

    @Test
    void namesABoundedNumberOfOpenPayersAndCountsAll() {
        List<Open> open =
                Stream.generate(() -> new Open(PartnerId.next(), Reason.UNRATED))
                        .limit(StatementClose.OPEN_MAX - 1)
                        .toList();
        StatementClose close =
                started(path)
                        .checked(PartnerId.next(), 200, new Result(5, open), Instant.now())
                        .done(150, new Result(7, open), Instant.now());

        assertThat(close.open()).hasSize(StatementClose.OPEN_MAX).startsWith(open.getFirst());
        assertThat(close.openCount()).isEqualTo(2 * (StatementClose.OPEN_MAX - 1));
        assertThat(close.closed()).isEqualTo(12);
        assertThat(close.checked()).isEqualTo(350);
        assertThat(close.payers()).isEqualTo(350);
        assertThat(close.complete()).isFalse();
    }

    private Stream<PartnerId> payers() {
        return Stream.of(branch.distributor, branch.reseller);
    }

    private static StatementClose started(List<PartnerId> by) {
        return StatementClose.started(by, LAST, 3, Instant.now());
    }

    private StatementClose awaitDone(List<PartnerId> by, StatementClose fresh) {
        closes.start(fresh);
        return awaitDone(by);
    }

    private StatementClose awaitDone(List<PartnerId> by) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> load(by), close -> close.status() == StatementClose.Status.DONE);
    }

    private StatementClose load(List<PartnerId> by) {
        return closes.load(List.of(StatementClose.id(by.isEmpty() ? null : by.getLast(), LAST)))
                .getFirst();
    }

    private String status(PartnerId payer) {
        return new Api(environment)
                .get(
                        Callers.partner(branch.vendor),
                        "/api/v1/statements?period=%s&partnerId=%s".formatted(LAST, payer))
                .json()
                .at("/items/0/status")
                .asString();
    }
}
