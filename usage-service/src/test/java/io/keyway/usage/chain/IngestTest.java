package io.keyway.usage.chain;

import static io.keyway.usage.Branch.answers;
import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static io.keyway.usage.Branch.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.binding.BindingsLifecycleController.State;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

@KeywayTest
class IngestTest {

    @Autowired private Environment environment;
    @Autowired private BindingsLifecycleController bindings;
    private Api api;
    private final Branch branch = new Branch().published();

    @BeforeEach
    void aMeter() {
        api = new Api(environment);
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter("calls")).status())
                .isEqualTo(201);
    }

    @Test
    void eachEventOfABatchIsAnsweredInItsOrder() {
        JsonNode answer =
                send(
                        event("a", branch.license, Instant.now(), 1),
                        event("a", branch.license, Instant.now(), "seven"),
                        event("b", LicenseId.next(), Instant.now(), 1),
                        Map.of(
                                "specversion", "1.0",
                                "id", "c",
                                "source", "/test",
                                "type", "nobody.counts.this",
                                "subject", branch.license.value()),
                        Map.of(
                                "specversion", "1.0",
                                "id", "d",
                                "source", "/test",
                                "type", "api.call",
                                "subject", branch.license.value()),
                        Map.of(
                                "specversion", "1.0",
                                "id", "e",
                                "source", "/test",
                                "type", "api.call"),
                        Map.of(
                                "specversion", "1.0",
                                "id", "f",
                                "source", "/test",
                                "type", "api.call",
                                "subject", branch.license.value(),
                                "datacontenttype", "text/plain",
                                "data", "n=1"));

        assertThat(answers(answer))
                .containsExactly(
                        "a accepted",
                        "a rejected invalid_value",
                        "b rejected license_not_found",
                        "c rejected meter_not_found",
                        "d rejected value_missing",
                        "e rejected subject_missing",
                        "f rejected data_not_json");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(total()).isEqualTo("1"));
    }

    @Test
    void unknownLicenseIsUnavailableUntilAllEventsAreConsumed() {
        bindings.changeState("onLicenses-in-0", State.PAUSED);
        try {
            new Branch().published(); // A license whose event this service has not consumed.
            long asked = System.nanoTime();
            Api.Answer behind =
                    Api.once(environment)
                            .post(
                                    branch.asReseller,
                                    "/api/v1/events",
                                    List.of(
                                            event("known", branch.license, Instant.now(), 1),
                                            event("new", LicenseId.next(), Instant.now(), 1)));
            assertThat(behind.status()).as(behind.text()).isEqualTo(503);
            assertThat(behind.response().headers().firstValue("Retry-After")).contains("1");
            assertThat(Duration.ofNanos(System.nanoTime() - asked))
                    .isLessThan(Duration.ofSeconds(1));
        } finally {
            bindings.changeState("onLicenses-in-0", State.RESUMED);
        }
        // Nothing of the refused request was taken: what was in it is no duplicate now.
        assertThat(
                        answers(
                                send(
                                        event("known", branch.license, Instant.now(), 1),
                                        event("new", LicenseId.next(), Instant.now(), 1))))
                .containsExactly("known accepted", "new rejected license_not_found");
    }

    @Test
    void anEventThatIsSentAgainIsADuplicateAndCountsOnce() {
        Map<String, Object> event = event("a", branch.license, Instant.now(), 2);

        assertThat(answers(send(event, event))).containsExactly("a accepted", "a duplicate");
        assertThat(answers(send(event))).containsExactly("a duplicate");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(total()).isEqualTo("2"));
    }

    @Test
    void theSameIdWithAnotherContentIsListedAndNotCounted() {
        Instant now = Instant.now();
        send(event("a", branch.license, now, 2));
        send(event("a", branch.license, now, 3));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(rejected()).containsExactly("a conflict"));
        assertThat(total()).isEqualTo("2");
    }

    @Test
    void eventOutsideTheWindowIsRejectedAndItsIdMayComeAgain() {
        Instant now = Instant.now();
        JsonNode answer =
                send(
                        event(
                                "old",
                                branch.license,
                                now.minus(Duration.ofDays(35).plusMinutes(1)),
                                1),
                        event("late", branch.license, now.minus(Duration.ofDays(34)), 2),
                        event("soon", branch.license, now.plus(Duration.ofMinutes(4)), 4),
                        event("ahead", branch.license, now.plus(Duration.ofMinutes(6)), 8));

        assertThat(answers(answer))
                .containsExactly(
                        "old rejected out_of_window",
                        "late accepted",
                        "soon accepted",
                        "ahead rejected out_of_window");
        assertThat(answers(send(event("ahead", branch.license, now, 16))))
                .containsExactly("ahead accepted");
        String days =
                "/api/v1/usage?meter=calls&window=month&groupBy=license&from=%s&to=%s"
                        .formatted(now.minus(Duration.ofDays(40)), now.plus(Duration.ofDays(2)));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                api
                                                        .get(branch.asReseller, days)
                                                        .json()
                                                        .path("items")
                                                        .findValuesAsString("quantity")
                                                        .stream()
                                                        .mapToInt(Integer::parseInt)
                                                        .sum())
                                        .isEqualTo(22));
        assertThat(rejected()).isEmpty();
    }

    @Test
    void anEventInBinaryModeCountsLikeOneInJson() {
        Map<String, String> attributes =
                new TreeMap<>(
                        Map.of(
                                "ce-specversion", "1.0",
                                "ce-id", "a%20b",
                                "ce-source", "/test",
                                "ce-type", "api.call",
                                "ce-subject", branch.license.value(),
                                "ce-traceparent", "00-1",
                                "Content-Type", "application/json"));
        assertThat(answers(binary(attributes, "{\"n\": 3}"))).containsExactly("a b accepted");
        assertThat(answers(binary(attributes, "{\"n\": 3}"))).containsExactly("a b duplicate");

        attributes.put("ce-id", "text");
        attributes.put("Content-Type", "text/plain");
        assertThat(answers(binary(attributes, "n=3")))
                .containsExactly("text rejected data_not_json");
        attributes.put("Content-Type", "application/json");
        Api.Answer broken = api.post(branch.asReseller, "/api/v1/events", "{\"n\": ", attributes);
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.code()).isEqualTo("malformed_json");

        attributes.remove("ce-type");
        Api.Answer faulty = api.post(branch.asReseller, "/api/v1/events", "{}", attributes);
        assertThat(faulty.status()).isEqualTo(400);
        assertThat(faulty.json().at("/invalidFields/0/field").asString()).isEqualTo("type");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(total()).isEqualTo("3"));
    }

    private JsonNode binary(Map<String, String> headers, String body) {
        Api.Answer answer = api.post(branch.asReseller, "/api/v1/events", body, headers);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json();
    }

    @Test
    void eventOfALicenseNotYetConsumedIsUnavailableAndLaterAccepted() throws Exception {
        bindings.changeState("onLicenses-in-0", State.PAUSED);
        LicenseId fresh = LicenseId.next();
        CompletableFuture<List<String>> answer;
        try {
            publish(
                    branch.license(
                            fresh,
                            branch.customer,
                            branch.vendor,
                            branch.distributor,
                            branch.reseller));
            // Tries again as long as it is told to.
            answer =
                    CompletableFuture.supplyAsync(
                            () -> answers(send(event("a", fresh, Instant.now(), 1))));
            Thread.sleep(500);
            assertThat(answer).isNotDone();
        } finally {
            bindings.changeState("onLicenses-in-0", State.RESUMED);
        }
        assertThat(answer.get()).containsExactly("a accepted");
    }

    @Test
    void usageStaysWithTheOwnerThatTheLicenseHadThen() {
        send(event("a", branch.license, Instant.now(), 1));
        publish(
                branch.license(
                        branch.license, branch.strangersCustomer, branch.vendor, branch.stranger));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                api.get(
                                                                branch.asStranger,
                                                                "/api/v1/balances?licenseId="
                                                                        + branch.license)
                                                        .status())
                                        .isEqualTo(200));
        await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
        assertThat(
                        api.post(
                                        branch.asStranger,
                                        "/api/v1/events",
                                        event("b", branch.license, Instant.now(), 10))
                                .json()
                                .at("/results/0/status")
                                .asString())
                .isEqualTo("accepted");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                api.get(
                                                                branch.asVendor,
                                                                "/api/v1/usage?meter=calls")
                                                        .json()
                                                        .at("/items/0/quantity")
                                                        .asString())
                                        .isEqualTo("11"));
        assertThat(total()).isEqualTo("1");
        assertThat(
                        api.get(branch.asStranger, "/api/v1/usage?meter=calls&groupBy=license")
                                .json()
                                .at("/items/0/quantity")
                                .asString())
                .isEqualTo("10");
        assertThat(
                        api.get(branch.asVendor, "/api/v1/usage?meter=calls&groupBy=license")
                                .json()
                                .path("items")
                                .findValuesAsString("quantity"))
                .containsExactly("11");
    }

    @Test
    void hoursDaysAndTheRangeCutTheRows() {
        Instant noon =
                Instant.now()
                        .minus(Duration.ofDays(3))
                        .truncatedTo(java.time.temporal.ChronoUnit.DAYS)
                        .plus(Duration.ofHours(12));
        send(
                event("a", branch.license, noon, 1),
                event("b", branch.license, noon.plusSeconds(3599), 2),
                event("c", branch.license, noon.plusSeconds(3600), 4),
                event("d", branch.license, noon.plus(Duration.ofDays(1)), 8));
        String range = "&from=%s&to=%s".formatted(noon, noon.plus(Duration.ofDays(1)));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(quantities("day", range)).containsExactly("7"));
        assertThat(quantities("hour", range)).containsExactly("3", "4");
        assertThat(
                        quantities(
                                "day",
                                "&from=%s&to=%s"
                                        .formatted(
                                                noon,
                                                noon.plus(Duration.ofDays(1)).plusSeconds(1))))
                .containsExactly("7", "8");
    }

    @Test
    void aBatchOfManyIsCountedWhole() {
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            events.add(event("e" + i, branch.license, Instant.now().minusSeconds(i * 60L), "0.1"));
        }
        Api.Answer sent = api.post(branch.asReseller, "/api/v1/events", events);
        assertThat(sent.json().path("results").findValuesAsString("status"))
                .as(sent.text())
                .hasSize(900)
                .containsOnly("accepted");

        String range = "&from=" + Instant.now().minus(Duration.ofDays(2));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            Api.Answer answer =
                                    api.get(branch.asVendor, "/api/v1/usage?meter=calls" + range);
                            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                            assertThat(
                                            answer
                                                    .json()
                                                    .path("items")
                                                    .findValuesAsString("quantity")
                                                    .stream()
                                                    .map(BigDecimal::new)
                                                    .reduce(BigDecimal.ZERO, BigDecimal::add))
                                    .isEqualByComparingTo("90");
                        });
    }

    private List<String> quantities(String window, String range) {
        return api.get(branch.asReseller, "/api/v1/usage?meter=calls&window=" + window + range)
                .json()
                .path("items")
                .findValuesAsString("quantity");
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private final JsonNode send(Map<String, Object>... events) {
        Api.Answer answer = api.post(branch.asReseller, "/api/v1/events", List.of(events));
        assertThat(answer.status()).isEqualTo(202);
        return answer.json();
    }

    private List<String> rejected() {
        return StreamSupport.stream(
                        api.get(branch.asReseller, "/api/v1/rejected-events")
                                .json()
                                .path("items")
                                .spliterator(),
                        false)
                .map(item -> item.path("eventId").asString() + " " + item.path("code").asString())
                .toList();
    }

    private String total() {
        return api.get(branch.asReseller, "/api/v1/usage?meter=calls")
                .json()
                .at("/items/0/quantity")
                .asString("");
    }
}
