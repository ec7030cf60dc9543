package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import io.keyway.local.Local;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A large order is issued while every process is killed repeatedly: each license exists once, is
 * counted once, and is known to usage-service.
 *
 * <p>The full test is {@code -Dkeyway.kill.licenses=100000 -Dkeyway.kill.times=5}, which takes a
 * quarter of an hour.
 */
class LargeOrderKillJourney {

    private static final int LICENSES = Integer.getInteger("keyway.kill.licenses", 20_000);
    private static final int TIMES = Integer.getInteger("keyway.kill.times", 1);

    /** Licenses left in the grant afterwards: issuing them finds its maximum exactly. */
    private static final int LEFT = 3;

    private static final int PAGE = 200;
    private static final int EVENTS_MAX = 1000;
    private static final Duration ISSUED_WITHIN = Duration.ofMinutes(30);

    private static final List<String> PROCESSES =
            List.of(
                    "license-service",
                    "store",
                    "usage-service",
                    "kafka",
                    "order-service",
                    "partner-service",
                    "gateway");

    @Test
    void largeOrderHasEachLicenseExactlyOnceDespiteKills() {
        try (Local local = Local.start(Keyway.HOME, Keyway.emptyFolder(), Map.of())) {
            local.awaitReady(Keyway.STARTS_WITHIN);
            Tree tree = new Tree(new Keyway(local));
            limitGrant(tree);
            Answer placed = tree.order("immediate", LICENSES);
            assertThat(placed.status()).as(placed.text()).isEqualTo(201);

            for (int time = 0; time < TIMES; time++) {
                for (String process : PROCESSES) {
                    int before = local.restarts(process);
                    local.kill(process);
                    local.awaitRestart(process, before + 1, Duration.ofMinutes(3));
                }
            }

            await().atMost(ISSUED_WITHIN)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreException(UncheckedIOException.class)
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    tree.keyway
                                                            .get(
                                                                    tree.distributor,
                                                                    "/api/v1/orders/" + placed.id())
                                                            .json()
                                                            .path("status")
                                                            .asString())
                                            .isEqualTo("fulfilled"));
            assertEachOnce(tree, placed.id());
        }
    }

    /** Limits the grant of the product to so many licenses. */
    private static void limitGrant(Tree tree) {
        Answer limited =
                tree.keyway.put(
                        tree.vendor,
                        "/api/v1/partners/" + tree.distributorId + "/grants",
                        List.of(Map.of("productId", tree.product, "licensesMax", LICENSES + LEFT)));
        assertThat(limited.status()).as(limited.text()).isEqualTo(200);
        String tooMany =
                "/api/v1/access-check?action=issue&resource=%s&quantity=%d"
                        .formatted(tree.policy, LICENSES + LEFT + 1);
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            Answer check = tree.keyway.get(tree.distributor, tooMany);
                            return check.status() == 200
                                    && !check.json().path("allowed").asBoolean();
                        });
    }

    private static void assertEachOnce(Tree tree, String order) {
        Set<String> keys = new HashSet<>();
        List<String> ids = licenses(tree, order, keys);
        assertThat(ids).hasSize(LICENSES).doesNotHaveDuplicates();
        assertThat(keys).hasSize(LICENSES);
        assertThat(order(tree, LEFT + 1)).as("counted too little").isEqualTo(409);
        assertThat(order(tree, LEFT)).as("counted too much").isEqualTo(201);
        for (int first = 0; first < ids.size(); first += EVENTS_MAX) {
            assertKnownToUsageService(
                    tree, ids.subList(first, Math.min(first + EVENTS_MAX, ids.size())));
        }
    }

    private static List<String> licenses(Tree tree, String order, Set<String> keys) {
        List<String> ids = new ArrayList<>(LICENSES);
        String cursor = "";
        do {
            JsonNode page =
                    tree.keyway
                            .get(
                                    tree.distributor,
                                    "/api/v1/licenses?limit=" + PAGE + "&orderId=" + order + cursor)
                            .json();
            for (JsonNode license : page.path("items")) {
                ids.add(license.path("id").asString());
                keys.add(license.path("key").asString());
            }
            cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString();
        } while (!cursor.isEmpty());
        return ids;
    }

    /** Places an on-demand order: it uses nothing of the grant, its licenses do. */
    private static int order(Tree tree, int quantity) {
        String order = tree.order("on_demand", LEFT + 1).id();
        int[] status = new int[1];
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            status[0] =
                                    tree.keyway
                                            .post(
                                                    tree.distributor,
                                                    "/api/v1/licenses",
                                                    tree.licensesBody(order, quantity))
                                            .status();
                            return status[0] != 404 && status[0] != 503;
                        });
        return status[0];
    }

    private static void assertKnownToUsageService(Tree tree, List<String> ids) {
        List<Map<String, Object>> events =
                ids.stream()
                        .map(
                                id ->
                                        Map.<String, Object>of(
                                                "specversion",
                                                "1.0",
                                                "id",
                                                id,
                                                "source",
                                                "/kills",
                                                "type",
                                                "message.sent",
                                                "subject",
                                                id,
                                                "data",
                                                Map.of("count", 1)))
                        .toList();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            Answer answer =
                                    tree.keyway.post(tree.distributor, "/api/v1/events", events);
                            assertThat(answer.status()).as(answer.text()).isEqualTo(202);
                            Map<String, Long> results =
                                    answer.json()
                                            .path("results")
                                            .valueStream()
                                            .map(result -> result.path("status").asString())
                                            .collect(
                                                    Collectors.groupingBy(
                                                            status -> status,
                                                            Collectors.counting()));
                            assertThat(results).doesNotContainKey("rejected");
                        });
    }
}
