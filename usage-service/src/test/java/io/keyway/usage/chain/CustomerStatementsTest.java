package io.keyway.usage.chain;

import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static io.keyway.usage.Branch.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.BillingEvent;
import io.keyway.contracts.event.BillingEvent.StatementClosed;
import io.keyway.contracts.event.BillingEvent.StatementLinesBilled;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/**
 * A customer of the reseller pays it 15.00 a month, has 100 calls included and pays 2 cents for
 * each further one. It is a customer since the last month.
 */
@KeywayTest
class CustomerStatementsTest {

    private static final YearMonth RUNNING = YearMonth.now(ZoneOffset.UTC);
    private static final YearMonth LAST = RUNNING.minusMonths(1);
    private static final Instant IN_LAST =
            LAST.atEndOfMonth().atTime(12, 0).toInstant(ZoneOffset.UTC);

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch().withPlan().published();
    private final CustomerId customer = CustomerId.next();
    private final LicenseId license = LicenseId.next();
    private final Caller asCustomer =
            Callers.customer(customer, branch.vendor, branch.distributor, branch.reseller);

    @BeforeEach
    void usageOfLastMonth() {
        api = new Api(environment);
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter("calls")).status())
                .isEqualTo(201);
        publish(
                Branch.customer(
                        customer, branch.plan, branch.vendor, branch.distributor, branch.reseller),
                IN_LAST);
        belongsTo(branch.vendor, branch.distributor, branch.reseller);
        send(branch.asReseller, "1", 150);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(total(statement(asCustomer, LAST))).isEqualTo(1600));
    }

    private void belongsTo(PartnerId... path) {
        publish(branch.license(license, customer, path));
    }

    @Test
    void aCustomerHasADraftOfItsFeeAndItsOwnUsage() {
        JsonNode draft = statement(asCustomer, LAST);

        assertThat(draft.path("status").asString()).isEqualTo("draft");
        assertThat(draft.path("payerId").asString()).isEqualTo(customer.value());
        assertThat(draft.path("payerName").asString()).isEqualTo("Engines");
        assertThat(draft.path("payeeId").asString()).isEqualTo(branch.reseller.value());
        assertThat(draft.path("payeeName").asString()).isEqualTo("RESELLER");
        assertThat(draft.path("planName").asString()).isEqualTo("Standard");
        assertThat(draft.path("lines").valueStream().map(line -> line.path("kind").asString()))
                .containsExactly("fee", "usage");
        String id = draft.path("id").asString();
        for (Caller reader :
                List.of(asCustomer, branch.asReseller, branch.asDistributor, branch.asVendor)) {
            assertThat(api.get(reader, "/api/v1/statements/" + id).json()).isEqualTo(draft);
        }
        assertThat(statement(asCustomer, LAST.minusMonths(1)).isMissingNode()).isTrue();
    }

    @Test
    void itsListStartsWithTheDraftOfTheRunningMonth() {
        assertThat(periods(asCustomer, "")).containsExactly(RUNNING.toString());

        close(branch.asVendor);

        assertThat(periods(asCustomer, "")).containsExactly(RUNNING.toString(), LAST.toString());
        assertThat(periods(branch.asReseller, "?customerId=" + customer))
                .containsExactly(RUNNING.toString(), LAST.toString());
        assertThat(periods(asCustomer, "?customerId=" + customer)).hasSize(2);
    }

    @Test
    void partnersListTheirCustomersApartFromPartners() {
        String customers = "?payers=customers&period=" + LAST;
        for (Caller above : List.of(branch.asReseller, branch.asDistributor, branch.asVendor)) {
            assertThat(payers(above, customers)).containsExactly(customer.value());
            assertThat(payers(above, "?period=" + LAST)).doesNotContain(customer.value());
        }
        assertThat(payers(Callers.operator(), customers)).contains(customer.value());
        assertThat(payers(branch.asStranger, customers)).isEmpty();
        assertThat(payers(new Branch().asVendor, customers)).isEmpty();
        assertThat(api.get(branch.asVendor, "/api/v1/statements?payers=nobody").status())
                .isEqualTo(400);
        assertThat(
                        api.get(
                                        branch.asVendor,
                                        "/api/v1/statements?partnerId=%s&customerId=%s"
                                                .formatted(branch.reseller, customer))
                                .status())
                .isEqualTo(400);
    }

    @Test
    void foreignCallersFindWhatIsMissing() {
        String draft = statement(asCustomer, LAST).path("id").asString();
        foreignersFindNothing(draft);

        close(branch.asVendor);

        assertThat(statement(asCustomer, LAST).path("id").asString()).isEqualTo(draft);
        foreignersFindNothing(draft);
    }

    private void foreignersFindNothing(String id) {
        for (Caller foreign :
                List.of(
                        branch.asStranger,
                        branch.asCustomer,
                        branch.asStrangersCustomer,
                        new Branch().asVendor)) {
            missing(foreign, "/api/v1/statements/%s", id, StatementId.next());
            missing(foreign, "/api/v1/statements/%s.csv", id, StatementId.next());
            missing(foreign, "/api/v1/statements/%s.pdf", id, StatementId.next());
            missing(foreign, "/api/v1/statements?customerId=%s", customer, CustomerId.next());
            missing(
                    foreign,
                    "/api/v1/statements?period=" + LAST + "&customerId=%s",
                    customer,
                    CustomerId.next());
        }
    }

    private void missing(Caller caller, String path, Object foreign, Object unknown) {
        Api.Answer ofForeign = api.get(caller, path.formatted(foreign));
        assertThat(ofForeign.status()).as(path).isEqualTo(404);
        assertThat(ofForeign.text())
                .as(path)
                .isEqualTo(api.get(caller, path.formatted(unknown)).text());
    }

    @Test
    void aCloseCoversPartnersAndCustomersAndMayBeRepeated() {
        JsonNode done = close(branch.asVendor);

        assertThat(done.path("payers").asInt()).isEqualTo(4);
        assertThat(done.path("checked").asInt()).isEqualTo(4);
        // The distributor, the reseller and the customer; the second reseller owes nothing.
        assertThat(done.path("closed").asInt()).isEqualTo(3);
        JsonNode closed = statement(asCustomer, LAST);
        assertThat(closed.path("status").asString()).isEqualTo("closed");
        assertThat(total(closed)).isEqualTo(1600);

        assertThat(close(branch.asVendor).path("closed").asInt()).isEqualTo(3);
        assertThat(statement(asCustomer, LAST)).isEqualTo(closed);
    }

    @Test
    void aPartnerClosesForItsOwnCustomers() {
        assertThat(close(branch.asStranger).path("closed").asInt()).isZero();
        assertThat(statement(asCustomer, LAST).path("status").asString()).isEqualTo("draft");

        assertThat(close(branch.asReseller).path("closed").asInt()).isEqualTo(1);

        assertThat(statement(asCustomer, LAST).path("status").asString()).isEqualTo("closed");
    }

    @Test
    void lateUsageBecomesAnAdjustmentAndTheClosedStatementIsRecomputed() {
        close(branch.asVendor);
        JsonNode closed = statement(asCustomer, LAST);

        send(branch.asReseller, "2", 25);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(total(statement(asCustomer, RUNNING))).isEqualTo(1550));

        JsonNode adjustment = statement(asCustomer, RUNNING).at("/lines/2");
        assertThat(adjustment.path("kind").asString()).isEqualTo("adjustment");
        assertThat(adjustment.path("period").asString()).isEqualTo(LAST.toString());
        assertThat(adjustment.path("quantity").asString()).isEqualTo("25");
        assertThat(statement(asCustomer, LAST)).isEqualTo(closed);
        JsonNode verified = management("statementverification");
        assertThat(verified.path("closed").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(verified.path("different").isEmpty()).isTrue();
    }

    /** What it owed stays owed to the former partner, which sees nothing of what comes after. */
    @Test
    void aMovedCustomerOwesEachPartnerWhatItUsedThere() {
        publish(Branch.customer(customer, branch.plan, branch.vendor, branch.stranger));
        belongsTo(branch.vendor, branch.stranger);
        Caller moved = Callers.customer(customer, branch.vendor, branch.stranger);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(payees(branch.asStranger, RUNNING))
                                        .containsExactly(branch.stranger.value()));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            // Until the license has moved, the stranger may not report for it.
                            JsonNode answer =
                                    api.post(
                                                    branch.asStranger,
                                                    "/api/v1/events",
                                                    event("3", license, Instant.now(), 130))
                                            .json();
                            assertThat(answer.at("/results/0/status").asString())
                                    .isIn("accepted", "duplicate");
                        });
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(total(statement(branch.asStranger, RUNNING)))
                                        .isEqualTo(1560));

        assertThat(payees(moved, RUNNING))
                .containsExactlyInAnyOrder(branch.reseller.value(), branch.stranger.value());
        assertThat(payees(branch.asReseller, RUNNING)).containsExactly(branch.reseller.value());
        assertThat(payees(moved, LAST)).containsExactly(branch.reseller.value());
        assertThat(total(statement(moved, LAST))).isEqualTo(1600);
        assertThat(total(statement(branch.asReseller, RUNNING))).isEqualTo(1500);
        String former = statement(branch.asReseller, LAST).path("id").asString();
        String present = statement(branch.asStranger, RUNNING).path("id").asString();
        close(branch.asVendor);
        missing(branch.asStranger, "/api/v1/statements/%s", former, StatementId.next());
        missing(branch.asReseller, "/api/v1/statements/%s", present, StatementId.next());
        assertThat(periods(branch.asStranger, "?customerId=" + customer))
                .containsExactly(RUNNING.toString());
        assertThat(periods(branch.asReseller, "?customerId=" + customer))
                .containsExactly(RUNNING.toString(), LAST.toString());
        assertThat(statement(moved, LAST).path("status").asString()).isEqualTo("closed");
    }

    @Test
    void billingIsToldOfTheCustomer() {
        close(branch.asVendor);
        StatementId id = new StatementId(statement(asCustomer, LAST).path("id").asString());

        List<BillingEvent> events =
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> BillingTopic.of(id), found -> found.size() == 2);

        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        StatementLinesBilled.class,
                        lines -> {
                            assertThat(lines.payer()).isEqualTo(customer);
                            assertThat(lines.payee()).isEqualTo(branch.reseller);
                            assertThat(lines.lines()).hasSize(2);
                        });
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        StatementClosed.class,
                        closed -> {
                            assertThat(closed.payer()).isEqualTo(customer);
                            assertThat(closed.total().amount()).isEqualTo(1600);
                        });
    }

    @Test
    void itsFilesNameTheCustomer() {
        String id = statement(asCustomer, LAST).path("id").asString();

        Api.Answer csv = api.get(asCustomer, "/api/v1/statements/" + id + ".csv");
        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.text().lines().skip(1))
                .allSatisfy(
                        row ->
                                assertThat(row)
                                        .contains("," + customer.value() + ",Engines,Customer,")
                                        .contains(",RESELLER,"));
        assertThat(api.get(asCustomer, "/api/v1/statements/" + id + ".pdf").status())
                .isEqualTo(200);
    }

    private JsonNode close(Caller caller) {
        return Closes.of(api, caller, LAST);
    }

    private void send(Caller caller, String id, int calls) {
        // The license may not be known yet.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            Api.Answer answer =
                                    api.post(
                                            caller,
                                            "/api/v1/events",
                                            event(id, license, IN_LAST, calls));
                            assertThat(answer.status()).isEqualTo(202);
                            assertThat(answer.json().at("/results/0/status").asString())
                                    .isIn("accepted", "duplicate");
                        });
    }

    /** The customer's statement, or nothing. */
    private JsonNode statement(Caller caller, YearMonth period) {
        return items(caller, period).path(0);
    }

    private List<String> payees(Caller caller, YearMonth period) {
        return items(caller, period)
                .valueStream()
                .map(statement -> statement.path("payeeId").asString())
                .toList();
    }

    private JsonNode items(Caller caller, YearMonth period) {
        return api.get(
                        caller,
                        "/api/v1/statements?period=%s&customerId=%s".formatted(period, customer))
                .json()
                .path("items");
    }

    private List<String> periods(Caller caller, String query) {
        return values(caller, query, "period");
    }

    private List<String> payers(Caller caller, String query) {
        return values(caller, query, "payerId");
    }

    private List<String> values(Caller caller, String query, String field) {
        return api.get(caller, "/api/v1/statements" + query)
                .json()
                .path("items")
                .valueStream()
                .map(statement -> statement.path(field).asString())
                .toList();
    }

    private static long total(JsonNode statement) {
        return statement.path("total").path("amount").asLong(-1);
    }

    private JsonNode management(String endpoint) {
        String url =
                "http://localhost:%s/actuator/%s/%s"
                        .formatted(
                                environment.getProperty("local.management.port"), endpoint, LAST);
        return RestClient.create().get().uri(url).retrieve().body(JsonNode.class);
    }
}
