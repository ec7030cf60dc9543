package io.keyway.license.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.licenses.License;
import io.keyway.license.planning.IssueRequest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Repeated requests with the same Idempotency-Key. */
@LicenseServiceTest
class RepeatedRequestsTest {

    private final Market market;
    private final IssueLicenses issueLicenses;
    private final ProductId product;
    private final PolicyId policy;
    private final CustomerId customer;

    @Autowired
    RepeatedRequestsTest(Markets markets, IssueLicenses issueLicenses) {
        this.market = markets.open();
        this.issueLicenses = issueLicenses;
        this.product = market.product();
        this.policy = market.policy(product, Map.of("scheme", "random"));
        this.customer = market.customer();
        market.grantToAll(product);
    }

    @Test
    void theSameKeyAndBodyIssuesOnceAndIsAnsweredAlike() {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> body = Market.toIssue(product, policy, customer, 3, Map.of());

        Api.Answer first = market.api.post(market.reseller, "/api/v1/licenses", body, key);
        Api.Answer second = market.api.post(market.reseller, "/api/v1/licenses", body, key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(market.licenses(market.reseller, "")).hasSize(3);
        assertThat(first.json().at("/items/0/key").asString())
                .matches("([0-9A-Z]{5}-){4}[0-9A-Z]{5}");
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        market.api.post(
                market.reseller,
                "/api/v1/licenses",
                Market.toIssue(product, policy, customer, 1, Map.of()),
                key);

        Api.Answer other =
                market.api.post(
                        market.reseller,
                        "/api/v1/licenses",
                        Market.toIssue(product, policy, customer, 2, Map.of()),
                        key);

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void anotherCallersKeyIsAnotherKey() {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> body = Market.toIssue(product, policy, customer, 1, Map.of());

        market.api.post(market.reseller, "/api/v1/licenses", body, key);
        market.api.post(market.distributor, "/api/v1/licenses", body, key);

        assertThat(market.licenses(market.vendor, "")).hasSize(2);
    }

    @Test
    void refusedRequestMayBeRepeated() {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> body = Market.toIssue(product, policy, customer, 11, Map.of());
        assertThat(market.api.post(market.reseller, "/api/v1/licenses", body, key).code())
                .isEqualTo("unpaid_limit_reached");

        market.partner(
                io.keyway.contracts.event.PartnerEvent.PartnerType.RESELLER,
                20,
                market.vendorId,
                market.distributorId,
                market.resellerId);

        assertThat(market.api.post(market.reseller, "/api/v1/licenses", body, key).status())
                .isEqualTo(201);
    }

    @Test
    void repeatedRequestAfterACrashFindsItsLicenses() {
        IssuanceId id = IssuanceId.next();
        IssueRequest request =
                new IssueRequest(
                        null,
                        product,
                        policy,
                        customer,
                        2,
                        io.keyway.contracts.event.LicenseClass.PRIMARY,
                        null,
                        IssueRequest.Notes.NONE);

        IssueLicenses.Outcome first = issueLicenses.issue(market.reseller, request, id);
        IssueLicenses.Outcome again = issueLicenses.issue(market.reseller, request, id);

        assertThat(again).isInstanceOf(IssueLicenses.Outcome.Issued.class);
        assertThat(((IssueLicenses.Outcome.Issued) again).licenses())
                .extracting(License::id)
                .isEqualTo(
                        ((IssueLicenses.Outcome.Issued) first)
                                .licenses().stream().map(License::id).toList());
        assertThat(market.licenses(market.reseller, "")).hasSize(2);
    }
}
