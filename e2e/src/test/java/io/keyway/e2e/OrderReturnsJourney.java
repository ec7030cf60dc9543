package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An order is drawn from, extended, and the rest is returned; the bill follows. */
class OrderReturnsJourney {

    private final Keyway keyway = Keyway.shared();

    @Test
    void undrawnLicensesAreReturnedAndNotBilled() {
        Tree tree = new Tree(keyway);
        String order = tree.allowance(10, 10);
        String path = "/api/v1/orders/" + order;
        draw(tree, order, 4);
        JsonNode drawn = settled(tree, path, "partly_fulfilled");
        JsonNode line = drawn.path("lines").path(0);
        assertThat(line.path("issued").asInt()).isEqualTo(4);
        assertThat(keyway.post(tree.distributor, path + "/cancel", null).code())
                .isEqualTo("order_drawn");
        assertThat(giveBack(tree, path, line, 7).code()).isEqualTo("quota_exceeded");

        Answer asked = giveBack(tree, path, line, 5);
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        JsonNode returned = returned(tree, path, 0, "done");
        assertThat(returned.path("credited").path("amount").asLong())
                .as("10 × 100.00 less 10 %, of which half")
                .isEqualTo(45_000);
        draw(tree, order, 1);
        settled(tree, path, "fulfilled");
        assertThat(
                        keyway.post(tree.reseller, "/api/v1/licenses", tree.licensesBody(order, 1))
                                .code())
                .isEqualTo("quota_exceeded");

        Answer more =
                keyway.post(
                        tree.distributor,
                        path + "/lines",
                        Map.of("lines", tree.orderBody("on_demand", 2).get("lines")));
        assertThat(more.json().path("status").asString()).isEqualTo("partly_fulfilled");
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                keyway.post(
                                                        tree.reseller,
                                                        "/api/v1/licenses",
                                                        tree.licensesBody(order, 2))
                                                .status()
                                        == 201);
        settled(tree, path, "fulfilled");
        assertOrdered(tree, (5 + 2) * 9_000);
    }

    @Test
    void issuedLicensesThatAreGivenBackAreNotValidAnyMore() {
        Tree tree = new Tree(keyway);
        String path = "/api/v1/orders/" + Tree.created(tree.order("immediate", 3));
        JsonNode line = settled(tree, path, "fulfilled").path("lines").path(0);
        List<String> keys = keys(tree);
        assertThat(verdicts(keys)).containsExactly("VALID", "VALID", "VALID");

        assertThat(giveBack(tree, path, line, 2).status()).isEqualTo(202);
        returned(tree, path, 0, "done");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(verdicts(keys))
                                        .containsExactly("VALID", "BANNED", "BANNED"));
        assertThat(giveBack(tree, path, line, 1).status()).isEqualTo(202);
        settled(tree, path, "returned");
        assertThat(verdicts(keys)).containsOnly("BANNED");
        assertOrdered(tree, 0);
    }

    @Test
    void anOrderIsDraftedPlacedAndCancelled() {
        Tree tree = new Tree(keyway);
        Map<String, Object> body = new HashMap<>(tree.orderBody("on_demand", 5));
        body.put("draft", true);
        String order = Tree.created(keyway.post(tree.distributor, "/api/v1/orders", body));
        String path = "/api/v1/orders/" + order;
        assertThat(
                        keyway.post(
                                        tree.distributor,
                                        "/api/v1/licenses",
                                        tree.licensesBody(order, 1))
                                .status())
                .as("license-service has not received it")
                .isEqualTo(404);
        assertOrdered(tree, 0);
        assertThat(keyway.post(tree.distributor, path + "/place", null).status()).isEqualTo(200);
        settled(tree, path, "open");
        assertOrdered(tree, 45_000);
        assertThat(keyway.post(tree.distributor, path + "/cancel", null).status()).isEqualTo(202);
        settled(tree, path, "cancelled");
        assertOrdered(tree, 0);
        assertThat(
                        keyway.post(
                                        tree.distributor,
                                        "/api/v1/licenses",
                                        tree.licensesBody(order, 1))
                                .code())
                .isIn("conflict", "quota_exceeded");
    }

    private void draw(Tree tree, String order, int quantity) {
        Answer issued =
                keyway.post(tree.reseller, "/api/v1/licenses", tree.licensesBody(order, quantity));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
    }

    private Answer giveBack(Tree tree, String path, JsonNode line, int quantity) {
        Map<String, Object> back =
                Map.of("lineId", line.path("id").asString(), "quantity", quantity);
        return keyway.post(tree.distributor, path + "/returns", Map.of("lines", List.of(back)));
    }

    private JsonNode returned(Tree tree, String path, int at, String status) {
        return tree.settled(
                        tree.distributor,
                        path,
                        now ->
                                now.path("returns")
                                        .path(at)
                                        .path("status")
                                        .asString()
                                        .equals(status))
                .path("returns")
                .path(at);
    }

    private JsonNode settled(Tree tree, String path, String status) {
        return tree.settled(
                tree.distributor, path, now -> now.path("status").asString().equals(status));
    }

    /** The keys of the distributor's licenses, in the order in which they were issued. */
    private List<String> keys(Tree tree) {
        return keyway.get(tree.distributor, "/api/v1/licenses")
                .json()
                .path("items")
                .findValuesAsString("key")
                .reversed();
    }

    private List<String> verdicts(List<String> keys) {
        return keys.stream()
                .map(key -> keyway.post("", "/api/v1/licenses/validate", Map.of("key", key)))
                .map(answer -> answer.json().path("code").asString())
                .toList();
    }

    /** Checks what the distributor owes for its orders of this month. */
    private void assertOrdered(Tree tree, long cents) {
        String statement =
                "/api/v1/statements?partnerId="
                        + tree.distributorId
                        + "&period="
                        + YearMonth.now(ZoneOffset.UTC);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(sumOfOrders(keyway.get(tree.vendor, statement).json()))
                                        .isEqualTo(cents));
    }

    private static long sumOfOrders(JsonNode statements) {
        return statements
                .path("items")
                .path(0)
                .path("lines")
                .valueStream()
                .filter(line -> line.path("kind").asString().equals("order"))
                .mapToLong(line -> line.path("amount").path("amount").asLong())
                .sum();
    }
}
