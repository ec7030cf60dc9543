package io.keyway.usage.chain;

import static io.keyway.usage.Branch.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CreditNoteId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import io.keyway.usage.network.Network;
import io.keyway.usage.statements.CloseStatements;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/**
 * Credit notes. The reseller earns 12.5 % commission; it has ordered for 50.01 last month, and that
 * month is closed.
 */
@KeywayTest
class CreditNotesTest {

    private static final YearMonth RUNNING = YearMonth.now(ZoneOffset.UTC);
    private static final YearMonth LAST = RUNNING.minusMonths(1);

    @Autowired private Environment environment;
    @Autowired private Network network;
    @Autowired private CloseStatements closeStatements;
    private Api api;
    private final Branch branch = new Branch().published();
    private final OrderId order = OrderId.next();
    private String key;
    private JsonNode closed;

    @BeforeEach
    void aClosedMonth() {
        api = new Api(environment);
        PartnerState known =
                Branch.partner(
                        PartnerType.RESELLER,
                        null,
                        branch.vendor,
                        branch.distributor,
                        branch.reseller);
        publish(
                new PartnerEvent.PartnerChanged(
                        new PartnerState(
                                known.id(),
                                known.type(),
                                PartnerModel.COMMISSION,
                                known.path(),
                                known.name(),
                                known.status(),
                                known.portalEnabled(),
                                known.permissions(),
                                known.currency(),
                                null,
                                known.discountPercent(),
                                new BigDecimal("12.5"),
                                known.unpaidLicenseLimit(),
                                null)));
        publish(
                new OrderEvent.OrderPlaced(
                        branch.order(
                                order,
                                OrderStatus.PENDING,
                                LAST.atDay(1).atTime(0, 30).toInstant(ZoneOffset.UTC),
                                5001)));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(lines(statement(LAST)))
                                        .containsExactly(
                                                tuple("order", 5001L), tuple("commission", -625L)));
        Closes.of(api, branch.asVendor, LAST);
        closed = statement(LAST);
        key = closed.at("/lines/0/key").asString();
    }

    @Test
    void aNoteTakesOffALineAndReversesTheCommissionThatItHadEarned() {
        Api.Answer made = make(branch.asDistributor, 2000);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        JsonNode note = made.json();
        assertThat(note.path("id").asString()).startsWith("crn_");
        assertThat(note.path("billedPeriod").asString()).isEqualTo(RUNNING.toString());
        assertThat(note.has("billedIn")).isFalse();
        assertThat(note.at("/commission/amount").asLong()).isEqualTo(250);

        JsonNode draft = statement(RUNNING);
        assertThat(lines(draft))
                .containsExactly(tuple("credit_note", -2000L), tuple("commission", 250L));
        JsonNode line = draft.at("/lines/0");
        assertThat(line.path("key").asString())
                .isEqualTo("credit_note:" + note.path("id").asString());
        assertThat(line.path("period").asString()).isEqualTo(LAST.toString());
        assertThat(line.path("reference").asString()).isEqualTo("PO-4711");
        assertThat(line.path("productName").asString()).isEqualTo("Pro");
        assertThat(line.path("description").asString())
                .isEqualTo("Credit note for " + LAST + ": Pro, Yearly in order PO-4711");
        assertThat(statement(LAST)).isEqualTo(closed);
        for (Caller reader : List.of(branch.asReseller, branch.asDistributor, branch.asVendor)) {
            String path = "/api/v1/credit-notes/" + note.path("id").asString();
            assertThat(api.get(reader, path).json()).isEqualTo(note);
            assertThat(notes(reader, "?partnerId=" + branch.reseller)).containsExactly(note);
        }
    }

    @Test
    void notesForTheWholeLineReverseItsCommissionToTheCent() {
        for (long part : List.of(1L, 1003L, 1997L, 2000L)) {
            assertThat(make(branch.asDistributor, part).status()).isEqualTo(201);
        }
        Api.Answer more = make(branch.asDistributor, 1);
        assertThat(more.code()).isEqualTo("quota_exceeded");

        assertThat(
                        statement(RUNNING)
                                .path("lines")
                                .valueStream()
                                .filter(line -> line.path("kind").asString().equals("commission"))
                                .mapToLong(line -> line.at("/amount/amount").asLong())
                                .sum())
                .isEqualTo(625);
        assertThat(statement(RUNNING).at("/total/amount").asLong()).isEqualTo(-5001 + 625);
    }

    @Test
    void notesAtOnceNeverTakeOffMoreThanWasBilled() throws Exception {
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            work.add(() -> make(branch.asDistributor, 1000).status());
        }
        int made = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> one : threads.invokeAll(work)) {
                made += one.get() == 201 ? 1 : 0;
            }
        }
        assertThat(made).isEqualTo(5);
        assertThat(notes(branch.asVendor, "?partnerId=" + branch.reseller)).hasSize(5);
    }

    /** The months are closed while notes are made; the second one catches what the first missed. */
    @Test
    void aNoteIsInExactlyOneStatement() throws Exception {
        var payer = network.partner(branch.asVendor, branch.reseller).orElseThrow();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> closes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                assertThat(make(branch.asDistributor, 10).status()).isEqualTo(201);
                if (i == 5 || i == 10 || i == 15) {
                    for (int month = 0; month <= 1; month++) {
                        YearMonth period = RUNNING.plusMonths(month);
                        closes.add(
                                threads.submit(
                                        () -> closeStatements.close(List.of(payer), period)));
                    }
                }
            }
            for (Future<?> close : closes) {
                close.get();
            }
        }
        closeStatements.close(List.of(payer), RUNNING.plusMonths(2));

        List<JsonNode> notes = notes(branch.asVendor, "?partnerId=" + branch.reseller);
        assertThat(notes).hasSize(20);
        List<String> billed =
                api.get(branch.asVendor, "/api/v1/statements?partnerId=" + branch.reseller)
                        .json()
                        .path("items")
                        .valueStream()
                        // The running month stands first, and is one of the closed ones here.
                        .distinct()
                        .filter(statement -> statement.path("status").asString().equals("closed"))
                        .flatMap(
                                statement ->
                                        statement
                                                .path("lines")
                                                .valueStream()
                                                .filter(
                                                        line ->
                                                                line.path("kind")
                                                                        .asString()
                                                                        .equals("credit_note"))
                                                .map(
                                                        line ->
                                                                line.path("key").asString()
                                                                        + " "
                                                                        + statement
                                                                                .path("id")
                                                                                .asString()))
                        .toList();
        assertThat(billed)
                .containsExactlyInAnyOrderElementsOf(
                        notes.stream()
                                .map(
                                        note ->
                                                "credit_note:"
                                                        + note.path("id").asString()
                                                        + " "
                                                        + note.path("billedIn").asString())
                                .toList());
    }

    /** Neither is a correction of the closed month recomputed from it, nor the other way round. */
    @Test
    void correctionsOfTheMonthLeaveNotesAlone() {
        make(branch.asDistributor, 2000);
        publish(
                new OrderEvent.OrderPlaced(
                        branch.order(
                                order,
                                OrderStatus.CANCELLED,
                                LAST.atDay(1).atTime(0, 30).toInstant(ZoneOffset.UTC),
                                5001)));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(lines(statement(RUNNING)))
                                        .containsExactly(
                                                tuple("adjustment", -5001L),
                                                tuple("adjustment", 625L),
                                                tuple("credit_note", -2000L),
                                                tuple("commission", 250L)));
    }

    @Test
    void foreignCallersFindWhatIsMissingAndOnlyThoseAboveMakeNotes() {
        JsonNode note = make(branch.asDistributor, 100).json();
        String path = "/api/v1/credit-notes/";
        for (Caller foreign :
                List.of(branch.asStranger, branch.asCustomer, new Branch().asVendor)) {
            String missing = api.get(foreign, path + CreditNoteId.next()).text();
            assertThat(missing).contains("not_found");
            assertThat(api.get(foreign, path + note.path("id").asString()).text())
                    .isEqualTo(missing);
            assertThat(
                            api.get(
                                            foreign,
                                            path.substring(0, path.length() - 1)
                                                    + "?partnerId="
                                                    + branch.reseller)
                                    .text())
                    .isEqualTo(missing);
            assertThat(notes(foreign, "")).isEmpty();
        }
        assertThat(make(branch.asStranger, 1).status()).isEqualTo(404);
        assertThat(make(branch.asReseller, 1).code()).isEqualTo("forbidden");
        assertThat(make(branch.asCustomer, 1).code()).isEqualTo("forbidden");
        Set<Permission> others = EnumSet.allOf(Permission.class);
        others.remove(Permission.MANAGE_PLANS);
        assertThat(make(Callers.partner(others, branch.vendor), 1).code()).isEqualTo("forbidden");
    }

    @Test
    void refusesWhatIsNoLineToReduce() {
        assertThat(
                        make(branch.asVendor, Map.of("statementId", StatementId.next().value()))
                                .status())
                .isEqualTo(404);
        assertThat(
                        make(
                                        branch.asVendor,
                                        Map.of(
                                                "statementId",
                                                statement(RUNNING).path("id").asString()))
                                .code())
                .isEqualTo("conflict");
        for (String line : List.of("commission:" + key, "fee", "")) {
            assertThat(make(branch.asVendor, Map.of("lineKey", line)).status()).isEqualTo(400);
        }
        assertThat(
                        make(
                                        branch.asVendor,
                                        Map.of("amount", Map.of("amount", 1, "currency", "USD")))
                                .status())
                .isEqualTo(400);
        assertThat(make(branch.asVendor, 0).status()).isEqualTo(400);
        assertThat(make(branch.asVendor, Map.of("reason", "@x")).status()).isEqualTo(400);
        assertThat(make(branch.asVendor, 5002).code()).isEqualTo("quota_exceeded");
        assertThat(make(branch.asVendor, 5001).status()).isEqualTo(201);
    }

    private Api.Answer make(Caller caller, long cents) {
        return make(caller, Map.of("amount", Map.of("amount", cents, "currency", "EUR")));
    }

    private Api.Answer make(Caller caller, Map<String, Object> fields) {
        Map<String, Object> body =
                new HashMap<>(
                        Map.of(
                                "statementId",
                                closed.path("id").asString(),
                                "lineKey",
                                key,
                                "amount",
                                Map.of("amount", 1, "currency", "EUR"),
                                "reason",
                                "Delivered late"));
        body.putAll(fields);
        return api.post(caller, "/api/v1/credit-notes", body);
    }

    private List<JsonNode> notes(Caller caller, String query) {
        return api.get(caller, "/api/v1/credit-notes" + query)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    private static List<Tuple> lines(JsonNode statement) {
        return statement
                .path("lines")
                .valueStream()
                .map(
                        line ->
                                tuple(
                                        line.path("kind").asString(),
                                        line.at("/amount/amount").asLong()))
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
