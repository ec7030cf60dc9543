package io.keyway.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MachineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.license.Market.Markets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * What is out of scope is missing: the same answer, to the byte, on every endpoint and for every id
 * in a body.
 */
@LicenseServiceTest
class ForeignCallersTest {

    private final Markets markets;
    private final Market market;
    private final Api api;
    private final ProductId product;
    private final PolicyId policy;
    private final CustomerId customer;
    private final String license;
    private final String issuance;
    private final String machine;
    private final Map<String, Caller> foreign = new HashMap<>();

    @Autowired
    ForeignCallersTest(Markets markets) {
        this.markets = markets;
        market = markets.open();
        api = market.api;
        product = market.product();
        policy = market.policy(product, Map.of("machinesMax", 2));
        market.grantToAll(product);
        customer = market.customer();
        Api.Answer issued = market.issue(market.reseller, product, policy, customer, 1);
        license = issued.json().at("/items/0/id").asString();
        issuance = issued.json().get("issuanceId").asString();
        machine =
                api.post(
                                market.reseller,
                                "/api/v1/licenses/" + license + "/machines",
                                Map.of("fingerprint", "fp"))
                        .json()
                        .get("id")
                        .asString();
        PartnerId sibling = PartnerId.next();
        market.partner(PartnerType.RESELLER, 10, market.vendorId, market.distributorId, sibling);
        foreign.put("another vendor", markets.open().vendor);
        foreign.put(
                "a sibling",
                Callers.partner(
                        Permission.ofVendor(), market.vendorId, market.distributorId, sibling));
        foreign.put(
                "another customer",
                Callers.customer(
                        CustomerId.next(),
                        market.vendorId,
                        market.distributorId,
                        market.resellerId));
        foreign.put("nobody", Caller.anonymous());
    }

    @Test
    void aLicenseIsMissing() {
        assertMissing("GET", "/api/v1/licenses/%s", license, LicenseId.next().value(), null);
        assertMissing(
                "PATCH",
                "/api/v1/licenses/%s",
                license,
                LicenseId.next().value(),
                Map.of("resellerNotes", "x"));
        for (String action : List.of("suspend", "reinstate", "revoke", "renew", "check-out")) {
            assertMissing(
                    "POST",
                    "/api/v1/licenses/%s/" + action,
                    license,
                    LicenseId.next().value(),
                    null);
        }
        assertMissing(
                "POST",
                "/api/v1/licenses/%s/transfer",
                license,
                LicenseId.next().value(),
                Map.of("customerId", customer.value()));
        assertThat(
                        api.get(market.reseller, "/api/v1/licenses/" + license)
                                .json()
                                .get("status")
                                .asString())
                .isEqualTo("ACTIVE");
    }

    @Test
    void itsMachinesAreMissing() {
        assertMissing(
                "GET", "/api/v1/licenses/%s/machines", license, LicenseId.next().value(), null);
        assertMissing(
                "POST",
                "/api/v1/licenses/%s/machines",
                license,
                LicenseId.next().value(),
                Map.of("fingerprint", "x"));
        assertMissing("POST", "/api/v1/machines/%s/ping", machine, MachineId.next().value(), null);
        assertMissing("DELETE", "/api/v1/machines/%s", machine, MachineId.next().value(), null);
        assertMissing(
                "POST",
                "/api/v1/licenses/" + license + "/machines/%s/check-out",
                machine,
                MachineId.next().value(),
                null);
        assertThat(
                        api.get(market.reseller, "/api/v1/licenses/" + license + "/machines")
                                .json()
                                .get("items")
                                .size())
                .isEqualTo(1);
    }

    @Test
    void anIssuanceIsMissing() {
        assertMissing("GET", "/api/v1/issuances/%s", issuance, IssuanceId.next().value(), null);
    }

    @Test
    void theCatalogIsMissing() {
        assertMissing(
                "GET", "/api/v1/products/%s", product.value(), ProductId.next().value(), null);
        assertMissing(
                "PATCH",
                "/api/v1/products/%s",
                product.value(),
                ProductId.next().value(),
                Map.of("name", "x"));
        assertMissing("GET", "/api/v1/policies/%s", policy.value(), PolicyId.next().value(), null);
        assertMissing(
                "PATCH",
                "/api/v1/policies/%s",
                policy.value(),
                PolicyId.next().value(),
                Map.of("name", "x"));
    }

    @Test
    void listsFilteredByForeignIdsAreEmpty() {
        foreign.forEach(
                (who, caller) -> {
                    for (String path :
                            List.of(
                                    "/api/v1/licenses",
                                    "/api/v1/licenses?customerId=" + customer,
                                    "/api/v1/licenses?partnerId=" + market.resellerId,
                                    "/api/v1/licenses?productId=" + product,
                                    "/api/v1/licenses?q=" + license,
                                    "/api/v1/products",
                                    "/api/v1/policies?productId=" + product)) {
                        Api.Answer answer = api.get(caller, path);
                        assertThat(answer.status()).as(who + " " + path).isEqualTo(200);
                        assertThat(answer.json().get("items").size()).as(who + " " + path).isZero();
                    }
                });
    }

