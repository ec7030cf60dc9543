package io.keyway.usage.chain;

import static io.keyway.usage.Branch.answers;
import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LateEventId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/** A vendor says how late events may be; what comes later is kept, and may be taken in. */
@KeywayTest
class LateEventsTest {

    private static final Map<String, String> REASON = Map.of("reason", "The plant was offline");

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch().published();
    private final Branch otherTree = new Branch().published();
    private final Instant fortyDaysAgo = Instant.now().minus(Duration.ofDays(40));
    private final Instant threeDaysAgo = Instant.now().minus(Duration.ofDays(3));

    @BeforeEach
    void aMeterAndALateEvent() {
        api = new Api(environment);
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter("calls")).status())
                .isEqualTo(201);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(send(event("late", branch.license, fortyDaysAgo, 7)))
                                        .containsExactly("late rejected out_of_window"));
    }

    @Test
    void aLateEventIsKeptOnceAndCountsOnceItIsTakenIn() {
        send(event("late", branch.license, fortyDaysAgo, 7));
        for (Caller sees : List.of(branch.asVendor, branch.asReseller, branch.asCustomer)) {
            assertThat(late(sees).size()).isEqualTo(1);
        }
        JsonNode kept = late(branch.asVendor).get(0);
        assertThat(kept.path("status").asString()).isEqualTo("kept");
        assertThat(kept.path("eventId").asString()).isEqualTo("late");

        Api.Answer taken = takeIn(branch.asVendor, kept.path("id").asString());

        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        counted("7");
        JsonNode after = late(branch.asVendor).get(0);
        assertThat(after.path("status").asString()).isEqualTo("taken_in");
        assertThat(after.path("correctionId")).isEqualTo(taken.json().path("id"));
        assertThat(takeIn(branch.asVendor, kept.path("id").asString()).status()).isEqualTo(409);

        Map<String, Object> voided =
                Map.of(
                        "licenseId",
                        branch.license.value(),
                        "source",
                        "/test",
                        "eventId",
                        "late",
                        "action",
                        "void",
                        "reason",
                        "A mistake");
        assertThat(api.post(branch.asVendor, "/api/v1/usage-corrections", voided).status())
                .isEqualTo(201);
        counted("0");
    }

    @Test
    void aVendorMayAcceptLessAndWhatItTookInCountsOnceWhenItAcceptsMore() {
        accept("P2D");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(send(event("a", branch.license, threeDaysAgo, 5)))
                                        .containsExactly("a rejected out_of_window"));
        String id =
                late(branch.asVendor)
                        .valueStream()
                        .filter(one -> one.path("eventId").asString().equals("a"))
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asString();
        assertThat(takeIn(branch.asVendor, id).status()).isEqualTo(201);
        counted("5");

        accept("P35D");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(send(event("b", branch.license, threeDaysAgo, 2)))
                                        .doesNotContain("b rejected out_of_window"));
        send(event("a", branch.license, threeDaysAgo, 5));
        counted("7");
        for (String tooMuch : List.of("P36D", "PT59M", "-P1D")) {
            assertThat(set(branch.asVendor, tooMuch).status()).isEqualTo(400);
        }
    }

    @Test
    void anEventWhoseCopyHasCountedIsNotTakenIn() {
        assertThat(send(event("a", branch.license, threeDaysAgo, 5))).containsExactly("a accepted");
        counted("5");
        accept("P2D");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(send(event("a", branch.license, threeDaysAgo, 6)))
                                        .containsExactly("a rejected out_of_window"));
        String id = late(branch.asVendor).get(0).path("id").asString();

        for (JsonNode one : late(branch.asVendor)) {
            if (one.path("eventId").asString().equals("a")) {
                id = one.path("id").asString();
            }
        }
        assertThat(takeIn(branch.asVendor, id).status()).isEqualTo(409);
        counted("5");
    }

    @Test
    void strangersSeeAndTakeInNothing() {
        String id = late(branch.asVendor).get(0).path("id").asString();
        for (Caller stranger :
                List.of(branch.asStranger, branch.asStrangersCustomer, otherTree.asVendor)) {
            assertThat(late(stranger).isEmpty()).isTrue();
            assertThat(takeIn(stranger, id).status()).isEqualTo(404);
            assertThat(takeIn(stranger, id).json())
                    .isEqualTo(takeIn(stranger, LateEventId.next().value()).json());
        }
        for (Caller below : List.of(branch.asDistributor, branch.asReseller, branch.asCustomer)) {
            assertThat(takeIn(below, id).status()).isEqualTo(403);
            assertThat(set(below, "P2D").status()).isEqualTo(403);
        }
        assertThat(
                        api.get(branch.asReseller, "/api/v1/usage-settings")
                                .json()
                                .path("acceptedFor")
                                .asString())
                .isEqualTo("PT840H");
    }

    @SafeVarargs
    private List<String> send(Map<String, Object>... events) {
        return answers(api.post(branch.asReseller, "/api/v1/events", List.of(events)).json());
    }

    private JsonNode late(Caller caller) {
        return api.get(caller, "/api/v1/late-events").json().path("items");
    }

    private Api.Answer takeIn(Caller caller, String id) {
        return api.post(caller, "/api/v1/late-events/" + id + "/take-in", REASON);
    }

    private Api.Answer set(Caller caller, String acceptedFor) {
        return api.put(caller, "/api/v1/usage-settings", Map.of("acceptedFor", acceptedFor));
    }

    private void accept(String duration) {
        assertThat(set(branch.asVendor, duration).status()).isEqualTo(200);
    }

    private void counted(String quantity) {
        String usage = "/api/v1/usage?meter=calls&from=" + Instant.now().minus(Duration.ofDays(60));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                api.get(branch.asReseller, usage)
                                                        .json()
                                                        .path("items")
                                                        .valueStream()
                                                        .mapToInt(
                                                                row ->
                                                                        Integer.parseInt(
                                                                                row.path("quantity")
                                                                                        .asString()))
                                                        .sum())
                                        .isEqualTo(Integer.parseInt(quantity)));
    }
}
