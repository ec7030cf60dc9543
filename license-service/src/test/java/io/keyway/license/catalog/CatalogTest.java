package io.keyway.license.catalog;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.PolicyChanged;
import io.keyway.contracts.event.CatalogEvent.ProductChanged;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.PublishedEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A vendor sees and changes its catalog; a partner sees the part that it may sell. */
@LicenseServiceTest
class CatalogTest {

    private final Markets markets;
    private final Market market;
    private final Api api;
    private final PublishedEvents published;

    @Autowired
    CatalogTest(Markets markets, PublishedEvents published) {
        this.markets = markets;
        this.market = markets.open();
        this.api = market.api;
        this.published = published;
    }

    @Test
    void partnerSeesOnlyGrantsOfItsWholePath() {
        ProductId granted = market.product();
        ProductId ofDistributorOnly = market.product();
        ProductId ofResellerOnly = market.product();
        PolicyId sold = market.policy(granted);
        PolicyId notSold = market.policy(granted);
        market.policy(ofDistributorOnly);
        market.grant(
                market.distributorId,
                market.distributor.path(),
                new Grant(granted, null, null, null),
                new Grant(ofDistributorOnly, null, null, null));
        market.grant(
                market.resellerId,
                market.reseller.path(),
                new Grant(granted, Set.of(sold), null, null),
                new Grant(ofResellerOnly, null, null, null));

        assertThat(products(market.vendor))
                .containsExactlyInAnyOrder(
                        granted.value(), ofDistributorOnly.value(), ofResellerOnly.value());
        assertThat(products(market.distributor))
                .containsExactlyInAnyOrder(granted.value(), ofDistributorOnly.value());
        assertThat(products(market.reseller)).containsExactly(granted.value());
        assertThat(policies(market.reseller, "")).containsExactly(sold.value());
        assertThat(policies(market.vendor, "?productId=" + granted))
                .containsExactlyInAnyOrder(sold.value(), notSold.value());
        assertThat(api.get(market.reseller, "/api/v1/policies/" + notSold).status()).isEqualTo(404);
        assertThat(api.get(market.reseller, "/api/v1/products/" + ofResellerOnly).status())
                .isEqualTo(404);
        assertThat(api.get(market.reseller, "/api/v1/policies/" + sold).status()).isEqualTo(200);
    }

    @Test
    void withdrawingTakesEffectAtOnceAndIssuedLicensesStayValid() {
        ProductId product = market.product();
        PolicyId policy = market.policy(product);
        CustomerId customer = market.customer();
        market.grantToAll(product);
        String key =
                market.issued(market.reseller, product, policy, customer, 1, Map.of())
                        .getFirst()
                        .get("key")
                        .asString();

        Api.Answer withdrawn =
                api.patch(
                        market.vendor,
                        "/api/v1/products/" + product,
                        Map.of("status", "withdrawn"));

        assertThat(withdrawn.status()).as(withdrawn.text()).isEqualTo(200);
        assertThat(market.issue(market.reseller, product, policy, customer, 1).code())
                .isEqualTo("not_in_portfolio");
        assertThat(market.issue(market.vendor, product, policy, customer, 1).code())
                .isEqualTo("not_in_portfolio");
        assertThat(products(market.reseller)).isEmpty();
        assertThat(policies(market.reseller, "")).isEmpty();
        assertThat(api.get(market.reseller, "/api/v1/policies/" + policy).status()).isEqualTo(404);
        assertThat(
                        api.get(market.vendor, "/api/v1/products/" + product)
                                .json()
                                .get("status")
                                .asString())
                .isEqualTo("withdrawn");
        assertThat(market.verdict(key, Map.of())).isEqualTo("VALID");
        eventually(
                () ->
                        assertThat(published.all(ProductChanged.class))
                                .anyMatch(
                                        event ->
                                                event.product().id().equals(product)
                                                        && event.product().status()
                                                                == CatalogStatus.WITHDRAWN));
    }

    @Test
    void endedGrantRemovesProductFromTheList() {
        ProductId product = market.product();
        Instant end = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MILLIS);
        market.grant(
                market.distributorId,
                market.distributor.path(),
                new Grant(product, null, null, end));
        assertThat(products(market.distributor)).containsExactly(product.value());

        eventually(() -> assertThat(products(market.distributor)).isEmpty());
    }

    @Test
    void aCodeIsUniqueWithinAVendorOnly() {
        market.product(Map.of("code", "Same"));

        assertThat(
                        api.post(
                                        market.vendor,
                                        "/api/v1/products",
                                        Map.of("code", "same", "name", "x", "kind", "product"))
                                .code())
                .isEqualTo("already_exists");
        assertThat(markets.open().product(Map.of("code", "Same"))).isNotNull();
    }

    @Test
    void policyIsPublished() {
        ProductId product = market.product();
        PolicyId policy =
                market.policy(product, Map.of("type", "subscription", "duration", "P365D"));

        eventually(
                () ->
                        assertThat(published.all(PolicyChanged.class))
                                .anyMatch(
                                        event ->
                                                event.policy().id().equals(policy)
                                                        && event.policy().price() != null
                                                        && event.policy().price().amount()
                                                                == 10000));
        Api.Answer patched =
                api.patch(
                        market.vendor,
                        "/api/v1/policies/" + policy,
                        Map.of("price", Map.of("amount", 20000), "machinesMax", 3));
        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(patched.json().at("/price/amount").asLong()).isEqualTo(20000);
        assertThat(patched.json().at("/price/currency").asString()).isEqualTo("EUR");
        assertThat(patched.json().get("duration").asString()).isEqualTo("P365D");
        assertThat(
                        api.patch(
                                        market.vendor,
                                        "/api/v1/policies/" + policy,
                                        "{\"duration\":null}")
                                .code())
                .isEqualTo("invalid_request");
    }

    @Test
    void changedPolicyDoesNotChangeIssuedLicenses() {
        ProductId product = market.product();
        PolicyId policy = market.policy(product, Map.of("machinesMax", 1));
        String license =
                market.issued(market.vendor, product, policy, market.customer(), 1, Map.of())
                        .getFirst()
                        .get("id")
                        .asString();

        api.patch(market.vendor, "/api/v1/policies/" + policy, Map.of("machinesMax", 5));

        assertThat(
                        api.get(market.vendor, "/api/v1/licenses/" + license)
                                .json()
                                .get("machinesMax")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void aRepeatedRequestMakesOneProduct() {
        Map<String, Object> body = Map.of("code", "once", "name", "Once", "kind", "service");
        Map<String, String> key = Map.of("Idempotency-Key", "k-" + market.vendorId);

        Api.Answer first = api.post(market.vendor, "/api/v1/products", body, key);
        Api.Answer second = api.post(market.vendor, "/api/v1/products", body, key);

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.etag()).isEqualTo(first.etag());
        assertThat(products(market.vendor)).hasSize(1);
        assertThat(
                        api.post(
                                        market.vendor,
                                        "/api/v1/products",
                                        Map.of("code", "x", "name", "x", "kind", "service"),
                                        key)
                                .code())
                .isEqualTo("idempotency_key_reused");
    }

    private List<String> products(Caller caller) {
        return ids(api.get(caller, "/api/v1/products"));
    }

    private List<String> policies(Caller caller, String query) {
        return ids(api.get(caller, "/api/v1/policies" + query));
    }

    private static List<String> ids(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        answer.json().get("items").forEach(item -> ids.add(item.get("id").asString()));
        return ids;
    }
}
