package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A partner is deleted while the services that clean up after it are killed: a deletion that was
 * answered with 204 is completed all the same.
 */
class DepartureJourney {

    private static final int CUSTOMERS = 25;
    private static final Duration RESTARTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(1);

    private final Keyway keyway = Keyway.shared();
    private final Tree tree = new Tree(keyway);

    @Test
    void deletedPartnersCustomersGoToItsParentDespiteKills() {
        String key = apiKey();
        Map<String, String> licenseOfCustomer = sales();
        Map<String, String> keysBefore = new HashMap<>();
        licenseOfCustomer
                .values()
                .forEach(license -> keysBefore.put(license, license(tree.reseller, license)));
        List<String> dying = List.of("partner-service", "license-service");
        Map<String, Integer> restarts = new HashMap<>();
        dying.forEach(process -> restarts.put(process, keyway.local().restarts(process)));

        Answer deleted =
                keyway.send(
                        tree.distributor,
                        "DELETE",
                        "/api/v1/partners/" + tree.resellerId,
                        null,
                        Map.of());
        dying.forEach(keyway.local()::kill);

        assertThat(deleted.status()).as(deleted.text()).isEqualTo(204);
        dying.forEach(
                process ->
                        keyway.local()
                                .awaitRestart(process, restarts.get(process) + 1, RESTARTS_WITHIN));
        licenseOfCustomer.forEach(this::awaitWithTheDistributor);
        keysBefore.forEach(
                (license, before) ->
                        assertThat(license(tree.distributor, license)).isEqualTo(before));
        List.of(tree.reseller, key)
                .forEach(
                        token ->
                                assertThat(keyway.get(token, "/api/v1/me").status())
                                        .isEqualTo(401));
        assertThat(
                        keyway.post(
                                        "",
                                        "/api/v1/tokens",
                                        Map.of(
                                                "username",
                                                Tree.email(tree.resellerName),
                                                "password",
                                                Tree.PASSWORD))
                                .code())
                .isEqualTo("invalid_credentials");
        assertThat(keyway.get(tree.vendor, "/api/v1/partners/" + tree.resellerId).status())
                .isEqualTo(404);
        assertItsNameIsFree();
    }

    private String apiKey() {
        return keyway.post(
                        tree.reseller,
                        "/api/v1/api-keys",
                        Map.of("name", "shop", "permissions", List.of("manage_customers")))
                .json()
                .path("key")
                .asString();
    }

    /**
     * Creates customers of the reseller, each with a license.
     *
     * @return license ids by customer id
     */
    private Map<String, String> sales() {
        String order = tree.allowance(CUSTOMERS, CUSTOMERS);
        Map<String, String> sold = new HashMap<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            String customer = Tree.customer(keyway, tree.reseller, Tree.email(Tree.letters()));
            Map<String, Object> body = new HashMap<>(tree.licensesBody(order, 1));
            body.put("customerId", customer);
            Answer issued = keyway.post(tree.reseller, "/api/v1/licenses", body);
            assertThat(issued.status()).as(issued.text()).isEqualTo(201);
            sold.put(customer, issued.json().path("items").path(0).path("id").asString());
        }
        return sold;
    }

    private String license(String who, String license) {
        return keyway.get(who, "/api/v1/licenses/" + license).json().path("key").asString();
    }

    private void awaitWithTheDistributor(String customer, String license) {
        for (String path :
                List.of("/api/v1/customers/" + customer, "/api/v1/licenses/" + license)) {
            await().atMost(SETTLES_WITHIN)
                    .untilAsserted(
                            () -> {
                                JsonNode now = keyway.get(tree.distributor, path).json();
                                assertThat(now.path("partnerId").asString())
                                        .as(now.toString())
                                        .isEqualTo(tree.distributorId);
                            });
        }
    }

    /** E-mail and login domain can be used again. */
    private void assertItsNameIsFree() {
        Map<String, Object> again = Tree.partnerBody("reseller");
        again.put("model", "commission");
        again.put("email", Tree.email(tree.resellerName));
        again.put("loginDomain", tree.resellerName);
        Tree.created(keyway.post(tree.distributor, "/api/v1/partners", again));
    }
}
