package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A reseller with ten unpaid licenses, its maximum, pays for some of them and can issue again. */
class SettlementJourney {

    private static final int UNPAID_LIMIT = 10;
    private static final int AT_ONCE = 16;
    private static final Duration CONSUMED_WITHIN = Duration.ofSeconds(20);

    private final Keyway keyway = Keyway.shared();
    private final Tree tree = new Tree(keyway);

    @Test
    void aResellerThatPaysCanIssueAgain() {
        List<String> issued = ids(issue(UNPAID_LIMIT));
        assertThat(issued).hasSize(UNPAID_LIMIT);
        assertThat(issue(1).code()).isEqualTo("unpaid_limit_reached");
        assertThat(pending()).containsExactlyInAnyOrderElementsOf(issued);

        List<String> chosen = issued.subList(0, 3);
        Answer preview =
                keyway.post(
                        tree.reseller, "/api/v1/settlements/preview", Map.of("licenseIds", chosen));
        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        assertThat(preview.json().path("total").path("amount").asLong()).isEqualTo(30_000);
        Answer open = settle(chosen);
        assertThat(open.status()).as(open.text()).isEqualTo(201);
        assertThat(open.json().path("total")).isEqualTo(preview.json().path("total"));
        assertThat(issue(1).code()).as("not paid yet").isEqualTo("unpaid_limit_reached");

        String path = "/api/v1/settlements/" + open.id();
        assertThat(keyway.get(tree.sibling, path).status()).isEqualTo(404);
        assertThat(pay(tree.reseller, path).status()).as("its own").isEqualTo(403);
        Answer paid = pay(tree.distributor, path);
        assertThat(paid.status()).as(paid.text()).isEqualTo(200);
        assertThat(paid.json().path("status").asString()).isEqualTo("paid");

        await().atMost(CONSUMED_WITHIN)
                .untilAsserted(
                        () ->
                                assertThat(pending())
                                        .containsExactlyInAnyOrderElementsOf(
                                                issued.subList(3, UNPAID_LIMIT)));
        await().atMost(CONSUMED_WITHIN)
                .untilAsserted(
                        () ->
                                assertThat(owed())
                                        .containsExactlyInAnyOrderElementsOf(
                                                issued.subList(3, UNPAID_LIMIT)));
        assertThat(settle(chosen).status()).as("owed no more").isEqualTo(404);
        Answer again =
                await().atMost(CONSUMED_WITHIN).until(() -> issue(3), it -> it.status() == 201);
        assertThat(ids(again)).hasSize(3);
        assertThat(issue(1).code()).isEqualTo("unpaid_limit_reached");
    }

    @Test
    void ofManyAtOnceOneSettlesTheLicense() throws InterruptedException {
        List<String> license = ids(issue(1));
        await().atMost(CONSUMED_WITHIN).untilAsserted(() -> assertThat(owed()).isEqualTo(license));
        List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            threads.add(
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    start.await();
                                    answers.add(settle(license));
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(answers).hasSize(AT_ONCE);
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(
                        answer ->
                                answer.status() == 409
                                        && answer.code().equals("already_settled")
                                        && answer.text().contains("licenseIds[0]"))
                .hasSize(AT_ONCE - 1);
        assertThat(
                        keyway.get(tree.distributor, "/api/v1/settlements?status=open")
                                .json()
                                .path("items")
                                .size())
                .isEqualTo(1);
    }

    @Test
    void movedLicenseIsSettledByItsIssuer() {
        String license = ids(issue(1)).getFirst();
        String code =
                keyway.post(
                                tree.customer,
                                "/api/v1/customers/" + tree.customerId + "/transfer-code",
                                null)
                        .json()
                        .path("code")
                        .asString();
        Answer moved =
                keyway.post(
                        tree.sibling,
                        "/api/v1/customer-transfers",
                        Map.of("code", code, "commit", true));
        assertThat(moved.status()).as(moved.text()).isLessThan(300);
        await().atMost(CONSUMED_WITHIN)
                .untilAsserted(
                        () ->
                                assertThat(
                                                keyway.get(
                                                                tree.reseller,
                                                                "/api/v1/licenses/" + license)
                                                        .status())
                                        .isEqualTo(404));

        assertThat(keyway.post(tree.sibling, "/api/v1/settlements", body(List.of(license))).code())
                .isEqualTo("not_found");
        await().atMost(CONSUMED_WITHIN)
                .untilAsserted(() -> assertThat(owed()).containsExactly(license));
        Answer open = settle(List.of(license));
        assertThat(open.status()).as(open.text()).isEqualTo(201);
        assertThat(open.text()).doesNotContain(tree.siblingId, tree.customerId);
        assertThat(pay(tree.vendor, "/api/v1/settlements/" + open.id()).status()).isEqualTo(200);
        await().atMost(CONSUMED_WITHIN).untilAsserted(() -> assertThat(owed()).isEmpty());
    }

    private Answer issue(int quantity) {
        Map<String, Object> body = new HashMap<>(tree.licensesBody("", quantity));
        body.remove("orderId");
        return keyway.post(tree.reseller, "/api/v1/licenses", body);
    }

    private Answer settle(List<String> licenses) {
        return keyway.post(tree.reseller, "/api/v1/settlements", body(licenses));
    }

    private static Map<String, Object> body(List<String> licenses) {
        return Map.of("licenseIds", licenses, "termsAccepted", true);
    }

    private Answer pay(String who, String path) {
        return keyway.post(who, path + "/pay", Map.of("reference", "B-17"));
    }

    private List<String> pending() {
        return ids(keyway.get(tree.reseller, "/api/v1/licenses?paymentStatus=pending"));
    }

    private List<String> owed() {
        return keyway.get(tree.reseller, "/api/v1/settlements/owed")
                .json()
                .path("items")
                .findValuesAsString("licenseId");
    }

    private static List<String> ids(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
        return answer.json()
                .path("items")
                .valueStream()
                .map((JsonNode item) -> item.path("id").asString())
                .toList();
    }
}
