package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@KeywayTest
class AccessCheckTest extends SellingNetworkTest {

    @Test
    void explainsTheGapOfTheFirstPartnerOnThePath() {
        assertThat(rule(reseller, "see", yearly.value())).isEqualTo("product_not_granted");
        grant(vendor, distributor, Map.of("productId", product.value()));
        Answer atReseller = ask(reseller.caller(), "see", yearly.value(), null);
        assertThat(atReseller.json().path("rule").asString()).isEqualTo("product_not_granted");
        assertThat(atReseller.json().path("code").asString()).isEqualTo("not_found");
        assertThat(atReseller.json().path("reason").asString())
                .contains(reseller.created().json().path("name").asString());
        grant(
                distributor,
                reseller,
                Map.of("productId", product.value(), "policyIds", List.of(trial.value())));
        assertThat(rule(reseller, "see", yearly.value())).isEqualTo("policy_not_granted");
        assertThat(rule(reseller, "see", trial.value())).isEqualTo("allowed");
        assertThat(rule(reseller, "see", product.value())).isEqualTo("allowed");
        catalog.withdraw();
        await().untilAsserted(
                        () ->
                                assertThat(rule(reseller, "see", trial.value()))
                                        .isEqualTo("product_withdrawn"));
        assertThat(rule(vendor, "see", trial.value())).isEqualTo("allowed");
    }

    @Test
    void refusesGrantingWhatThePartnerWasNotGranted() {
        Answer refused = ask(distributor.caller(), "grant", yearly.value(), null);
        assertThat(refused.json().path("rule").asString()).isEqualTo("product_not_granted");
        Answer real =
                network.api.put(
                        distributor.caller(),
                        "/api/v1/partners/" + reseller.id() + "/grants",
                        List.of(Map.of("productId", product.value())));
        assertThat(refused.code()).isEqualTo(real.code()).isEqualTo("not_found");
        grant(vendor, distributor, Map.of("productId", product.value()));
        assertThat(ask(distributor.caller(), "grant", yearly.value(), null).text())
                .contains("\"allowed\":true");
    }

    @Test
    void refusesChangesOfOwnTerms() {
        Answer own = ask(distributor.caller(), "manage_partner", distributor.id().value(), null);
        assertThat(own.json().path("rule").asString()).isEqualTo("own_terms");
        assertThat(own.code())
                .isEqualTo(
                        network.api
                                .put(
                                        distributor.caller(),
                                        "/api/v1/partners/" + distributor.id() + "/grants",
                                        List.of())
                                .code());
        assertThat(
                        ask(distributor.caller(), "manage_partner", reseller.id().value(), null)
                                .json()
                                .path("rule")
                                .asString())
                .isEqualTo("allowed");
    }

    @Test
    void explainsWhichPermissionIsMissingAndWhere() {
        Answer atReseller = ask(reseller.caller(), "manage_partner", null, null);
        assertThat(atReseller.json().path("rule").asString())
                .isEqualTo("partner_permission_missing");
        assertThat(atReseller.code()).isEqualTo("forbidden");
        Caller limited =
                Callers.partner(Permission.ofReadOnly(), reseller.path().toArray(PartnerId[]::new));
        assertThat(ask(limited, "manage_customer", null, null).json().path("rule").asString())
                .isEqualTo("account_permission_missing");
    }

    @Test
    void partnerAboveAsksOnBehalfOfOneBelow() {
        network.api.post(
                vendor.caller(), "/api/v1/partners/" + distributor.id() + "/deactivate", null);
        Answer answer = ask(vendor.caller(), "manage_customer", null, reseller.id());
        assertThat(answer.json().path("rule").asString()).isEqualTo("partner_inactive");
        assertThat(answer.json().path("reason").asString())
                .contains(distributor.created().json().path("name").asString());
    }

    @Test
    void aResourceOutsideTheBranchIsNotFound() {
        Member other = network.create(Callers.operator(), "vendor");
        String missing = ask(other.caller(), "see", PartnerId.next().value(), null).text();
        assertThat(ask(other.caller(), "see", reseller.id().value(), null).text())
                .isEqualTo(missing);
        assertThat(ask(other.caller(), "see", yearly.value(), null).text())
                .isEqualTo(ask(other.caller(), "see", PolicyId.next().value(), null).text());
        assertThat(ask(reseller.caller(), "see", distributor.id().value(), null).text())
                .isEqualTo(missing);
        Answer inPlace = ask(other.caller(), "see", null, reseller.id());
        assertThat(inPlace.status()).isEqualTo(404);
        assertThat(inPlace.text())
                .isEqualTo(ask(other.caller(), "see", null, PartnerId.next()).text());
    }

    @Test
    void anUnknownResourceIsAnInvalidField() {
        for (String resource : List.of("", "x", "prt_", "usr_01hv7z8k3m9q2r4s6t8v0w1x2a")) {
            assertInvalid("action=see&resource=" + resource, "resource");
        }
        assertInvalid("action=fly", "action");
        assertInvalid("", "action");
    }

    @Test
    void aParameterThatDoesNotFitTheActionIsAnInvalidField() {
        String order = OrderId.next().value();
        String license = LicenseId.next().value();
        String customer = CustomerId.next().value();
        assertInvalid("action=manage_customer&resource=" + reseller.id(), "resource");
        assertInvalid("action=manage_partner&resource=" + customer, "resource");
        assertInvalid("action=grant&resource=" + customer, "resource");
        assertInvalid("action=see&customerId=" + customer, "customerId");
        assertInvalid("action=see&orderId=" + order, "orderId");
        assertInvalid("action=see&quantity=2", "quantity");
        assertInvalid("action=see&class=primary", "class");
        assertInvalid("action=see&partnerId=" + customer, "partnerId");
        // Another service's: the gateway does not send it here.
        assertInvalid("action=see&resource=" + order, "action");
        assertInvalid("action=see&resource=" + license, "action");
        assertInvalid("action=issue", "action");
        assertInvalid("action=order", "action");
    }

    private void assertInvalid(String query, String field) {
        Answer answer = network.api.get(reseller.caller(), "/api/v1/access-check?" + query);
        assertThat(answer.status()).as(query + ": " + answer.text()).isEqualTo(400);
        assertThat(answer.json().path("invalidFields").path(0).path("field").asString())
                .as(query)
                .isEqualTo(field);
    }

    private String rule(Member member, String action, String resource) {
        Caller caller =
                Callers.partner(Permission.ofReseller(), member.path().toArray(PartnerId[]::new));
        return ask(caller, action, resource, null).json().path("rule").asString();
    }

    private Answer ask(Caller caller, String action, String resource, PartnerId inPlaceOf) {
        return network.api.get(
                caller,
                "/api/v1/access-check?action="
                        + action
                        + (resource == null ? "" : "&resource=" + resource)
                        + (inPlaceOf == null ? "" : "&partnerId=" + inPlaceOf.value()));
    }

    private void grant(Member from, Member to, Map<String, Object> grant) {
        assertThat(
                        network.api
                                .put(
                                        from.caller(),
                                        "/api/v1/partners/" + to.id() + "/grants",
                                        List.of(grant))
                                .status())
                .isEqualTo(200);
    }
}
