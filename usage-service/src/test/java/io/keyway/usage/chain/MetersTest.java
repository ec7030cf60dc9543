package io.keyway.usage.chain;

import static io.keyway.usage.Branch.answers;
import static io.keyway.usage.Branch.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.MeterId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/** How a meter is shown, and whether it counts: what its vendor may change. */
@KeywayTest
class MetersTest {

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch().published();

    @BeforeEach
    void api() {
        api = new Api(environment);
    }

    @Test
    void aMeterIsShownByItsCodeUntilItHasAName() {
        Api.Answer defined = define(Map.of("code", "calls"));
        JsonNode meter = defined.json();
        assertThat(meter.path("displayName").asString()).isEqualTo("calls");
        assertThat(meter.path("status").asString()).isEqualTo("active");
        assertThat(meter.has("unit")).isFalse();
        assertThat(meter.has("position")).isFalse();

        Api.Answer named =
                patch(meter, "{\"displayName\": \" API calls \", \"unit\": \"calls\"}", Map.of());
        assertThat(named.status()).isEqualTo(200);
        assertThat(named.etag()).isNotEqualTo(defined.etag());
        assertThat(named.json().path("displayName").asString()).isEqualTo("API calls");
        assertThat(named.json().path("unit").asString()).isEqualTo("calls");
        assertThat(read(branch.asCustomer, meter)).isEqualTo(named.json());

        Api.Answer cleared = patch(meter, "{\"displayName\": null, \"unit\": null}", Map.of());
        assertThat(cleared.json()).isEqualTo(meter);
        assertThat(patch(meter, "{}", Map.of()).etag())
                .as("no change is no new version")
                .isEqualTo(cleared.etag());
    }

    @Test
    void whatIsGivenAtCreationIsShown() {
        JsonNode meter =
                define(
                                Map.of(
                                        "code",
                                        "calls",
                                        "displayName",
                                        "API calls",
                                        "unit",
                                        "calls",
                                        "position",
                                        7))
                        .json();

        assertThat(read(branch.asReseller, meter)).isEqualTo(meter);
        assertThat(meter.path("displayName").asString()).isEqualTo("API calls");
        assertThat(meter.path("unit").asString()).isEqualTo("calls");
        assertThat(meter.path("position").asInt()).isEqualTo(7);
    }

