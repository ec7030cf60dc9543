package io.keyway.license.administration;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.licenses.LicenseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@LicenseServiceTest
class LicenseListTest {

    private final Market market;
    private final ProductId product;
    private final CustomerId customer;

    @Autowired
    LicenseListTest(Markets markets) {
        this.market = markets.open();
        this.product = market.product(Map.of("name", "Sketcher (Pro)"));
        this.customer = market.customer();
        market.grantToAll(product);
    }

    @Test
    void filteringByAStatusFindsExactlyTheLicensesThatShowIt() {
        issue(Map.of());
        issue(Map.of("machinesMax", 1));
        issue(Map.of("type", "subscription", "duration", "PT1S"));
        issue(Map.of("type", "subscription", "duration", "P2D"));
        issue(Map.of("type", "subscription", "duration", "P4D"));
        market.api.post(market.reseller, "/api/v1/licenses/" + issue(Map.of()) + "/suspend", null);
        market.api.post(market.reseller, "/api/v1/licenses/" + issue(Map.of()) + "/revoke", null);
        String withMachine = issue(Map.of("machinesMax", 1));
        market.api.post(
                market.reseller,
                "/api/v1/licenses/" + withMachine + "/machines",
                Map.of("fingerprint", "f"));
        eventually(() -> assertThat(market.licenses(market.reseller, "status=EXPIRED")).hasSize(1));

        List<JsonNode> all = market.licenses(market.reseller, "");
        assertThat(all).hasSize(8);
        int found = 0;
        for (LicenseStatus status : LicenseStatus.values()) {
            List<JsonNode> some = market.licenses(market.reseller, "status=" + status);
            assertThat(some)
                    .as(status.name())
                    .isNotEmpty()
                    .allMatch(license -> license.get("status").asString().equals(status.name()));
            found += some.size();
        }
        assertThat(found).isEqualTo(all.size());
    }

    @Test
    void filtersByPolicyAndClass() {
        PolicyId policy = market.policy(product);
        PolicyId other = market.policy(product);
        market.issued(market.reseller, product, policy, customer, 2, Map.of());
        market.issued(market.reseller, product, other, customer, 1, Map.of());
        market.issue(market.reseller, product, policy, customer, 1, Map.of("class", "additional"));

        assertThat(market.licenses(market.reseller, "policyId=" + policy)).hasSize(3);
        assertThat(market.licenses(market.reseller, "policyId=" + other)).hasSize(1);
        assertThat(market.licenses(market.reseller, "class=additional&policyId=" + policy))
                .hasSize(1);
        assertThat(market.licenses(market.reseller, "class=primary")).hasSize(3);
        assertThat(market.licenses(market.vendor, "policyId=" + PolicyId.next())).isEmpty();
    }

    @Test
    void searchesTextsOfLicensesLiterally() {
        String id = issue(Map.of("scheme", "random"));
        JsonNode license = market.api.get(market.reseller, "/api/v1/licenses/" + id).json();

        for (String q :
                List.of(
                        id,
                        "sketcher%20(pro",
                        "ANN@example",
                        "Ann%20Ex",
                        license.get("key").asString().substring(5, 25))) {
            assertThat(market.licenses(market.reseller, "q=" + q)).as(q).hasSize(1);
        }
        for (String q : List.of(".*", "nobody", "%5E", "(", "%5CE")) {
            assertThat(market.licenses(market.reseller, "q=" + q).size())
                    .as(q)
                    .isEqualTo(q.equals("(") ? 1 : 0);
        }
    }

    @Test
    void findsARandomKeyByItsGroupsAndASignedOneByItsEnd() {
        String random = keyOf(issue(Map.of("scheme", "random")));
        assertThat(random).matches("([0-9A-Z]{5}-){4}[0-9A-Z]{5}");
        for (String part : List.of(random, random.substring(6, 11), random.substring(12, 20))) {
            assertThat(market.licenses(market.reseller, "q=" + part)).as(part).hasSize(1);
        }
        String signed = keyOf(issue(Map.of("scheme", "ed25519")));
        String end = signed.substring(signed.length() - 12);
        assertThat(market.licenses(market.reseller, "q=" + end)).hasSize(1);
        assertThat(market.licenses(market.reseller, "q=x" + end)).isEmpty();
    }

    private String keyOf(String license) {
        return market.api
                .get(market.reseller, "/api/v1/licenses/" + license)
                .json()
                .get("key")
                .asString();
    }

    @Test
    void combinesFilters() {
        issue(Map.of());
        CustomerId other = market.customer();
        PolicyId policy = market.policy(product);
        market.issued(market.reseller, product, policy, other, 2, Map.of());
        market.issued(market.vendor, product, policy, other, 1, Map.of());

        assertThat(market.licenses(market.reseller, "customerId=" + other)).hasSize(3);
        assertThat(
                        market.licenses(
                                market.reseller, "customerId=" + other + "&paymentStatus=pending"))
                .hasSize(2);
        assertThat(
                        market.licenses(
                                market.reseller, "customerId=" + other + "&paymentStatus=not_due"))
                .hasSize(1);
        assertThat(market.licenses(market.vendor, "partnerId=" + market.resellerId)).hasSize(4);
        assertThat(
                        market.licenses(
                                market.vendor,
                                "partnerId=" + market.distributorId + "&productId=" + product))
                .hasSize(4);
        assertThat(market.licenses(market.vendor, "productId=" + ProductId.next())).isEmpty();
        assertThat(market.licenses(market.reseller, "partnerId=" + market.resellerId)).hasSize(4);
        for (PartnerId above : List.of(market.distributorId, market.vendorId)) {
            assertThat(market.licenses(market.reseller, "partnerId=" + above))
                    .as("as of a partner that does not exist")
                    .isEmpty();
        }
    }

    @Test
    void refusesACustomersFiltersThatAreItsPartners() {
        issue(Map.of());
        Caller itself =
                Callers.customer(
                        customer, market.vendorId, market.distributorId, market.resellerId);
        for (String filter : List.of("paymentStatus=paid", "orderId=" + OrderId.next())) {
            Api.Answer answer = market.api.get(itself, "/api/v1/licenses?" + filter);
            assertThat(answer.status()).as(filter).isEqualTo(400);
            assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                    .containsExactly(filter.substring(0, filter.indexOf('=')));
        }
        for (String filter : List.of("productId=" + product, "partnerId=" + market.resellerId)) {
            assertThat(market.licenses(itself, filter)).as(filter).hasSize(1);
        }
    }

    @Test
    void pagesNewestFirstWithoutGapsOrRepeats() {
        PolicyId policy = market.policy(product);
        for (int i = 0; i < 5; i++) {
            market.issued(market.vendor, product, policy, customer, 5, Map.of());
        }
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            Api.Answer page = market.api.get(market.vendor, "/api/v1/licenses?limit=10" + cursor);
            assertThat(page.json().get("items").size()).isLessThanOrEqualTo(10);
            page.json().get("items").forEach(license -> ids.add(license.get("id").asString()));
            JsonNode next = page.json().get("next");
            cursor = next.isNull() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());

        assertThat(ids).hasSize(25).doesNotHaveDuplicates();
        assertThat(ids).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(market.api.get(market.vendor, "/api/v1/licenses?cursor=nonsense").code())
                .isEqualTo("invalid_cursor");
    }

    private String issue(Map<String, Object> policyMore) {
        PolicyId policy = market.policy(product, policyMore);
        return market.issued(market.reseller, product, policy, customer, 1, Map.of())
                .getFirst()
                .get("id")
                .asString();
    }
}
