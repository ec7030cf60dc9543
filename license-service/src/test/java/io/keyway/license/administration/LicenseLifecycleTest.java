package io.keyway.license.administration;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.CustomerEvent.CustomerTransferred;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.event.LicenseEvent.LicenseRevoked;
import io.keyway.contracts.event.LicenseEvent.LicenseTransferred;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.PublishedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/**
 * What can be done to a license, and that everybody who validates its key learns of it within a
 * second.
 */
@LicenseServiceTest
class LicenseLifecycleTest {

    private final Market market;
    private final Api api;
    private final PublishedEvents published;
    private final ProductId product;
    private final CustomerId customer;

    @Autowired
    LicenseLifecycleTest(Markets markets, PublishedEvents published) {
        this.market = markets.open();
        this.api = market.api;
        this.published = published;
        this.product = market.product();
        this.customer = market.customer();
        market.grantToAll(product);
    }

    @Test
    void suspendedAndReinstated() {
        JsonNode license = issue(Map.of());
        String key = license.get("key").asString();
        assertThat(market.verdict(key, Map.of())).isEqualTo("VALID");

        assertThat(act(license, "suspend").json().get("status").asString()).isEqualTo("SUSPENDED");
        withinASecond(key, "SUSPENDED");
        assertThat(act(license, "suspend").status()).isEqualTo(200);

        assertThat(act(license, "reinstate").json().get("status").asString()).isEqualTo("ACTIVE");
        withinASecond(key, "VALID");
    }

    @Test
    void revokedIsForGood() {
        JsonNode license = issue(Map.of());
        String key = license.get("key").asString();

        assertThat(act(license, "revoke").json().get("status").asString()).isEqualTo("BANNED");

        withinASecond(key, "BANNED");
        for (String action : List.of("suspend", "reinstate", "renew", "check-out")) {
            assertThat(act(license, action).code()).as(action).isEqualTo("conflict");
        }
        assertThat(act(license, "revoke").status()).isEqualTo(200);
        eventually(
                () ->
                        assertThat(published.all(LicenseRevoked.class))
                                .filteredOn(
                                        event ->
                                                event.license()
                                                        .id()
                                                        .value()
                                                        .equals(license.get("id").asString()))
                                .hasSize(1)
                                .allMatch(
                                        event ->
                                                event.license().condition()
                                                        == LicenseCondition.BANNED));
    }

    @Test
    void renewedByOneDurationFromItsEnd() {
        JsonNode license = issue(Map.of("type", "subscription", "duration", "P30D"));
        Instant end = Instant.parse(license.get("expiresAt").asString());
        assertThat(end)
                .isEqualTo(
                        Instant.parse(license.get("issuedAt").asString())
                                .plus(Duration.ofDays(30)));

        Instant renewed = Instant.parse(act(license, "renew").json().get("expiresAt").asString());

        assertThat(renewed).isEqualTo(end.plus(Duration.ofDays(30)));
    }

