package io.keyway.license;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.IssuanceEvent.AllowanceOpened;
import io.keyway.contracts.event.IssuanceEvent.LineIssued;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.ManagerGrant;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.license.Market.Markets;
import io.keyway.license.signing.CheckedOutFile;
import io.keyway.license.signing.SignedKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a product to an activated machine, with nothing in between done by hand. */
@LicenseServiceTest
class ChainTest {

    private final Market market;
    private final Api api;
    private final PublishedEvents published;

    @Autowired
    ChainTest(Markets markets, PublishedEvents published) {
        this.market = markets.open();
        this.api = market.api;
        this.published = published;
    }

    @Test
    void immediateLinesAreIssuedAutomatically() {
        ProductId product = market.product();
        PolicyId policy = market.policy(product);
        market.grantToAll(product);
        CustomerId customer = market.customer();

        OrderState order = market.order(Fulfillment.IMMEDIATE, customer, product, policy, 3);

        eventually(
                () ->
                        assertThat(published.all(LineIssued.class))
                                .contains(
                                        new LineIssued(
                                                order.id(), order.lines().getFirst().id(), 3)));
        List<JsonNode> licenses = market.licenses(market.distributor, "orderId=" + order.id());
        assertThat(licenses).hasSize(3);
        assertThat(licenses.getFirst().get("customerId").asString()).isEqualTo(customer.value());
        assertThat(licenses.getFirst().get("paymentStatus").asString()).isEqualTo("not_due");
        assertThat(market.licenses(market.reseller, "orderId=" + order.id())).hasSize(3);
    }

    @Test
    void aResellerDrawsOnItsOrderAndTheProductVerifiesOfflineAndOnline() {
        ProductId product = market.product();
        PolicyId policy =
                market.policy(
                        product,
                        Map.of(
                                "type",
                                "subscription",
                                "duration",
                                "P365D",
                                "machinesMax",
                                1,
                                "strict",
                                true,
                                "entitlements",
                                List.of("EXPORT")));
        market.grantToAll(product);
        CustomerId customer = market.customer();
        OrderState order =
                market.order(
                        Fulfillment.ON_DEMAND,
                        null,
                        product,
                        policy,
                        5,
                        new LicenseManager(
                                market.resellerId,
                                market.reseller.path(),
                                List.of(new ManagerGrant(product, null, 2L))));
        eventually(
                () ->
                        assertThat(published.all(AllowanceOpened.class))
                                .contains(new AllowanceOpened(order.id(), 1)));

        Api.Answer issued =
                market.issue(
                        market.reseller,
                        product,
                        policy,
                        customer,
                        2,
                        Map.of("orderId", order.id().value()));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        JsonNode license = issued.json().get("items").get(0);
        String id = license.get("id").asString();
        String key = license.get("key").asString();

        byte[] publicKey = publicKey();
        JsonNode payload =
                JsonMapper.shared().readTree(SignedKey.open(key, publicKey).orElseThrow());
        assertThat(payload.at("/license/id").asString()).isEqualTo(id);
        assertThat(payload.at("/policy/duration").asLong()).isEqualTo(365 * 86_400);

        Api.Answer file =
                api.post(
                        market.reseller,
                        "/api/v1/licenses/" + id + "/check-out?encrypt=true&ttl=P30D",
                        null);
        assertThat(file.status()).as(file.text()).isEqualTo(200);
        CheckedOutFile.Opened opened =
                CheckedOutFile.LICENSE.open(
                        file.json().get("certificate").asString(), publicKey, key);
        assertThat(opened).isInstanceOf(CheckedOutFile.Opened.Genuine.class);

        assertThat(validate(key, null)).isEqualTo("NO_MACHINE");
        Caller owner =
                Callers.customer(
                        customer, market.vendorId, market.distributorId, market.resellerId);
        Api.Answer machine =
                api.post(
                        owner,
                        "/api/v1/licenses/" + id + "/machines",
                        Map.of("fingerprint", "fp-1"));
        assertThat(machine.status()).as(machine.text()).isEqualTo(201);
        eventually(() -> assertThat(validate(key, "fp-1")).isEqualTo("VALID"));
        assertThat(validate(key, "fp-2")).isEqualTo("FINGERPRINT_SCOPE_MISMATCH");
        assertThat(
                        api.post(
                                        owner,
                                        "/api/v1/licenses/" + id + "/machines",
                                        Map.of("fingerprint", "fp-2"))
                                .code())
                .isEqualTo("quota_exceeded");

        LicenseState announced =
                published.all(LicensesIssued.class).stream()
                        .flatMap(event -> event.licenses().stream())
                        .filter(state -> state.id().value().equals(id))
                        .findFirst()
                        .orElseThrow();
        assertThat(announced.path()).isEqualTo(market.reseller.path());
        assertThat(announced.orderId()).isEqualTo(order.id());
        assertThat(announced.lineId()).isEqualTo(order.lines().getFirst().id());
    }

    private String validate(String key, String fingerprint) {
        Api.Answer answer =
                api.post(
                        Caller.anonymous(),
                        "/api/v1/licenses/validate",
                        fingerprint == null
                                ? Map.of("key", key)
                                : Map.of("key", key, "scope", Map.of("fingerprint", fingerprint)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("code").asString();
    }

    private byte[] publicKey() {
        JsonNode jwk =
                api.get(Caller.anonymous(), "/.well-known/keyway-keys").json().get("keys").get(0);
        assertThat(jwk.get("crv").asString()).isEqualTo("Ed25519");
        return Base64.getUrlDecoder().decode(jwk.get("x").asString());
    }
}