    @Test
    void aForeignIdInABodyIsMissingToo() {
        Market other = markets.open();
        ProductId othersProduct = other.product();
        PolicyId othersPolicy = other.policy(othersProduct);
        CustomerId othersCustomer = other.customer();
        OrderState othersOrder = other.onDemand(othersProduct, othersPolicy, 5);
        String missing = api.get(market.reseller, "/api/v1/licenses/" + LicenseId.next()).text();

        for (Api.Answer answer :
                List.of(
                        market.issue(market.reseller, othersProduct, othersPolicy, customer, 1),
                        market.issue(market.reseller, product, othersPolicy, customer, 1),
                        market.issue(market.reseller, product, policy, othersCustomer, 1),
                        market.issue(market.reseller, product, policy, CustomerId.next(), 1),
                        market.issue(
                                market.reseller,
                                product,
                                policy,
                                customer,
                                1,
                                Map.of("orderId", othersOrder.id().value())),
                        market.issue(
                                market.reseller,
                                product,
                                policy,
                                customer,
                                1,
                                Map.of("orderId", OrderId.next().value())),
                        api.post(
                                market.vendor,
                                "/api/v1/policies",
                                Map.of(
                                        "productId",
                                        othersProduct.value(),
                                        "name",
                                        "x",
                                        "type",
                                        "perpetual")),
                        api.post(
                                market.reseller,
                                "/api/v1/licenses/" + license + "/transfer",
                                Map.of("customerId", othersCustomer.value())))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo(missing);
        }
    }

    @Test
    void aSiblingsCustomerAndOrderAreMissing() {
        OrderState order =
                market.onDemand(
                        product,
                        policy,
                        5,
                        market.manager(market.resellerId, market.reseller.path(), product, null));
        Caller sibling = foreign.get("a sibling");
        market.grant(
                sibling.partnerId(),
                sibling.path(),
                new io.keyway.contracts.event.GrantEvent.Grant(product, null, null, null));
        CustomerId siblingsCustomer = market.customer(sibling.path());

        assertThat(market.issue(sibling, product, policy, customer, 1).status()).isEqualTo(404);
        assertThat(
                        market.issue(
                                        sibling,
                                        product,
                                        policy,
                                        siblingsCustomer,
                                        1,
                                        Map.of("orderId", order.id().value()))
                                .status())
                .isEqualTo(404);
        assertThat(market.issue(sibling, product, policy, siblingsCustomer, 1).status())
                .isEqualTo(201);
    }

    @Test
    void withoutPermissionAPartnerReadsAndChangesNothing() {
        Caller reader =
                Callers.partner(
                        java.util.Set.of(),
                        market.vendorId,
                        market.distributorId,
                        market.resellerId);

        assertThat(api.get(reader, "/api/v1/licenses/" + license).status()).isEqualTo(200);
        assertThat(market.issue(reader, product, policy, customer, 1).code())
                .isEqualTo("forbidden");
        assertThat(api.post(reader, "/api/v1/licenses/" + license + "/revoke", null).code())
                .isEqualTo("forbidden");
        assertThat(
                        api.patch(
                                        reader,
                                        "/api/v1/licenses/" + license,
                                        Map.of("resellerNotes", "x"))
                                .code())
                .isEqualTo("forbidden");
        assertThat(
                        api.patch(
                                        market.distributor,
                                        "/api/v1/products/" + product,
                                        Map.of("name", "x"))
                                .code())
                .isEqualTo("forbidden");
        assertThat(
                        api.post(
                                        Callers.operator(),
                                        "/api/v1/products",
                                        Map.of("code", "x", "name", "x", "kind", "product"))
                                .code())
                .isEqualTo("forbidden");
        assertThat(api.post(market.vendor, "/api/v1/signing-keys", null).code())
                .isEqualTo("forbidden");
    }

    private void assertMissing(String method, String path, String id, String noId, Object body) {
        foreign.forEach(
                (who, caller) -> {
                    Api.Answer answer =
                            api.send(caller, method, path.formatted(id), body, Map.of());
                    Api.Answer missing =
                            api.send(caller, method, path.formatted(noId), body, Map.of());
                    assertThat(answer.status())
                            .as(who + " " + method + " " + path + ": " + answer.text())
                            .isEqualTo(404);
                    assertThat(answer.text()).isEqualTo(missing.text());
                    assertThat(answer.code()).isEqualTo("not_found");
                });
        assertThat(
                        api.send(
                                        foreign.get("nobody"),
                                        method,
                                        path.formatted("nonsense"),
                                        body,
                                        Map.of())
                                .status())
                .isEqualTo(404);
    }
}
