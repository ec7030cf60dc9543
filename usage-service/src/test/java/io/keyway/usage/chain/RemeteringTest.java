package io.keyway.usage.chain;

import static io.keyway.usage.Branch.answers;
import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.RemeteringId;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/**
 * A meter that was made wrong is put right, and what it has counted is counted again: then all
 * totals are those of a meter that was right from the start.
 */
@KeywayTest
class RemeteringTest {

    private static final YearMonth LAST = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
    private static final Instant IN_LAST =
            LAST.atEndOfMonth().atTime(12, 0).toInstant(ZoneOffset.UTC);

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch().withPlan().published();
    private final Branch otherTree = new Branch().published();
    private String wrong = "";

    @BeforeEach
    void twoMeters() {
        api = new Api(environment);
        Map<String, Object> right = new HashMap<>(meter("right"));
        right.put("groupBy", List.of("region"));
        define(right);
        Map<String, Object> calls = new HashMap<>(meter("calls"));
        calls.put("valueProperty", "m");
        wrong = define(calls);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                send(
                                                        data("a", 10, 3, "north"),
                                                        data("b", 20, 5, "south"),
                                                        data("c", 30, 1, "north"),
                                                        data("d", 40, 40, "south")))
                                        .allMatch(answer -> !answer.contains("rejected")));
        counted("calls", "49");
        counted("right", "100");
    }

    @Test
    void totalsAreThoseOfAMeterThatWasRightFromTheStart() {
        correct("b", "void", null);
        correct("c", "amend", Map.of("n", 7, "m", 2, "region", "south"));
        // Another event of its id is rejected, and a copy is no second event.
        assertThat(send(data("d", 1_000, 1_000, "south"))).containsExactly("d accepted");
        send(data("a", 10, 3, "north"));
        counted("calls", "45");
        counted("right", "57");
        putRight();
        assertThat(send(data("e", 5, 500, "north"))).containsExactly("e accepted");
        counted("calls", "50");

        JsonNode ready = until(preview(wrong), "ready");

        JsonNode found = ready.path("preview");
        assertThat(found.path("changed").asInt()).isEqualTo(3);
        assertThat(found.path("voided").asInt()).isEqualTo(1);
        assertThat(found.path("withoutData").asInt()).isZero();
        assertThat(found.at("/total/before").asString()).isEqualTo("50");
        assertThat(found.at("/total/after").asString()).isEqualTo("62");
        assertThat(found.at("/total/difference").asString()).isEqualTo("12");
        assertThat(found.at("/months/0/month").asString()).isEqualTo(LAST.toString());
        assertThat(found.path("examples").valueStream())
                .extracting(one -> one.path("eventId").asString())
                .containsExactlyInAnyOrder("a", "c", "d");
        assertThat(ready.path("read").asLong()).isEqualTo(ready.path("total").asLong());
        counted("calls", "50");

        // Corrected by hand between preview and apply: compared anew.
        correct("a", "amend", Map.of("n", 11, "m", 3, "region", "west"));
        counted("right", "63");
        JsonNode done = until(apply(ready), "done");

        assertThat(done.path("corrected").asInt()).isEqualTo(2);
        assertThat(done.path("reason").asString()).isEqualTo("It read the wrong property");
        assertSame();
        JsonNode corrections = api.get(branch.asVendor, "/api/v1/usage-corrections").json();
        assertThat(corrections.path("items").valueStream())
                .filteredOn(one -> one.path("action").asString().equals("remeter"))
                .hasSize(2)
                .allSatisfy(
                        one ->
                                assertThat(one.path("reason").asString())
                                        .isEqualTo("It read the wrong property"));

        // What is corrected later is corrected for both meters.
        correct("d", "amend", Map.of("n", 41, "m", 0, "region", "south"));
        counted("right", "64");
        assertSame();
        JsonNode again = until(preview(wrong), "ready");
        assertThat(again.at("/preview/changed").asInt()).isZero();
        assertThat(again.at("/preview/total/difference").asString()).isEqualTo("0");
    }

    @Test
    void aMeterThatWasMadeLaterCountsWhatOthersHaveCountedBefore() {
        Map<String, Object> later = new HashMap<>(meter("later"));
        later.put("aggregation", "average");
        String meter = define(later);

        JsonNode ready = until(preview(meter), "ready");
        assertThat(ready.at("/preview/added").asInt()).isEqualTo(4);
        assertThat(ready.at("/preview/total/before").asString()).isEqualTo("0");
        assertThat(ready.at("/preview/total/after").asString()).isEqualTo("25");
        until(apply(ready), "done");

        counted("later", "25");
        counted("right", "100");
        correct("d", "void", null);
        counted("later", "20");
        counted("right", "60");
        correct("d", "amend", Map.of("n", 60, "m", 1));
        counted("later", "30");
    }

    @Test
    void aClosedMonthIsAdjusted() {
        Map<String, Object> billed = Map.of("valueProperty", "n");
        Closes.of(api, branch.asVendor, LAST);
        JsonNode closed = statement(LAST);
        assertThat(line(closed, "usage").path("quantity").asString()).isEqualTo("49");
        patched(billed, 200);

        until(apply(until(preview(wrong), "ready")), "done");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                line(statement(LAST.plusMonths(1)), "adjustment")
                                                        .path("quantity")
                                                        .asString())
                                        .isEqualTo("51"));
        assertThat(statement(LAST)).isEqualTo(closed);
    }

    @Test
    void aVendorHasOneUnfinishedAndMayCancelItsPreview() {
        JsonNode first = preview(wrong);

        assertThat(post(branch.asVendor, wrong, from(), Instant.now()).status()).isEqualTo(409);
        JsonNode ready = until(first, "ready");
        assertThat(post(branch.asVendor, wrong, from(), Instant.now()).status()).isEqualTo(409);
        putRight();
        // The preview says what the meter read then.
        assertThat(applied(branch.asVendor, ready, "Why").status()).isEqualTo(409);
        Api.Answer cancelled = api.post(branch.asVendor, path(ready) + "/cancel", Map.of());
        assertThat(cancelled.json().path("status").asString()).isEqualTo("cancelled");
        assertThat(applied(branch.asVendor, ready, "Why").status()).isEqualTo(409);
        JsonNode second = until(apply(until(preview(wrong), "ready")), "done");
        assertThat(api.post(branch.asVendor, path(second) + "/cancel", Map.of()).status())
                .isEqualTo(409);
        assertThat(applied(branch.asVendor, second, "Again").json()).isEqualTo(second);
        assertThat(
                        api.get(branch.asVendor, "/api/v1/remeterings")
                                .json()
                                .path("items")
                                .valueStream())
                .extracting(one -> one.path("status").asString())
                .containsExactly("done", "cancelled");
    }

    @Test
    void onlyTheVendorCountsAgain() {
        JsonNode ready = until(preview(wrong), "ready");
        for (Caller below : List.of(branch.asDistributor, branch.asReseller, branch.asCustomer)) {
            assertThat(post(below, wrong, from(), Instant.now()).status()).isEqualTo(403);
            assertThat(api.get(below, "/api/v1/remeterings").status()).isEqualTo(403);
        }
        Api.Answer missing =
                post(otherTree.asVendor, MeterId.next().value(), from(), Instant.now());
        assertThat(missing.status()).isEqualTo(404);
        assertThat(post(otherTree.asVendor, wrong, from(), Instant.now()).json())
                .isEqualTo(missing.json());
        for (Caller stranger : List.of(otherTree.asVendor, branch.asReseller, branch.asCustomer)) {
            String unknown = "/api/v1/remeterings/" + RemeteringId.next();
            assertThat(api.get(stranger, path(ready)).status()).isEqualTo(404);
            assertThat(api.get(stranger, path(ready)).text())
                    .isEqualTo(api.get(stranger, unknown).text());
            assertThat(applied(stranger, ready, "Why").status()).isEqualTo(404);
            assertThat(api.post(stranger, path(ready) + "/cancel", Map.of()).status())
                    .isEqualTo(404);
        }
        assertThat(api.get(otherTree.asVendor, "/api/v1/remeterings").json().path("items"))
                .isEmpty();
        assertThat(api.get(branch.asVendor, path(ready)).json()).isEqualTo(ready);
    }

    @Test
    void whatCannotBeCountedAgainIsSaid() {
        Instant now = Instant.now();
        refused(400, "to", post(branch.asVendor, wrong, now, from()));
        refused(400, "to", post(branch.asVendor, wrong, from(), now.plusSeconds(3_600)));
        refused(400, "from", post(branch.asVendor, wrong, now.minus(Duration.ofDays(61)), now));
        for (String time : List.of("-0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z")) {
            refused(400, "from", post(branch.asVendor, wrong, Instant.parse(time), now));
        }
        Map<String, Object> most = new HashMap<>(meter("most"));
        most.put("aggregation", "max");
        refused(409, "sum", post(branch.asVendor, define(most), from(), now));
        JsonNode ready = until(preview(wrong), "ready");
        refused(400, "reason", applied(branch.asVendor, ready, "=1+1"));
        refused(400, "reason", applied(branch.asVendor, ready, " "));
        api.post(branch.asVendor, path(ready) + "/cancel", Map.of());
        patched(Map.of("status", "archived"), 200);
        refused(409, "archived", post(branch.asVendor, wrong, from(), now));
    }

    /** Of a meter it may be changed what it reads, and not which events it counts. */
    @Test
    void whatAMeterReadsMayBeChangedWithinItsAggregation() {
        Map<String, Object> none = new HashMap<>();
        none.put("valueProperty", null);
        patched(none, 400);
        patched(Map.of("valueProperty", "a b"), 400);
        patched(Map.of("groupBy", List.of("a", "a")), 400);
        patched(Map.of("groupBy", List.of("a", "b", "c", "d")), 400);
        patched(Map.of("eventType", "other"), 400);
        patched(Map.of("aggregation", "max"), 400);
        JsonNode meter = patched(Map.of("valueProperty", "n", "groupBy", List.of("region")), 200);
        assertThat(meter.path("valueProperty").asString()).isEqualTo("n");
        assertThat(meter.at("/groupBy/0").asString()).isEqualTo("region");
        assertThat(meter.path("code").asString()).isEqualTo("calls");
        counted("calls", "49");
    }

    private String define(Map<String, Object> meter) {
        Api.Answer answer = api.post(branch.asVendor, "/api/v1/meters", meter);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("id").asString();
    }

    private void putRight() {
        patched(Map.of("valueProperty", "n", "groupBy", List.of("region")), 200);
    }

    private JsonNode patched(Map<String, Object> fields, int status) {
        Api.Answer answer = api.patch(branch.asVendor, "/api/v1/meters/" + wrong, fields);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }

    private Map<String, Object> data(String id, int n, int m, String region) {
        Map<String, Object> event = new HashMap<>(event(id, branch.license, IN_LAST, n));
        event.put("data", Map.of("n", n, "m", m, "region", region));
        return event;
    }

    @SafeVarargs
    private List<String> send(Map<String, Object>... events) {
        return answers(api.post(branch.asReseller, "/api/v1/events", List.of(events)).json());
    }

    private void correct(String event, String action, Map<String, Object> data) {
        Map<String, Object> body = new HashMap<>();
        body.put("licenseId", branch.license.value());
        body.put("source", "/test");
        body.put("eventId", event);
        body.put("action", action);
        body.put("reason", "By hand");
        body.put("time", IN_LAST.toString());
        if (data != null) {
            body.put("data", data);
        }
        Api.Answer answer = api.post(branch.asVendor, "/api/v1/usage-corrections", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private static Instant from() {
        return IN_LAST.minus(Duration.ofDays(1));
    }

    private Api.Answer post(Caller caller, String meter, Instant from, Instant to) {
        return api.post(
                caller,
                "/api/v1/remeterings",
                Map.of("meterId", meter, "from", from.toString(), "to", to.toString()));
    }

    private JsonNode preview(String meter) {
        Api.Answer answer = post(branch.asVendor, meter, from(), Instant.now());
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json();
    }

    private Api.Answer applied(Caller caller, JsonNode remetering, String reason) {
        return api.post(caller, path(remetering) + "/apply", Map.of("reason", reason));
    }

    private JsonNode apply(JsonNode remetering) {
        Api.Answer answer = applied(branch.asVendor, remetering, "It read the wrong property");
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json();
    }

    private static String path(JsonNode remetering) {
        return "/api/v1/remeterings/" + remetering.path("id").asString();
    }

    private JsonNode until(JsonNode remetering, String status) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> api.get(branch.asVendor, path(remetering)).json(),
                        now -> now.path("status").asString().equals(status));
    }

    private static void refused(int status, String about, Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(about);
    }

    private void assertSame() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            for (Caller sees :
                                    List.of(
                                            branch.asCustomer,
                                            branch.asReseller,
                                            branch.asVendor)) {
                                for (String by : List.of("&dimension=region", "&groupBy=license")) {
                                    assertThat(rows(sees, "calls", by))
                                            .containsExactlyElementsOf(rows(sees, "right", by));
                                }
                            }
                        });
    }

    /** Without those of which everything was taken back: they stay, with a quantity of 0. */
    private List<JsonNode> rows(Caller caller, String meter, String by) {
        return usage(caller, meter, by)
                .valueStream()
                .filter(row -> !row.path("quantity").asString().equals("0"))
                .toList();
    }

    private JsonNode usage(Caller caller, String meter, String more) {
        return api.get(
                        caller,
                        "/api/v1/usage?meter=%s&from=%s%s"
                                .formatted(
                                        meter,
                                        LAST.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC),
                                        more))
                .json()
                .path("items");
    }

    private void counted(String meter, String quantity) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                usage(branch.asVendor, meter, "")
                                                        .at("/0/quantity")
                                                        .asString())
                                        .isEqualTo(quantity));
    }

    private static JsonNode line(JsonNode statement, String kind) {
        return statement
                .path("lines")
                .valueStream()
                .filter(one -> one.path("kind").asString().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode statement(YearMonth period) {
        return api.get(
                        branch.asDistributor,
                        "/api/v1/statements?partnerId=" + branch.reseller + "&period=" + period)
                .json()
                .at("/items/0");
    }
}
