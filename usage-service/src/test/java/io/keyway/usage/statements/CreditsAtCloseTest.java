package io.keyway.usage.statements;

import static io.keyway.usage.Branch.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.spy;

import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.credits.StatementCredits;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/**
 * What credits pay is exact, whatever is closed at the same time and wherever a close is
 * interrupted. The reseller has ordered for 50.00 last month and for 30.00 this month; it has two
 * credits, of 40.00 and 30.00, the second one for 25.00.
 */
@KeywayTest
class CreditsAtCloseTest {

    private static final YearMonth RUNNING = YearMonth.now(ZoneOffset.UTC);
    private static final YearMonth LAST = RUNNING.minusMonths(1);

    @Autowired private Environment environment;
    @Autowired private Network network;
    @Autowired private Statements statements;
    @Autowired private StatementCredits credits;
    @Autowired private ComputeStatement compute;
    @Autowired private CloseStatements closeStatements;
    @Autowired private UsageProperties settings;

    private Api api;
    private Branch branch;
    private OrderId ordered;
    private KnownPartner payer;

    /** An interruption that no handler takes for a failed statement. */
    private static final class Killed extends Error {}

    @BeforeEach
    void aPayerWithCredits() {
        api = new Api(environment);
        branch = new Branch().published();
        ordered = OrderId.next();
        order(ordered, OrderStatus.PENDING, LAST, 5000);
        order(OrderId.next(), OrderStatus.PENDING, RUNNING, 3000);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(network.partner(branch.asVendor, branch.reseller))
                                        .isPresent());
        payer = network.partner(branch.asVendor, branch.reseller).orElseThrow();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            assertThat(owed(LAST)).isEqualTo(5000);
                            assertThat(owed(RUNNING)).isEqualTo(3000);
                        });
        give(Map.of("kind", "grant", "amount", eur(4000), "priority", 10));
        give(Map.of("kind", "prepaid", "amount", eur(3000), "price", eur(2500)));
    }

    private void order(OrderId id, OrderStatus status, YearMonth month, long cents) {
        Instant placed = month.atDay(1).atTime(0, 30).toInstant(ZoneOffset.UTC);
        publish(new OrderEvent.OrderPlaced(branch.order(id, status, placed, cents)));
    }

    private void give(Map<String, Object> terms) {
        Map<String, Object> body = new HashMap<>(terms);
        body.putAll(
                Map.of(
                        "partnerId", branch.reseller.value(),
                        "from", LAST.toString(),
                        "until", RUNNING.toString(),
                        "note", "Welcome"));
        Api.Answer given = api.post(branch.asVendor, "/api/v1/credits", body);
        assertThat(given.status()).as(given.text()).isEqualTo(201);
    }

    private static Map<String, Object> eur(long cents) {
        return Map.of("amount", cents, "currency", "EUR");
    }

    @Test
    void draftsShowWhatWouldBeDrawnAndAClosedMonthLeavesTheRest() {
        assertThat(lines(LAST))
                .containsExactly("order 5000", "prepaid 2500", "credit -4000", "credit -1000");
        assertThat(lines(RUNNING)).containsExactly("order 3000", "credit -3000");

        close(LAST);

        assertThat(lines(LAST))
                .containsExactly("order 5000", "prepaid 2500", "credit -4000", "credit -1000");
        assertThat(lines(RUNNING)).containsExactly("order 3000", "credit -2000");
        close(RUNNING);
        assertThat(left()).containsExactly(0L, 0L);
        assertSettled();
    }

    @Test
    void killedAfterReservingTheRestIsHeldUntilTheMonthIsClosedAgain() {
        Statements away = spy(statements);
        doThrow(new Killed()).when(away).keep(any());
        assertThat(catchThrowable(() -> closer(away, credits).close(List.of(payer), LAST)))
                .isInstanceOf(Killed.class);

        assertThat(left()).containsExactly(0L, 2000L);
        close(RUNNING);
        assertThat(lines(RUNNING)).containsExactly("order 3000", "credit -2000");

        close(LAST);

        assertThat(lines(LAST))
                .containsExactly("order 5000", "prepaid 2500", "credit -4000", "credit -1000");
        assertSettled();
    }

    @Test
    void killedAfterStoringEverybodyReadsTheDrawsFromTheStatement() {
        StatementCredits away = spy(credits);
        doThrow(new Killed()).when(away).settle(any(), any(), any(), any());
        assertThat(catchThrowable(() -> closer(statements, away).close(List.of(payer), LAST)))
                .isInstanceOf(Killed.class);

        assertThat(left()).containsExactly(0L, 2000L);
        assertSettled();
        close(RUNNING);
        close(LAST);
        assertThat(lines(RUNNING)).containsExactly("order 3000", "credit -2000");
        assertThat(left()).containsExactly(0L, 0L);
        assertSettled();
    }

    /** The slow closer has reserved; another one closes the month first, with fewer lines owed. */
    @Test
    void theLoserOfARaceTakesWhatTheStoredStatementSays() {
        Statements slow = spy(statements);
        doAnswer(
                        kept -> {
                            order(ordered, OrderStatus.CANCELLED, LAST, 5000);
                            await().untilAsserted(
                                            () ->
                                                    assertThat(lines(LAST))
                                                            .containsExactly("prepaid 2500"));
                            close(LAST);
                            return kept.callRealMethod();
                        })
                .when(slow)
                .keep(any());

        closer(slow, credits).close(List.of(payer), LAST);

        assertThat(lines(LAST)).containsExactly("prepaid 2500");
        assertThat(left()).containsExactly(4000L, 3000L);
        assertSettled();
    }

    /** Without a line, nobody could free what is reserved while a slow closer may still store. */
    @Test
    void whatIsReservedForAMonthInWhichNothingIsOwedAnyMoreIsFreedByItsEmptyStatement() {
        api = new Api(environment);
        Statements away = spy(statements);
        doThrow(new Killed()).when(away).keep(any());
        catchThrowable(() -> closer(away, credits).close(List.of(payer), RUNNING));
        assertThat(left()).containsExactly(1000L, 3000L);

        publish(new OrderEvent.OrderPlaced(cancelledRunning()));
        await().untilAsserted(() -> assertThat(lines(RUNNING)).isEmpty());
        close(RUNNING);

        assertThat(lines(RUNNING)).isEmpty();
        assertThat(left()).containsExactly(4000L, 3000L);
        assertThat(statements.load(List.of(Statement.id(payer.key(), RUNNING)))).hasSize(1);
    }

    private OrderEvent.OrderState cancelledRunning() {
        JsonNode line = statement(RUNNING).path("lines").path(0);
        return branch.order(
                new OrderId(line.path("orderId").asString()),
                OrderStatus.CANCELLED,
                RUNNING.atDay(1).atTime(0, 30).toInstant(ZoneOffset.UTC),
                3000);
    }

    @Test
    void severalCloseTheSameAndDifferentMonthsAtOnce() throws Exception {
        for (int round = 0; round < 8; round++) {
            if (round > 0) {
                aPayerWithCredits();
            }
            int closers = 6;
            CyclicBarrier start = new CyclicBarrier(closers);
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < closers; i++) {
                YearMonth month = i % 2 == 0 ? LAST : RUNNING;
                work.add(
                        () -> {
                            start.await();
                            close(month);
                            return null;
                        });
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(closers)) {
                for (Future<Void> one : threads.invokeAll(work)) {
                    one.get();
                }
            }
            assertSettled();
        }
    }

    private CloseStatements closer(Statements store, StatementCredits with) {
        return new CloseStatements(compute, store, with, Clock.systemUTC(), settings);
    }

    private void close(YearMonth month) {
        assertThat(closeStatements.close(List.of(payer), month))
                .isEqualTo(new CloseStatements.Result(1, List.of()));
    }

    /** Each draw is settled and is what its statement says; together at most the amount. */
    private void assertSettled() {
        for (JsonNode credit : ofPayer()) {
            long drawn = 0;
            for (JsonNode draw : credit.path("draws")) {
                long amount = draw.at("/amount/amount").asLong();
                drawn += amount;
                assertThat(draw.path("settled").asBoolean()).isTrue();
                StatementId id = new StatementId(draw.path("statementId").asString());
                assertThat(inStatement(id, credit)).isEqualTo(amount);
            }
            assertThat(drawn)
                    .isEqualTo(credit.at("/drawn/amount").asLong())
                    .isLessThanOrEqualTo(credit.at("/amount/amount").asLong())
                    .isEqualTo(
                            inStatement(Statement.id(payer.key(), LAST), credit)
                                    + inStatement(Statement.id(payer.key(), RUNNING), credit));
        }
    }

    private long inStatement(StatementId id, JsonNode credit) {
        return statements.load(List.of(id)).stream()
                .flatMap(statement -> statement.lines().stream())
                .filter(line -> line.key().equals("credit:" + credit.path("id").asString()))
                .mapToLong(line -> -line.amount().amount())
                .sum();
    }

    /** What remains of each credit, in the order in which they are drawn. */
    private List<Long> left() {
        return ofPayer().stream()
                .map(credit -> credit.at("/remaining/amount").asLong())
                .toList()
                .reversed();
    }

    private List<JsonNode> ofPayer() {
        return api.get(branch.asVendor, "/api/v1/credits?partnerId=" + branch.reseller)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    private long owed(YearMonth month) {
        return statement(month).at("/total/amount").asLong();
    }

    private List<String> lines(YearMonth month) {
        return statement(month)
                .path("lines")
                .valueStream()
                .map(
                        line ->
                                line.path("kind").asString()
                                        + " "
                                        + line.at("/amount/amount").asLong())
                .toList();
    }

    private JsonNode statement(YearMonth month) {
        return api.get(
                        branch.asVendor,
                        "/api/v1/statements?period=%s&partnerId=%s"
                                .formatted(month, branch.reseller))
                .json()
                .at("/items/0");
    }
}