    @Test
    void anExpiredOneIsRenewedFromNowOn() {
        JsonNode license = issue(Map.of("type", "subscription", "duration", "PT1S"));
        String key = license.get("key").asString();
        eventually(() -> assertThat(market.verdict(key, Map.of())).isEqualTo("EXPIRED"));
        assertThat(api.get(market.reseller, path(license)).json().get("status").asString())
                .isEqualTo("EXPIRED");

        Instant before = Instant.now();
        Instant renewed = Instant.parse(act(license, "renew").json().get("expiresAt").asString());

        assertThat(renewed)
                .isAfterOrEqualTo(before.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    }

    @Test
    void refusesToRenewTrialsAndLicensesWithoutEnd() {
        assertThat(act(issue(Map.of()), "renew").code()).isEqualTo("conflict");
        PolicyId policy = market.policy(product);
        JsonNode trial =
                market.issued(
                                market.reseller,
                                product,
                                policy,
                                customer,
                                1,
                                Map.of("type", "trial"))
                        .getFirst();
        assertThat(trial.get("type").asString()).isEqualTo("trial");
        assertThat(act(trial, "renew").code()).isEqualTo("conflict");
    }

    @Test
    void transferredToAnotherCustomerItKeepsItsKey() {
        JsonNode license = issue(Map.of());
        CustomerId other = market.customer();

        Api.Answer transferred =
                api.post(
                        market.reseller,
                        path(license) + "/transfer",
                        Map.of("customerId", other.value()));

        assertThat(transferred.status()).as(transferred.text()).isEqualTo(200);
        assertThat(transferred.json().get("customerId").asString()).isEqualTo(other.value());
        assertThat(transferred.json().get("key")).isEqualTo(license.get("key"));
        assertThat(market.verdict(license.get("key").asString(), Map.of())).isEqualTo("VALID");
        assertThat(api.get(asCustomer(customer), path(license)).status()).isEqualTo(404);
        assertThat(api.get(asCustomer(other), path(license)).status()).isEqualTo(200);
        eventually(
                () ->
                        assertThat(published.all(LicenseTransferred.class))
                                .anyMatch(event -> event.license().customerId().equals(other)));
    }

    @Test
    void revokedItIsNotTransferred() {
        JsonNode license = issue(Map.of());
        act(license, "revoke");

        Api.Answer refused =
                api.post(
                        market.reseller,
                        path(license) + "/transfer",
                        Map.of("customerId", market.customer().value()));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("conflict");
        assertThat(api.get(asCustomer(customer), path(license)).status()).isEqualTo(200);
    }

    @Test
    void itFollowsItsCustomerToAnotherPartner() {
        JsonNode license = issue(Map.of());
        PartnerId siblingId = PartnerId.next();
        List<PartnerId> path = List.of(market.vendorId, market.distributorId, siblingId);
        market.partner(PartnerType.RESELLER, 10, path.toArray(PartnerId[]::new));
        Caller sibling = Callers.partner(path.toArray(PartnerId[]::new));

        CustomerState moved =
                new CustomerState(customer, siblingId, path, "ann@example.com", "Ann", null, true);
        market.publish(customer.value(), new CustomerTransferred(moved));
        market.publish(customer.value(), new CustomerTransferred(moved));

        eventually(() -> assertThat(api.get(sibling, path(license)).status()).isEqualTo(200));
        assertThat(api.get(market.reseller, path(license)).status()).isEqualTo(404);
        assertThat(api.get(market.distributor, path(license)).status()).isEqualTo(200);
        assertThat(api.get(sibling, path(license)).json().get("key")).isEqualTo(license.get("key"));
        eventually(
                () ->
                        assertThat(
                                        published.all(LicenseTransferred.class).stream()
                                                .map(LicenseEvent.LicenseTransferred::license)
                                                .filter(
                                                        state ->
                                                                state.customerId()
                                                                        .equals(customer)))
                                .hasSize(1)
                                .allMatch(state -> state.path().equals(path)));
    }

    /** Its parent takes them over when a partner is deleted; who sold them stays written. */
    @Test
    void followsItsCustomerUpAndKeepsMachinesAndIssuer() {
        JsonNode license = issue(Map.of("machinesMax", 2));
        Api.Answer machine =
                api.post(
                        market.reseller,
                        path(license) + "/machines",
                        Map.of("fingerprint", "device-1"));
        assertThat(machine.status()).as(machine.text()).isEqualTo(201);
        List<PartnerId> up = List.of(market.vendorId, market.distributorId);
        CustomerState moved =
                new CustomerState(
                        customer, market.distributorId, up, "ann@example.com", "Ann", null, true);
        CustomerState before =
                new CustomerState(
                        customer,
                        market.resellerId,
                        market.reseller.path(),
                        "ann@example.com",
                        "Ann",
                        null,
                        true);
        market.publish(customer.value(), new CustomerTransferred(moved), 1_000_000);
        market.publish(customer.value(), new CustomerTransferred(before), 999_999);
        market.publish(customer.value(), new CustomerTransferred(moved), 1_000_000);

        eventually(
                () -> assertThat(api.get(market.reseller, path(license)).status()).isEqualTo(404));
        JsonNode after = api.get(market.distributor, path(license)).json();
        assertThat(after.get("key")).isEqualTo(license.get("key"));
        assertThat(after.get("partnerId").asString()).isEqualTo(market.distributorId.value());
        assertThat(after.get("issuedBy").asString()).isEqualTo(market.resellerId.value());
        assertThat(
                        api.get(market.distributor, path(license) + "/machines")
                                .json()
                                .path("items")
                                .findValuesAsString("fingerprint"))
                .containsExactly("device-1");
        assertThat(api.get(market.reseller, path(license) + "/machines").status()).isEqualTo(404);
        assertThat(
                        api.post(
                                        market.reseller,
                                        "/api/v1/machines/"
                                                + machine.json().get("id").asString()
                                                + "/ping",
                                        null)
                                .status())
                .isEqualTo(404);
        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .untilAsserted(
                        () ->
                                assertThat(api.get(market.reseller, path(license)).status())
                                        .as("what comes late changes nothing")
                                        .isEqualTo(404));
        assertThat(market.verdict(license.get("key").asString(), Map.of("fingerprint", "device-1")))
                .isEqualTo("VALID");
    }

    @Test
    void notesAreThePartnersAndDetailsAreForTheCustomer() {
        JsonNode license = issue(Map.of());
        Api.Answer edited =
                api.patch(
                        market.reseller,
                        path(license),
                        Map.of(
                                "resellerNotes",
                                "PO 4711",
                                "customerDetails",
                                "Thank you",
                                "customerPaid",
                                true,
                                "customerPaidDate",
                                "2026-03-01"));
        assertThat(edited.status()).as(edited.text()).isEqualTo(200);
        assertThat(edited.json().get("resellerNotes").asString()).isEqualTo("PO 4711");

        Api.Answer seen = api.get(asCustomer(customer), path(license));

        assertThat(seen.json().get("customerDetails").asString()).isEqualTo("Thank you");
        assertThat(seen.json().get("key")).isEqualTo(license.get("key"));
        for (String hidden :
                List.of(
                        "resellerNotes",
                        "price",
                        "paymentStatus",
                        "customerPaid",
                        "customerPaidDate",
                        "issuedBy",
                        "orderId")) {
            assertThat(seen.json().has(hidden)).as(hidden).isFalse();
        }
        assertThat(
                        api.get(asCustomer(customer), "/api/v1/licenses?q=4711")
                                .json()
                                .get("items")
                                .size())
                .isZero();
        assertThat(api.get(market.reseller, "/api/v1/licenses?q=4711").json().get("items").size())
                .isEqualTo(1);
        for (String action : List.of("suspend", "revoke", "renew")) {
            assertThat(api.post(asCustomer(customer), path(license) + "/" + action, null).code())
                    .isEqualTo("forbidden");
        }
        assertThat(
                        api.patch(asCustomer(customer), path(license), Map.of("resellerNotes", "x"))
                                .code())
                .isEqualTo("forbidden");
        assertThat(api.post(asCustomer(customer), path(license) + "/check-out", null).status())
                .isEqualTo(200);
    }

    @Test
    void refusesChangeOfAnOldVersion() {
        JsonNode license = issue(Map.of());
        String etag = api.get(market.reseller, path(license)).etag();
        Map<String, String> onto = Map.of("If-Match", etag);

        assertThat(
                        api.send(
                                        market.reseller,
                                        "PATCH",
                                        path(license),
                                        Map.of("resellerNotes", "a"),
                                        onto)
                                .status())
                .isEqualTo(200);
        assertThat(
                        api.send(
                                        market.reseller,
                                        "PATCH",
                                        path(license),
                                        Map.of("resellerNotes", "b"),
                                        onto)
                                .code())
                .isEqualTo("version_mismatch");
        assertThat(api.post(market.reseller, path(license) + "/suspend", null, onto).code())
                .isEqualTo("version_mismatch");
    }

    private JsonNode issue(Map<String, Object> policyMore) {
        PolicyId policy = market.policy(product, policyMore);
        return market.issued(market.reseller, product, policy, customer, 1, Map.of()).getFirst();
    }

    private Api.Answer act(JsonNode license, String action) {
        return api.post(market.reseller, path(license) + "/" + action, null);
    }

    private void withinASecond(String key, String code) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(market.verdict(key, Map.of())).isEqualTo(code));
    }

    private Caller asCustomer(CustomerId id) {
        return Callers.customer(id, market.vendorId, market.distributorId, market.resellerId);
    }

    private static String path(JsonNode license) {
        return "/api/v1/licenses/" + license.get("id").asString();
    }
}
