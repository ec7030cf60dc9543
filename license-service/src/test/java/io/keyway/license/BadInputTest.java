package io.keyway.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.license.Market.Markets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Invalid requests are answered with 4xx and the field at fault, never with 5xx. */
@LicenseServiceTest
class BadInputTest {

    private final Market market;
    private final ProductId product;
    private final PolicyId policy;
    private final CustomerId customer;
    private final String license;

    @Autowired
    BadInputTest(Markets markets) {
        market = markets.open();
        product = market.product();
        policy = market.policy(product, Map.of("type", "subscription", "duration", "P30D"));
        customer = market.customer();
        license =
                market.issued(market.vendor, product, policy, customer, 1, Map.of())
                        .getFirst()
                        .get("id")
                        .asString();
    }

    @Test
    void products() {
        Map<String, Object> good =
                Map.of("code", "good", "name", "Good", "kind", "product", "trialDays", 30);
        for (String required : List.of("code", "name", "kind")) {
            assertInvalid("/api/v1/products", without(good, required), required);
        }
        assertInvalid("/api/v1/products", with(good, "code", "with space"), "code");
        assertInvalid("/api/v1/products", with(good, "code", "x".repeat(65)), "code");
        assertInvalid("/api/v1/products", with(good, "code", 5), "code");
        assertInvalid("/api/v1/products", with(good, "name", " "), "name");
        assertInvalid("/api/v1/products", with(good, "kind", "gadget"), "kind");
        assertInvalid("/api/v1/products", with(good, "kind", 0), "kind");
        assertInvalid("/api/v1/products", with(good, "trialDays", 0), "trialDays");
        assertInvalid("/api/v1/products", with(good, "trialDays", -1), "trialDays");
        assertInvalid("/api/v1/products", with(good, "trialDays", 1.5), "trialDays");
        assertInvalid("/api/v1/products", with(good, "trialDays", "30"), "trialDays");
        assertInvalid("/api/v1/products", with(good, "colour", "red"), "colour");
        assertAnyBodyIsRefused("/api/v1/products");
    }

    @Test
    void policies() {
        Map<String, Object> good =
                Map.of(
                        "productId",
                        product.value(),
                        "name",
                        "Good",
                        "type",
                        "subscription",
                        "duration",
                        "P30D",
                        "entitlements",
                        List.of("EXPORT"),
                        "price",
                        Map.of("amount", 100, "currency", "EUR"));
        for (String required : List.of("productId", "name", "type", "duration")) {
            assertInvalid("/api/v1/policies", without(good, required), required);
        }
        assertInvalid("/api/v1/policies", with(good, "productId", "prd_1"), "productId");
        assertInvalid("/api/v1/policies", with(good, "productId", customer.value()), "productId");
        assertInvalid("/api/v1/policies", with(good, "type", "rental"), "type");
        assertInvalid("/api/v1/policies", with(good, "duration", "one year"), "duration");
        assertInvalid("/api/v1/policies", with(good, "duration", "P0D"), "duration");
        assertInvalid("/api/v1/policies", with(good, "duration", "-P1D"), "duration");
        assertInvalid("/api/v1/policies", with(good, "duration", "P99999999999999D"), "duration");
        assertInvalid("/api/v1/policies", with(good, "duration", 30), "duration");
        assertInvalid("/api/v1/policies", with(good, "type", "perpetual"), "duration");
        assertInvalid("/api/v1/policies", with(good, "machinesMax", 0), "machinesMax");
        assertInvalid(
                "/api/v1/policies", with(good, "machinesMax", 1_000_000_000_000L), "machinesMax");
        assertInvalid("/api/v1/policies", with(good, "floating", "yes"), "floating");
        assertInvalid("/api/v1/policies", with(good, "heartbeat", "PT0S"), "heartbeat");
        assertInvalid("/api/v1/policies", with(good, "scheme", "rot13"), "scheme");
        assertInvalid(
                "/api/v1/policies",
                with(good, "price", Map.of("amount", -1, "currency", "EUR")),
                "price.amount");
        assertInvalid("/api/v1/policies", with(good, "price", Map.of("amount", 1)), "price");
        assertInvalid(
                "/api/v1/policies",
                with(good, "price", Map.of("amount", 1, "currency", "???")),
                "price");
        assertInvalid(
                "/api/v1/policies",
                with(good, "price", Map.of("amount", 1.5, "currency", "EUR")),
                "price.amount");
        assertInvalid("/api/v1/policies", with(good, "price", "10 EUR"), "price");
        assertInvalid(
                "/api/v1/policies",
                with(good, "entitlements", List.of("with space")),
                "entitlements");
        assertInvalid("/api/v1/policies", with(good, "entitlements", "EXPORT"), "entitlements");
        assertInvalid("/api/v1/policies", with(good, "colour", "red"), "colour");
        assertAnyBodyIsRefused("/api/v1/policies");
    }

