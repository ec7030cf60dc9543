package io.keyway.usage.chain;

import static io.keyway.usage.Branch.answers;
import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/** What was counted is voided and amended by new facts, for all who had the event. */
@KeywayTest
class CorrectionsTest {

    private static final YearMonth LAST = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
    private static final Instant IN_LAST =
            LAST.atEndOfMonth().atTime(12, 0).toInstant(ZoneOffset.UTC);

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch().withPlan().published();
    private final Branch otherTree = new Branch().published();

    @BeforeEach
    void twoEvents() {
        api = new Api(environment);
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter("calls")).status())
                .isEqualTo(201);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                send(
                                                        event("a", branch.license, IN_LAST, 150),
                                                        event("b", branch.license, IN_LAST, 30)))
                                        .allMatch(answer -> !answer.contains("rejected")));
        counted("180");
    }

    @Test
    void aVoidedEventCountsNoMoreAtAnyLevelAndKeepsItsIdentity() {
        JsonNode correction = corrected(body("a", "void", null));

        assertThat(correction.path("before").path(0).path("meter").asString()).isEqualTo("calls");
        assertThat(correction.path("before").path(0).path("value").asString()).isEqualTo("150");
        assertThat(correction.path("after").isEmpty()).isTrue();
        assertThat(correction.path("reason").asString()).isEqualTo("Sent by a test system");
        assertThat(Instant.parse(correction.path("time").asString())).isEqualTo(IN_LAST);
        counted("30");
        assertThat(send(event("a", branch.license, IN_LAST, 150))).containsExactly("a duplicate");
        refused(409, body("a", "void", null));
        counted("30");
        for (Caller sees : List.of(branch.asReseller, branch.asCustomer, branch.asVendor)) {
            assertThat(list(sees).path("items").path(0)).isEqualTo(correction);
        }
        for (Caller stranger :
                List.of(branch.asStranger, branch.asStrangersCustomer, otherTree.asVendor)) {
            assertThat(list(stranger).path("items").isEmpty()).isTrue();
        }
    }

    @Test
    void anAmendedEventCountsWithItsNewDataAndMayBeCorrectedAgain() {
        corrected(body("a", "amend", Map.of("n", "12.5")));
        counted("42.5");
        refused(409, body("a", "amend", Map.of("n", 12.5)));
        corrected(body("a", "void", null));
        counted("30");
        JsonNode again = corrected(body("a", "amend", Map.of("n", 7)));

        assertThat(again.path("before").isEmpty()).isTrue();
        assertThat(again.path("after").path(0).path("value").asString()).isEqualTo("7");
        counted("37");
        assertThat(list(branch.asVendor).path("items").size()).isEqualTo(3);
    }

    @Test
    void aCorrectionAfterTheCloseIsAnAdjustmentOfTheNextMonth() {
        Closes.of(api, branch.asVendor, LAST);
        JsonNode closed = statement(LAST);
        assertThat(closed.path("status").asString()).isEqualTo("closed");

        corrected(body("a", "amend", Map.of("n", 100)));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            JsonNode line =
                                    statement(LAST.plusMonths(1))
                                            .path("lines")
                                            .valueStream()
                                            .filter(
                                                    one ->
                                                            one.path("kind")
                                                                    .asString()
                                                                    .equals("adjustment"))
                                            .findFirst()
                                            .orElseThrow();
                            assertThat(line.path("quantity").asString()).isEqualTo("-50");
                            assertThat(line.at("/amount/amount").asLong()).isEqualTo(-100);
                        });
        assertThat(statement(LAST)).isEqualTo(closed);
    }

    @Test
    void ofSeveralCorrectionsAtOnceOneCounts() throws Exception {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers =
                    IntStream.range(0, 8)
                            .mapToObj(i -> all.submit(() -> post(body("a", "void", null)).status()))
                            .toList();
            int created = 0;
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(201, 409);
                created += answer.get() == 201 ? 1 : 0;
            }
            assertThat(created).isEqualTo(1);
        }
        counted("30");
    }

    @Test
    void whatCannotBeCorrectedIsSaid() {
        refused(404, body("unknown", "void", null));
        for (String time :
                List.of("1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "-0001-01-01T00:00:00Z")) {
            Map<String, Object> elsewhere = body("a", "void", null);
            elsewhere.put("time", time);
            assertThat(post(elsewhere).status()).as(time).isIn(400, 404);
        }
        Map<String, Object> foreign = body("a", "void", null);
        foreign.put("licenseId", otherTree.license.value());
        Map<String, Object> missing = body("a", "void", null);
        missing.put("licenseId", LicenseId.next().value());
        assertThat(refused(404, foreign)).isEqualTo(refused(404, missing));
        assertThat(refused(400, body("a", "amend", null)).toString()).contains("data");
        assertThat(refused(400, body("a", "void", Map.of("n", 1))).toString()).contains("data");
        assertThat(refused(400, body("a", "amend", Map.of("m", 1))).toString())
                .contains("value_missing");
        Map<String, Object> formula = body("a", "void", null);
        formula.put("reason", "=1+1");
        assertThat(refused(400, formula).toString()).contains("reason");
        Map<String, Object> known = body("a", "void", null);
        known.put("licenseId", branch.license.value());
        for (Caller below : List.of(branch.asDistributor, branch.asReseller, branch.asCustomer)) {
            assertThat(api.post(below, "/api/v1/usage-corrections", known).status()).isEqualTo(403);
        }
        assertThat(api.post(branch.asStranger, "/api/v1/usage-corrections", known).json())
                .isEqualTo(
                        api.post(branch.asStranger, "/api/v1/usage-corrections", missing).json());
        counted("180");
    }

    /** The second event of an id was rejected: its values are not taken back. */
    @Test
    void ofTwoEventsOfOneIdTheOneThatCountedIsCorrected() {
        Instant now = Instant.now();
        assertThat(send(event("a", branch.license, now, 9))).containsExactly("a accepted");
        Map<String, Object> ofThen = body("a", "void", null);
        ofThen.put("time", now.toString());

        JsonNode correction = corrected(ofThen);

        assertThat(Instant.parse(correction.path("time").asString())).isEqualTo(IN_LAST);
        assertThat(correction.at("/before/0/value").asString()).isEqualTo("150");
        counted("30");
    }

    @Test
    void anEventThatAMeterKeepsNoValuesOfCannotBeCorrected() {
        Map<String, Object> users =
                Map.of(
                        "code",
                        "users",
                        "eventType",
                        "login",
                        "aggregation",
                        "unique_count",
                        "valueProperty",
                        "n");
        assertThat(api.post(branch.asVendor, "/api/v1/meters", users).status()).isEqualTo(201);
        Map<String, Object> login = new HashMap<>(event("l", branch.license, IN_LAST, "ada"));
        login.put("type", "login");
        assertThat(send(login)).containsExactly("l accepted");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                refused(409, body("l", "void", null))
                                                        .path("detail")
                                                        .asString(""))
                                        .contains("users"));
    }

    private static Map<String, Object> body(String event, String action, Object data) {
        Map<String, Object> body = new HashMap<>();
        body.put("source", "/test");
        body.put("eventId", event);
        body.put("action", action);
        body.put("reason", "Sent by a test system");
        body.put("time", IN_LAST.toString());
        if (data != null) {
            body.put("data", data);
        }
        return body;
    }

    private Api.Answer post(Map<String, Object> body) {
        body.putIfAbsent("licenseId", branch.license.value());
        return api.post(branch.asVendor, "/api/v1/usage-corrections", body);
    }

    private JsonNode corrected(Map<String, Object> body) {
        Api.Answer answer = post(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private JsonNode refused(int status, Map<String, Object> body) {
        Api.Answer answer = post(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }

    @SafeVarargs
    private List<String> send(Map<String, Object>... events) {
        return answers(api.post(branch.asReseller, "/api/v1/events", List.of(events)).json());
    }

    private JsonNode list(Caller caller) {
        return api.get(caller, "/api/v1/usage-corrections").json();
    }

    private JsonNode statement(YearMonth period) {
        return api.get(
                        branch.asDistributor,
                        "/api/v1/statements?partnerId=" + branch.reseller + "&period=" + period)
                .json()
                .at("/items/0");
    }

    /** The license, its reseller and the vendor have this quantity. */
    private void counted(String quantity) {
        String usage =
                "/api/v1/usage?meter=calls&from="
                        + LAST.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            for (Caller sees :
                                    List.of(
                                            branch.asCustomer,
                                            branch.asReseller,
                                            branch.asVendor)) {
                                assertThat(
                                                api.get(sees, usage)
                                                        .json()
                                                        .at("/items/0/quantity")
                                                        .asString())
                                        .isEqualTo(quantity);
                            }
                        });
    }
}