    @Test
    void bothSidesOfEachLimit() {
        JsonNode meter =
                define(
                                Map.of(
                                        "code",
                                        "calls",
                                        "displayName",
                                        "n".repeat(100),
                                        "unit",
                                        "u".repeat(30),
                                        "position",
                                        1000,
                                        "groupBy",
                                        List.of("a", "b", "c")))
                        .json();
        assertThat(meter.path("position").asInt()).isEqualTo(1000);
        assertThat(patch(meter, "{\"position\": 1}", Map.of()).status()).isEqualTo(200);
        assertThat(
                        define(Map.of("code", "more", "groupBy", List.of("a", "b", "c", "d")))
                                .json()
                                .at("/invalidFields/0/field")
                                .asString())
                .isEqualTo("groupBy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            displayName | "%s101"
            displayName | ""
            displayName | "  "
            displayName | "=SUM(A1)"
            displayName | 7
            unit        | "%s31"
            unit        | " "
            unit        | "@calls"
            position    | 0
            position    | 1001
            position    | "1"
            position    | 1.5
            """)
    void theFieldAtFaultIsNamed(String field, String value) {
        String json =
                value.startsWith("\"%s")
                        ? "\"" + "n".repeat(Integer.parseInt(value.replaceAll("\\D", ""))) + "\""
                        : value;
        JsonNode meter = define(Map.of("code", "calls")).json();
        String body =
                "{\"code\": \"c\", \"eventType\": \"t\", \"aggregation\": \"count\", \"%s\": %s}"
                        .formatted(field, json);

        for (Api.Answer answer :
                List.of(
                        api.post(branch.asVendor, "/api/v1/meters", body),
                        patch(meter, "{\"%s\": %s}".formatted(field, json), Map.of()))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                    .containsExactly(field);
        }
        assertThat(read(branch.asVendor, meter)).isEqualTo(meter);
    }

    /** Events of the past stay as they are counted; see the tests of re-metering. */
    @Test
    void whatAMeterReadsMayChange() {
        JsonNode meter = define(Map.of("code", "calls")).json();

        Api.Answer answer =
                patch(meter, "{\"valueProperty\": \"m\", \"groupBy\": [\"region\"]}", Map.of());

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode changed = read(branch.asVendor, meter);
        assertThat(changed.path("valueProperty").asString()).isEqualTo("m");
        assertThat(changed.path("groupBy").path(0).asString()).isEqualTo("region");
    }

    /** Its past quantities would change their meaning, or it could read no event. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\": \"other\"}",
                "{\"eventType\": \"other\"}",
                "{\"aggregation\": \"max\"}",
                "{\"valueProperty\": null}",
                "{\"groupBy\": [\"a\", \"b\", \"c\", \"d\"]}",
                "{\"vendorId\": null, \"createdAt\": \"2020-01-01T00:00:00Z\"}",
                "{\"status\": \"deleted\"}",
                "{\"status\": null}",
                "[]"
            })
    void whatAMeterCountsNeverChanges(String patch) {
        JsonNode meter = define(Map.of("code", "calls")).json();

        Api.Answer answer = patch(meter, patch, Map.of());

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(read(branch.asVendor, meter)).isEqualTo(meter);
    }

    @Test
    void aMeterThatWasChangedMeanwhileIsNotOverwritten() {
        Api.Answer defined = define(Map.of("code", "calls"));
        Map<String, String> asRead = Map.of("If-Match", defined.etag());

        assertThat(patch(defined.json(), "{\"unit\": \"a\"}", asRead).status()).isEqualTo(200);
        Api.Answer late = patch(defined.json(), "{\"unit\": \"b\"}", asRead);

        assertThat(late.status()).isEqualTo(412);
        assertThat(late.code()).isEqualTo("version_mismatch");
        assertThat(read(branch.asVendor, defined.json()).path("unit").asString()).isEqualTo("a");
    }

    @Test
    void onlyItsVendorChangesAMeter() {
        JsonNode meter = define(Map.of("code", "calls")).json();
        String path = "/api/v1/meters/" + meter.path("id").asString();
        Branch other = new Branch();
        EnumSet<Permission> allButMeters = EnumSet.allOf(Permission.class);
        allButMeters.remove(Permission.MANAGE_METERS);

        for (Caller caller :
                List.of(
                        branch.asDistributor,
                        branch.asReseller,
                        branch.asCustomer,
                        Callers.operator(),
                        Callers.partner(allButMeters, branch.vendor))) {
            assertThat(api.patch(caller, path, "{\"unit\": \"x\"}").code()).isEqualTo("forbidden");
        }
        for (Caller stranger : List.of(other.asVendor, other.asReseller, other.asCustomer)) {
            Api.Answer foreign = api.patch(stranger, path, "{\"unit\": \"x\"}");
            Api.Answer missing =
                    api.patch(stranger, "/api/v1/meters/" + MeterId.next(), "{\"unit\": \"x\"}");
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(foreign.text()).isEqualTo(missing.text());
        }
        assertThat(read(branch.asVendor, meter)).isEqualTo(meter);
    }

    @Test
    void metersAreListedByPositionAndThenCode() {
        define(Map.of("code", "d"));
        define(Map.of("code", "c"));
        define(Map.of("code", "b", "position", 20));
        JsonNode a = define(Map.of("code", "a", "position", 20)).json();
        define(Map.of("code", "e", "position", 3));
        List<String> order = List.of("e", "a", "b", "c", "d");
        Caller operator = Callers.operator();

        assertThat(codes(branch.asVendor, 50)).isEqualTo(order);
        for (int limit = 1; limit <= 5; limit++) {
            assertThat(codes(branch.asReseller, limit)).as("pages of " + limit).isEqualTo(order);
            assertThat(codes(branch.asCustomer, limit)).isEqualTo(order);
        }
        assertThat(codes(operator, 20)).as("of all vendors").containsSubsequence(order);

        patch(a, "{\"position\": null}", Map.of());
        assertThat(codes(branch.asVendor, 2)).containsExactly("e", "b", "a", "c", "d");
        assertThat(codes(operator, 20)).containsSubsequence("e", "b", "a", "c", "d");
    }

    @Test
    void aMeterThatMovesBetweenTwoPagesHidesNoOther() {
        for (String code : List.of("a", "b", "c")) {
            define(Map.of("code", code));
        }
        JsonNode first = api.get(branch.asVendor, "/api/v1/meters?limit=1").json();
        patch(first.at("/items/0"), "{\"position\": 1}", Map.of());

        String cursor = first.path("next").asString();
        assertThat(codes(api.get(branch.asVendor, "/api/v1/meters?cursor=" + cursor).json()))
                .containsExactly("b", "c");
        String ofAnotherOrder =
                java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                ("-\n" + first.at("/items/0/id").asString() + "\n").getBytes());
        assertThat(api.get(branch.asVendor, "/api/v1/meters?cursor=" + ofAnotherOrder).code())
                .isEqualTo("invalid_cursor");
    }

    @Test
    void anArchivedMeterCountsNothingMoreAndKeepsItsUsage() {
        JsonNode meter = define(Map.of("code", "calls")).json();
        assertThat(report("a", 3)).isEqualTo("a accepted");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(quantity("calls")).isEqualTo("3"));

        JsonNode archived = patch(meter, "{\"status\": \"archived\"}", Map.of()).json();

        assertThat(archived.path("status").asString()).isEqualTo("archived");
        assertThat(report("b", 4)).isEqualTo("b rejected meter_not_found");
        assertThat(quantity("calls")).isEqualTo("3");
        assertThat(balances("&meter=calls")).containsExactly("calls 3");
        assertThat(balances("")).isEmpty();
        assertThat(overview()).isEmpty();
        assertThat(codes(branch.asReseller, 50)).containsExactly("calls");
        assertThat(define(Map.of("code", "calls")).code()).isEqualTo("already_exists");

        define(Map.of("code", "calls2"));
        assertThat(report("c", 5)).isEqualTo("c accepted");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(quantity("calls2")).isEqualTo("5"));
        assertThat(quantity("calls")).as("no event of another meter").isEqualTo("3");

        patch(meter, "{\"status\": \"active\"}", Map.of());
        assertThat(report("b", 4)).as("it spent nothing").isEqualTo("b accepted");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(quantity("calls")).isEqualTo("7"));
        assertThat(quantity("calls2")).isEqualTo("9");
    }

    @Test
    void archivedMetersAreAmongTheTwoHundredThatAVendorMayHave() {
        JsonNode first = define(Map.of("code", "m0")).json();
        for (int i = 1; i < 200; i++) {
            assertThat(define(Map.of("code", "m" + i)).status()).isEqualTo(201);
        }
        patch(first, "{\"status\": \"archived\"}", Map.of());

        assertThat(define(Map.of("code", "m200")).code()).isEqualTo("quota_exceeded");
        assertThat(codes(branch.asVendor, 200)).hasSize(200);
    }

    @Test
    void theOverviewShowsMetersByPositionAsTheyAreNamed() {
        define(Map.of("code", "a"));
        define(Map.of("code", "z", "position", 1, "displayName", "Messages", "unit", "messages"));
        JsonNode gone = define(Map.of("code", "m", "position", 2)).json();
        patch(gone, "{\"status\": \"archived\"}", Map.of());

        assertThat(overview()).containsExactly("z Messages messages", "a a ");
    }

    private Api.Answer define(Map<String, Object> more) {
        Map<String, Object> meter = new HashMap<>(Branch.meter(more.get("code").toString()));
        meter.putAll(more);
        return api.post(branch.asVendor, "/api/v1/meters", meter);
    }

    private Api.Answer patch(JsonNode meter, String patch, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/merge-patch+json");
        return api.send(
                branch.asVendor,
                "PATCH",
                "/api/v1/meters/" + meter.path("id").asString(),
                patch,
                all);
    }

    private JsonNode read(Caller caller, JsonNode meter) {
        return api.get(caller, "/api/v1/meters/" + meter.path("id").asString()).json();
    }

    /** The codes on all pages. */
    private List<String> codes(Caller caller, int limit) {
        List<String> codes = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = api.get(caller, "/api/v1/meters?limit=" + limit + next).json();
            assertThat(page.path("items").size()).isLessThanOrEqualTo(limit);
            codes.addAll(codes(page));
            next = "&cursor=" + page.path("next").asString("");
        } while (!next.equals("&cursor="));
        return codes;
    }

    private List<String> codes(JsonNode page) {
        return page.path("items").findValuesAsString("code");
    }

    private String report(String id, int n) {
        Api.Answer answer =
                api.post(
                        branch.asReseller,
                        "/api/v1/events",
                        event(id, branch.license, Instant.now(), n));
        return answers(answer.json()).getFirst();
    }

    private String quantity(String meter) {
        return api.get(branch.asVendor, "/api/v1/usage?meter=" + meter)
                .json()
                .at("/items/0/quantity")
                .asString("");
    }

    private List<String> balances(String query) {
        return api.get(branch.asCustomer, "/api/v1/balances?licenseId=" + branch.license + query)
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("meter").asString() + " " + item.path("quantity").asString())
                .toList();
    }

    private List<String> overview() {
        return api.get(branch.asDistributor, "/api/v1/partners/overview")
                .json()
                .path("meters")
                .valueStream()
                .map(
                        meter ->
                                meter.path("code").asString()
                                        + " "
                                        + meter.path("displayName").asString()
                                        + " "
                                        + meter.path("unit").asString(""))
                .toList();
    }
}