    @Test
    void licenses() {
        Map<String, Object> good = Market.toIssue(product, policy, customer, 1, Map.of());
        for (String required : List.of("productId", "policyId", "customerId", "quantity")) {
            assertInvalid("/api/v1/licenses", without(good, required), required);
        }
        assertInvalid("/api/v1/licenses", with(good, "quantity", 0), "quantity");
        assertInvalid("/api/v1/licenses", with(good, "quantity", -5), "quantity");
        assertInvalid("/api/v1/licenses", with(good, "quantity", 100_001), "quantity");
        assertInvalid("/api/v1/licenses", with(good, "quantity", 99_999_999_999L), "quantity");
        assertInvalid("/api/v1/licenses", with(good, "quantity", 1.5), "quantity");
        assertInvalid("/api/v1/licenses", with(good, "quantity", "1"), "quantity");
        assertInvalid("/api/v1/licenses", with(good, "class", "spare"), "class");
        assertInvalid("/api/v1/licenses", with(good, "type", "rental"), "type");
        assertInvalid("/api/v1/licenses", with(good, "customerId", 7), "customerId");
        assertInvalid("/api/v1/licenses", with(good, "orderId", "nonsense"), "orderId");
        assertInvalid("/api/v1/licenses", with(good, "customerPaid", "maybe"), "customerPaid");
        assertInvalid(
                "/api/v1/licenses",
                with(good, "customerPaidDate", "yesterday"),
                "customerPaidDate");
        assertInvalid(
                "/api/v1/licenses", with(good, "resellerNotes", "x".repeat(2001)), "resellerNotes");
        assertInvalid("/api/v1/licenses", with(good, "colour", "red"), "colour");
        assertAnyBodyIsRefused("/api/v1/licenses");
    }

    @Test
    void validation() {
        assertInvalid("/api/v1/licenses/validate", Map.of(), "key");
        assertInvalid("/api/v1/licenses/validate", Map.of("key", ""), "key");
        assertInvalid("/api/v1/licenses/validate", Map.of("key", 5), "key");
        assertInvalid("/api/v1/licenses/validate", Map.of("key", "x".repeat(5000)), "key");
        assertInvalid(
                "/api/v1/licenses/validate",
                Map.of("key", "x", "scope", Map.of("fingerprint", "")),
                "scope.fingerprint");
        assertInvalid(
                "/api/v1/licenses/validate",
                Map.of("key", "x", "scope", Map.of("colour", "red")),
                "scope.colour");
        assertInvalid(
                "/api/v1/licenses/validate",
                Map.of("key", "x", "scope", Map.of("productId", "x")),
                "scope.productId");
        assertAnyBodyIsRefused("/api/v1/licenses/validate");
    }

    @Test
    void machinesAndTransfers() {
        assertInvalid("/api/v1/licenses/" + license + "/machines", Map.of(), "fingerprint");
        assertInvalid(
                "/api/v1/licenses/" + license + "/machines",
                Map.of("fingerprint", "x".repeat(256)),
                "fingerprint");
        assertInvalid(
                "/api/v1/licenses/" + license + "/machines",
                Map.of("fingerprint", List.of()),
                "fingerprint");
        assertAnyBodyIsRefused("/api/v1/licenses/" + license + "/machines");
        assertInvalid("/api/v1/licenses/" + license + "/transfer", Map.of(), "customerId");
        assertInvalid(
                "/api/v1/licenses/" + license + "/transfer",
                Map.of("customerId", "x"),
                "customerId");
        assertAnyBodyIsRefused("/api/v1/licenses/" + license + "/transfer");
    }

