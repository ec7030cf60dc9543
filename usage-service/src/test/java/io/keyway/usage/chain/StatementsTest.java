package io.keyway.usage.chain;

import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static io.keyway.usage.Branch.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.BillingEvent;
import io.keyway.contracts.event.BillingEvent.BilledLine;
import io.keyway.contracts.event.BillingEvent.StatementClosed;
import io.keyway.contracts.event.BillingEvent.StatementLinesBilled;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.store.Store;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/**
 * The reseller pays 15.00 a month, has 100 calls included and pays 2 cents for each further one.
 */
@KeywayTest
class StatementsTest {

    private static final YearMonth RUNNING = YearMonth.now(ZoneOffset.UTC);
    private static final YearMonth LAST = RUNNING.minusMonths(1);
    private static final Instant IN_LAST =
            LAST.atEndOfMonth().atTime(12, 0).toInstant(ZoneOffset.UTC);

    @Autowired private Environment environment;
    @Autowired private Store store;
    private Api api;
    private final Branch branch = new Branch().withPlan().published();
    private final OrderId order = OrderId.next();

    @BeforeEach
    void usageOfLastMonth() {
        api = new Api(environment);
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter("calls")).status())
                .isEqualTo(201);
        publish(
                new OrderEvent.OrderPlaced(
                        branch.order(order, OrderStatus.PENDING, IN_LAST, 5000)));
        send("1", 150);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                // 15.00 fee, 50.00 order, 50 calls above the included ones
                                assertThat(total(statement(LAST))).isEqualTo(1500 + 5000 + 100));
    }

    @Test
    void aDraftHasFeeOrderAndUsageLines() {
        JsonNode draft = statement(LAST);

        assertThat(draft.path("status").asString()).isEqualTo("draft");
        assertThat(draft.path("payerId").asString()).isEqualTo(branch.reseller.value());
        assertThat(draft.path("payeeId").asString()).isEqualTo(branch.distributor.value());
        assertThat(kinds(draft)).containsExactly("fee", "order", "usage");
        assertThat(line(draft, "usage").path("quantity").asString()).isEqualTo("150");
        assertThat(line(draft, "usage").path("amount").path("amount").asLong()).isEqualTo(100);
        assertThat(
                        api.get(
                                        branch.asReseller,
                                        "/api/v1/statements/" + draft.path("id").asString())
                                .json())
                .isEqualTo(draft);
    }

    @Test
    void linesSayWhatTheyRestOn() {
        JsonNode statement = statement(LAST);

        assertThat(statement.path("payerName").asString()).isEqualTo("RESELLER");
        assertThat(statement.path("payeeName").asString()).isEqualTo("DISTRIBUTOR");
        assertThat(statement.path("planName").asString()).isEqualTo("Standard");
        JsonNode ordered = line(statement, "order");
        assertThat(ordered.path("description").asString())
                .isEqualTo("Pro, Yearly in order PO-4711");
        assertThat(ordered.path("reference").asString()).isEqualTo("PO-4711");
        assertThat(ordered.path("productName").asString()).isEqualTo("Pro");
        assertThat(ordered.path("policyName").asString()).isEqualTo("Yearly");
        assertThat(ordered.has("discount")).isFalse();
        JsonNode usage = line(statement, "usage");
        assertThat(usage.path("planId").asString()).isEqualTo(branch.plan.value());
        assertThat(usage.path("parts").valueStream())
                .extracting(
                        part -> part.path("kind").asString(),
                        part -> part.path("quantity").asString(),
                        part -> part.path("unitPrice").asString(),
                        part -> part.path("amount").path("amount").asLong())
                .containsExactly(
                        tuple("included", "100", "0", 0L), tuple("units", "50", "0.02", 100L));
    }

    /** A closed statement keeps the names that it was closed with. */
    @Test
    void aUsageLineHasTheNameAndUnitThatItsMeterHadWhenItWasClosed() {
        assertThat(line(statement(LAST), "usage").path("description").asString())
                .isEqualTo("Usage of calls");
        named("Calls made", "calls");
        await().untilAsserted(
                        () ->
                                assertThat(
                                                line(statement(LAST), "usage")
                                                        .path("meterName")
                                                        .asString())
                                        .isEqualTo("Calls made"));
        close();
        named("Requests", "requests");
        send("2", 25);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(total(statement(RUNNING))).isEqualTo(1500 + 50));
        JsonNode usage = line(statement(LAST), "usage");
        assertThat(usage.path("key").asString()).isEqualTo("usage:calls");
        assertThat(usage.path("meter").asString()).isEqualTo("calls");
        assertThat(usage.path("meterName").asString()).isEqualTo("Calls made");
        assertThat(usage.path("unit").asString()).isEqualTo("calls");
        assertThat(usage.path("description").asString()).isEqualTo("Usage of Calls made");
        await().untilAsserted(
                        () -> {
                            JsonNode adjustment = line(statement(RUNNING), "adjustment");
                            assertThat(adjustment.path("unit").asString()).isEqualTo("requests");
                            assertThat(adjustment.path("description").asString())
                                    .endsWith(": Usage of Requests");
                        });
        String csv =
                api.get(
                                branch.asReseller,
                                "/api/v1/statements/"
                                        + statement(LAST).path("id").asString()
                                        + ".csv")
                        .text();
        assertThat(csv.lines().toList().getLast())
                .contains(",Usage of Calls made,", ",50,Calls,", ",Calls made,");
    }

    private void named(String name, String unit) {
        String meter =
                api.get(branch.asVendor, "/api/v1/meters").json().at("/items/0/id").asString();
        Api.Answer answer =
                api.patch(
                        branch.asVendor,
                        "/api/v1/meters/" + meter,
                        Map.of("displayName", name, "unit", unit));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void usageOfAnArchivedMeterStaysBilled() {
        JsonNode before = statement(LAST);
        String meter =
                api.get(branch.asVendor, "/api/v1/meters").json().at("/items/0/id").asString();
        Api.Answer archived =
                api.patch(branch.asVendor, "/api/v1/meters/" + meter, Map.of("status", "archived"));
        assertThat(archived.status()).as(archived.text()).isEqualTo(200);

        // Longer than meters are cached.
        await().pollDelay(Duration.ofMillis(1_500))
                .untilAsserted(
                        () ->
                                assertThat(statement(LAST).path("lines"))
                                        .isEqualTo(before.path("lines")));
    }

    /** New prices from the 16th of last month on; the usage is of its last day. */
    @Test
    void partsOfAMonthAreRatedByTheirPrices() {
        LocalDate day = LAST.atDay(16);
        int all = LAST.lengthOfMonth();
        branch.publishPrices(day, 3000);
        Money before = new Money(1500, "EUR").share(15, all);
        Money after = new Money(3000, "EUR").share(all - 15, all);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(statement(LAST).path("lines").valueStream())
                                        .extracting(
                                                line -> line.path("key").asString(),
                                                line -> line.at("/amount/amount").asLong())
                                        .startsWith(
                                                tuple("fee@" + LAST.atDay(1), before.amount()),
                                                tuple("fee@" + day, after.amount())));
        JsonNode statement = statement(LAST);
        List<String> usage =
                statement
                        .path("lines")
                        .valueStream()
                        .filter(line -> line.path("kind").asString().equals("usage"))
                        .map(
                                line ->
                                        line.path("key").asString()
                                                + " "
                                                + line.path("quantity").asString())
                        .toList();
        assertThat(usage)
                .containsExactly(
                        "usage:calls@" + LAST.atDay(1) + " 0", "usage:calls@" + day + " 150");

        close();
        JsonNode closed = statement(LAST);
        assertThat(closed.path("lines")).isEqualTo(statement.path("lines"));
        branch.publishPrices(LAST.atDay(3), 9000);
        send("2", 25);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                // Late usage is rated by the prices that the close has seen.
                                assertThat(
                                                line(statement(RUNNING), "adjustment")
                                                        .at("/amount/amount")
                                                        .asLong())
                                        .isEqualTo(50));
        assertThat(statement(LAST)).isEqualTo(closed);
        assertThat(verification().path("different").size()).isZero();
        String csv =
                api.get(
                                branch.asReseller,
                                "/api/v1/statements/" + closed.path("id").asString() + ".csv")
                        .text();
        assertThat(csv).contains(day + "T00:00:00Z").contains(",Days,");
    }

    @Test
    void aCancelledPlanIsOwedUntilItsEnd() {
        publish(
                new PartnerEvent.PartnerChanged(
                        Branch.onPlans(
                                Branch.partner(
                                        PartnerEvent.PartnerType.RESELLER,
                                        null,
                                        branch.vendor,
                                        branch.distributor,
                                        branch.reseller),
                                new PlanPeriod(null, branch.plan),
                                new PlanPeriod(LAST.atDay(11), null))));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(kinds(statement(LAST)))
                                        .containsExactly("fee", "order", "usage"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(line(statement(LAST), "fee").path("key").asString())
                                        .isEqualTo("fee@" + LAST.atDay(1)));
        assertThat(line(statement(LAST), "usage").path("quantity").asString()).isEqualTo("0");
        assertThat(kinds(statement(RUNNING))).isEmpty();
    }

    @Test
    void theSameUsageIsOwedAtEveryLevel() {
        assertThat(ofDistributor().path("payeeId").asString()).isEqualTo(branch.vendor.value());
        assertThat(total(ofDistributor())).isEqualTo(1500 + 100);
    }

    private JsonNode ofDistributor() {
        return api.get(
                        branch.asVendor,
                        "/api/v1/statements?period=%s&partnerId=%s"
                                .formatted(LAST, branch.distributor))
                .json()
                .at("/items/0");
    }

    @Test
    void closedMonthStaysAndLaterUsageBecomesAnAdjustment() {
        close();
        JsonNode closed = statement(LAST);
        assertThat(closed.path("status").asString()).isEqualTo("closed");

        send("2", 25);
        send("1", 150);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                // the running month's fee, and 25 calls of the last
                                assertThat(total(statement(RUNNING))).isEqualTo(1500 + 50));

        JsonNode adjustment = line(statement(RUNNING), "adjustment");
        assertThat(adjustment.path("period").asString()).isEqualTo(LAST.toString());
        assertThat(adjustment.path("meter").asString()).isEqualTo("calls");
        assertThat(adjustment.path("quantity").asString()).isEqualTo("25");
        assertThat(statement(LAST)).isEqualTo(closed);
        close();
        assertThat(statement(LAST)).isEqualTo(closed);
    }

    /** Closing does not touch the statements of siblings or the caller's own. */
    @Test
    void closesOnlyStatementsBelowTheCaller() {
        for (Caller caller :
                List.of(new Branch().published().asVendor, branch.asStranger, branch.asReseller)) {
            assertThat(closedBy(caller)).isZero();
        }
        assertThat(statement(LAST).path("status").asString()).isEqualTo("draft");

        assertThat(closedBy(branch.asDistributor)).isEqualTo(1);

        assertThat(statement(LAST).path("status").asString()).isEqualTo("closed");
        assertThat(ofDistributor().path("status").asString()).isEqualTo("draft");
    }

    private int closedBy(Caller caller) {
        return Closes.of(api, caller, LAST).path("closed").asInt();
    }

    @Test
    void theCloseTellsItsProgressAndMayBeRepeated() {
        JsonNode first = Closes.of(api, branch.asVendor, LAST);

        assertThat(first.path("period").asString()).isEqualTo(LAST.toString());
        assertThat(first.path("payers").asInt()).isEqualTo(3);
        assertThat(first.path("checked").asInt()).isEqualTo(3);
        // The second reseller owes nothing.
        assertThat(first.path("closed").asInt()).isEqualTo(2);
        assertThat(first.path("openCount").asInt()).isZero();
        assertThat(first.path("open").isEmpty()).isTrue();
        assertThat(Instant.parse(first.path("finishedAt").asString()))
                .isAfterOrEqualTo(Instant.parse(first.path("startedAt").asString()));
        JsonNode closed = statement(LAST);

        JsonNode again = Closes.of(api, branch.asVendor, LAST);

        assertThat(again.path("id")).isEqualTo(first.path("id"));
        assertThat(again.path("startedAt")).isNotEqualTo(first.path("startedAt"));
        assertThat(again.path("closed").asInt()).isEqualTo(2);
        assertThat(statement(LAST)).isEqualTo(closed);
    }

    @Test
    void aListHasTheStatementsThatEachPayerHasAlone() {
        JsonNode list =
                api.get(branch.asVendor, "/api/v1/statements?period=" + LAST).json().path("items");

        assertThat(list.valueStream()).hasSize(3).contains(statement(LAST), ofDistributor());
    }

    @Test
    void recomputedStatementEqualsTheClosedOne() {
        close();
        send("2", 25);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(total(statement(RUNNING))).isEqualTo(1500 + 50));

        JsonNode found = verification();
        assertThat(found.path("closed").asInt()).isPositive();
        assertThat(found.path("different").size()).isZero();
    }

    @Test
    void statementsWhoseJournalsAreDroppedAreArchivedAndNotDifferent() {
        close();
        // Journals of a day may have usage of the next one.
        dropped(LAST.atDay(1).minusDays(2));
        try {
            assertThat(verification().path("archived").size()).isZero();

            dropped(LAST.atDay(1).minusDays(1));
            JsonNode found = verification();
            assertThat(found.path("different").size()).isZero();
            assertThat(found.path("archived").size())
                    .isEqualTo(found.path("closed").asInt())
                    .isPositive();
            assertThat(statement(LAST).path("status").asString()).isEqualTo("closed");
        } finally {
            positions().updateMany(new Document(), Updates.unset("droppedTo"));
        }
    }

    private void dropped(LocalDate day) {
        positions()
                .updateOne(
                        new Document(),
                        Updates.combine(
                                Updates.set("droppedTo", 1L),
                                Updates.set("droppedDay", day.toEpochDay())));
    }

    private MongoCollection<Document> positions() {
        return store.collection("positions");
    }

    @Test
    void anOrderCancelledAfterTheCloseIsCredited() {
        close();
        publish(
                new OrderEvent.OrderCancelled(
                        branch.order(order, OrderStatus.CANCELLED, IN_LAST, 5000)));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(total(statement(RUNNING))).isEqualTo(1500 - 5000));
        assertThat(total(statement(LAST))).isEqualTo(1500 + 5000 + 100);
    }

    @Test
    void returnAfterTheCloseIsCreditedToTheCent() {
        close();
        OrderEvent.OrderState placed = branch.order(order, OrderStatus.FULFILLED, IN_LAST, 5000);
        OrderEvent.Line line = placed.lines().getFirst();
        OrderEvent.Line less = line.with(1L, new Money(1667, "EUR"), null);
        publish(new OrderEvent.OrderChanged(branch.withLine(placed, less)));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(total(statement(RUNNING))).isEqualTo(1500 - 1667));
        assertThat(total(statement(LAST))).isEqualTo(1500 + 5000 + 100);
    }

    @Test
    void hasNoStatementForMonthsBeforeOrAfterThePartnerExisted() {
        PartnerId joinedNow = Branch.partnerSince(Instant.now());
        PartnerId leftInLast = Branch.partnerSince(IN_LAST.minus(Duration.ofDays(300)));
        publish(new PartnerEvent.PartnerCreated(reseller(joinedNow)));
        publish(new PartnerEvent.PartnerCreated(reseller(leftInLast)));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            assertThat(owed(joinedNow, RUNNING)).isEqualTo(1500);
                            assertThat(owed(leftInLast, LAST)).isEqualTo(1500);
                        });
        assertThat(statements(joinedNow, LAST)).isEmpty();

        publish(new PartnerEvent.PartnerDeleted(reseller(leftInLast)), IN_LAST);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(statements(leftInLast, RUNNING)).isEmpty());
        assertThat(owed(leftInLast, LAST)).isEqualTo(1500);
    }

    private PartnerEvent.PartnerState reseller(PartnerId id) {
        return Branch.partner(PartnerEvent.PartnerType.RESELLER, branch.plan, branch.vendor, id);
    }

    private long owed(PartnerId payer, YearMonth period) {
        return total(statements(payer, period).path(0));
    }

    private JsonNode statements(PartnerId payer, YearMonth period) {
        return api.get(
                        branch.asVendor,
                        "/api/v1/statements?period=%s&partnerId=%s".formatted(period, payer))
                .json()
                .path("items");
    }

    @Test
    void theRunningMonthIsNotClosed() {
        Api.Answer answer =
                api.post(
                        branch.asVendor,
                        "/api/v1/statements/close",
                        Map.of("period", RUNNING.toString()));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("conflict");
    }

    @Test
    void theStatementIsExportedAsFocusRows() {
        JsonNode statement = statement(LAST);
        Api.Answer csv =
                api.get(
                        branch.asReseller,
                        "/api/v1/statements/" + statement.path("id").asString() + ".csv");

        assertThat(csv.status()).isEqualTo(200);
        List<String> rows = csv.text().lines().toList();
        // The included calls and the others have a row each.
        assertThat(rows).hasSize(5);
        assertThat(rows.getFirst()).startsWith("BilledCost,BillingAccountId,BillingAccountName");
        assertThat(rows.getLast())
                .startsWith("1.00," + branch.reseller.value())
                .contains(",Usage,,Usage of calls,Usage-Based,", ",50,Calls,", ",0.02,");
    }

    @Test
    void theStatementIsAPdf() throws IOException {
        String id = statement(LAST).path("id").asString();
        Api.Answer answer = api.get(branch.asReseller, "/api/v1/statements/" + id + ".pdf");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Content-Type"))
                .contains("application/pdf");
        assertThat(answer.text()).startsWith("%PDF-");
        Api.Answer foreign = api.get(branch.asStranger, "/api/v1/statements/" + id + ".pdf");
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.text())
                .isEqualTo(
                        api.get(
                                        branch.asStranger,
                                        "/api/v1/statements/" + StatementId.next() + ".pdf")
                                .text());
    }

    @Test
    void billingGetsEachLineOnceAndAgainWhenItIsReplayed() {
        close();
        JsonNode statement = statement(LAST);
        StatementId id = new StatementId(statement.path("id").asString());

        List<BillingEvent> events = billed(id, 2);

        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        StatementLinesBilled.class,
                        billed -> {
                            assertThat(billed.payer()).isEqualTo(branch.reseller);
                            assertThat(billed.lines())
                                    .extracting(BilledLine::kind, line -> line.amount().amount())
                                    .containsExactly(
                                            tuple("fee", 1500L),
                                            tuple("order", 5000L),
                                            tuple("usage", 100L));
                        });
        assertThat(events.getLast())
                .isEqualTo(
                        new StatementClosed(
                                id,
                                branch.reseller,
                                branch.distributor,
                                LAST.toString(),
                                new Money(6600, "EUR"),
                                3));

        assertThat(replay().path("statements").asInt()).isPositive();

        assertThat(billed(id, 4))
                .containsExactly(
                        events.getFirst(), events.getLast(), events.getFirst(), events.getLast());
        assertThat(statement(LAST)).isEqualTo(statement);
    }

    private JsonNode replay() {
        String url =
                "http://localhost:%s/actuator/billingreplay/%s"
                        .formatted(environment.getProperty("local.management.port"), LAST);
        return RestClient.create().post().uri(url).retrieve().body(JsonNode.class);
    }

    /** What the topic has about the statement, as soon as there is so much of it. */
    private static List<BillingEvent> billed(StatementId statement, int events) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> BillingTopic.of(statement), found -> found.size() >= events);
    }

    private void close() {
        assertThat(closedBy(branch.asVendor)).isEqualTo(2);
    }

    private void send(String id, int calls) {
        Api.Answer answer =
                api.post(
                        branch.asReseller,
                        "/api/v1/events",
                        event(id, branch.license, IN_LAST, calls));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().at("/results/0/status").asString()).isIn("accepted", "duplicate");
    }

    private JsonNode statement(YearMonth period) {
        return api.get(
                        branch.asReseller,
                        "/api/v1/statements?period=%s&partnerId=%s"
                                .formatted(period, branch.reseller))
                .json()
                .at("/items/0");
    }

    private static long total(JsonNode statement) {
        return statement.path("total").path("amount").asLong(-1);
    }

    private static List<String> kinds(JsonNode statement) {
        return StreamSupport.stream(statement.path("lines").spliterator(), false)
                .map(line -> line.path("kind").asString())
                .toList();
    }

    private static JsonNode line(JsonNode statement, String kind) {
        return StreamSupport.stream(statement.path("lines").spliterator(), false)
                .filter(line -> line.path("kind").asString().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode verification() {
        String url =
                "http://localhost:%s/actuator/statementverification/%s"
                        .formatted(environment.getProperty("local.management.port"), LAST);
        return RestClient.create().get().uri(url).retrieve().body(JsonNode.class);
    }
}