    @Test
    void parameters() {
        for (String bad :
                List.of(
                        "/api/v1/licenses?status=BROKEN",
                        "/api/v1/licenses?productId=nonsense",
                        "/api/v1/licenses?paymentStatus=never",
                        "/api/v1/licenses?limit=0",
                        "/api/v1/licenses?limit=201",
                        "/api/v1/licenses?q=" + "x".repeat(201),
                        "/api/v1/policies?productId=nonsense")) {
            Api.Answer answer = market.api.get(market.vendor, bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_request");
            assertThat(answer.json().get("invalidFields").size()).as(bad).isEqualTo(1);
        }
        for (String bad :
                List.of(
                        "ttl=PT0S",
                        "ttl=P9999D",
                        "ttl=soon",
                        "ttl=None",
                        "ttl=null",
                        "encrypt=perhaps")) {
            Api.Answer answer =
                    market.api.post(
                            market.vendor,
                            "/api/v1/licenses/" + license + "/check-out?" + bad,
                            null);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.json().at("/invalidFields/0/field").asString())
                    .isEqualTo(bad.substring(0, bad.indexOf('=')));
        }
    }

    @Test
    void patches() {
        for (Map.Entry<String, Object> bad :
                List.<Map.Entry<String, Object>>of(
                        Map.entry("name", 5),
                        Map.entry("status", "gone"),
                        Map.entry("code", "new"),
                        Map.entry("trialDays", -1))) {
            Api.Answer answer =
                    market.api.patch(
                            market.vendor,
                            "/api/v1/products/" + product,
                            Map.of(bad.getKey(), bad.getValue()));
            assertThat(answer.status()).as(bad + answer.text()).isEqualTo(400);
            assertThat(answer.json().at("/invalidFields/0/field").asString())
                    .isEqualTo(bad.getKey());
        }
        assertThat(market.api.patch(market.vendor, "/api/v1/products/" + product, "[]").status())
                .isEqualTo(400);
        assertThat(market.api.patch(market.vendor, "/api/v1/products/" + product, "{").status())
                .isEqualTo(400);
        assertThat(
                        market.api
                                .patch(
                                        market.vendor,
                                        "/api/v1/products/" + product,
                                        "{\"name\":null}")
                                .status())
                .isEqualTo(400);
    }

    private void assertAnyBodyIsRefused(String path) {
        for (String body :
                List.of(
                        "",
                        "{",
                        "[]",
                        "null",
                        "5",
                        "\"text\"",
                        "{\"a\":1}{\"a\":1}",
                        "{\"a\":1,\"a\":2}")) {
            Api.Answer answer = market.api.post(market.vendor, path, body);
            assertThat(answer.status()).as(path + " " + body + " " + answer.text()).isEqualTo(400);
            assertThat(answer.code()).as(body).isIn("malformed_json", "invalid_request");
        }
        assertThat(
                        market.api
                                .post(market.vendor, path, "{}", Map.of("Content-Type", "text/csv"))
                                .code())
                .isEqualTo("unsupported_media_type");
        assertThat(
                        market.api
                                .post(
                                        market.vendor,
                                        path,
                                        "{\"a\":\"" + "x".repeat(2_000_000) + "\"}")
                                .code())
                .isEqualTo("body_too_large");
    }

    private void assertInvalid(String path, Map<String, Object> body, String field) {
        Api.Answer answer = market.api.post(market.vendor, path, body);
        assertThat(answer.status()).as(field + ": " + answer.text()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        JsonNode fields = answer.json().path("invalidFields");
        assertThat(fields.findValuesAsString("field"))
                .as(JsonMapper.shared().writeValueAsString(fields))
                .anyMatch(name -> name.startsWith(field));
    }

    private static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        Map<String, Object> changed = new HashMap<>(body);
        changed.put(field, value);
        return changed;
    }

    private static Map<String, Object> without(Map<String, Object> body, String field) {
        Map<String, Object> changed = new HashMap<>(body);
        changed.remove(field);
        return changed;
    }
}
