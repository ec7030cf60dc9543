package io.keyway.license.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.signing.CheckedOutFile;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file that never expires is given out where the terms of the license allow it. */
@LicenseServiceTest
class FilesWithoutEndTest {

    private static final String FINGERPRINT = "fp-1";

    private final Markets markets;
    private final Market market;
    private final Api api;
    private final ProductId product;
    private final CustomerId customer;
    private final Caller owner;

    @Autowired
    FilesWithoutEndTest(Markets markets) {
        this.markets = markets;
        this.market = markets.open();
        this.api = market.api;
        this.product = market.product();
        this.customer = market.customer();
        this.owner = Callers.customer(customer, market.reseller.path().toArray(PartnerId[]::new));
        market.grantToAll(product);
    }

    @Test
    void fileWithoutEndHasNoExpiry() {
        JsonNode license = issue(policy(true));
        assertThat(license.path("filesWithoutEnd").asBoolean()).isTrue();
        String machine =
                api.post(owner, path(license) + "/machines", Map.of("fingerprint", FINGERPRINT))
                        .json()
                        .path("id")
                        .asString();
        String key = license.path("key").asString();
        for (Caller caller : List.of(market.vendor, market.reseller, owner)) {
            for (boolean encrypt : new boolean[] {false, true}) {
                String asked = "/check-out?ttl=none&encrypt=" + encrypt;
                assertEndless(
                        api.post(caller, path(license) + asked, null), CheckedOutFile.LICENSE, key);
                assertEndless(
                        api.post(caller, path(license) + "/machines/" + machine + asked, null),
                        CheckedOutFile.MACHINE,
                        key + FINGERPRINT);
            }
        }
        Api.Answer text =
                api.send(
                        owner,
                        "POST",
                        path(license) + "/check-out?ttl=none",
                        null,
                        Map.of("Accept", "text/plain"));
        assertThat(text.text()).startsWith("-----BEGIN LICENSE FILE-----");
    }

    @Test
    void filesHaveAnEndUnlessThePolicyAllowsNone() {
        for (JsonNode license : List.of(issue(market.policy(product)), issue(policy(false)))) {
            assertThat(license.path("filesWithoutEnd").asBoolean()).isFalse();
            Api.Answer refused = endless(market.vendor, license);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("conflict");
            assertThat(refused.json().path("detail").asString())
                    .isEqualTo("The license's policy allows no files without end.");
            Api.Answer usual = api.post(owner, path(license) + "/check-out", null);
            assertThat(usual.json().path("ttl").asString()).isEqualTo("PT720H");
        }
        Api.Answer usual = api.post(owner, path(issue(policy(true))) + "/check-out", null);
        assertThat(usual.json().path("ttl").asString())
                .as("nobody gets one without asking for it")
                .isEqualTo("PT720H");
    }

    @Test
    void licenseKeepsItsTerms() {
        PolicyId policy = policy(false);
        JsonNode before = issue(policy);
        change(policy, true);
        JsonNode between = issue(policy);
        change(policy, false);

        assertThat(endless(owner, before).status()).isEqualTo(409);
        assertThat(endless(owner, between).status()).isEqualTo(200);
        assertThat(endless(owner, issue(policy)).status()).isEqualTo(409);
    }

    @Test
    void accessCheckExplainsTheSameRefusal() {
        JsonNode allowed = issue(policy(true));
        JsonNode refused = issue(policy(false));

        assertThat(rule("check_out", refused)).isEqualTo("allowed");
        assertThat(rule("check_out_without_end", refused)).isEqualTo("file_needs_end");
        assertThat(rule("check_out_without_end", allowed)).isEqualTo("allowed");
        api.post(market.reseller, path(allowed) + "/suspend", null);
        assertThat(rule("check_out_without_end", allowed)).isEqualTo("license_suspended");
        assertThat(endless(owner, allowed).json().path("detail").asString())
                .isEqualTo("The license is suspended.");
    }

    @Test
    void foreignIsMissing() {
        JsonNode license = issue(policy(true));
        Caller stranger = markets.open().vendor;
        String missing = "/api/v1/licenses/" + LicenseId.next() + "/check-out?ttl=none";

        assertThat(endless(stranger, license).status()).isEqualTo(404);
        assertThat(endless(stranger, license).text())
                .isEqualTo(api.post(stranger, missing, null).text());
    }

    private void assertEndless(Api.Answer answer, CheckedOutFile kind, String secret) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().has("expiry")).isFalse();
        assertThat(answer.json().has("ttl")).isFalse();
        CheckedOutFile.Opened opened =
                kind.open(answer.json().path("certificate").asString(), publicKey(), secret);
        assertThat(opened).isInstanceOf(CheckedOutFile.Opened.Genuine.class);
        JsonNode meta =
                JsonMapper.shared()
                        .readTree(((CheckedOutFile.Opened.Genuine) opened).snapshot())
                        .path("meta");
        assertThat(meta.propertyNames()).containsExactlyInAnyOrder("issued", "expiry", "ttl");
        assertThat(meta.path("expiry").isNull()).isTrue();
        assertThat(meta.path("ttl").isNull()).isTrue();
    }

    private byte[] publicKey() {
        JsonNode keys = api.get(Caller.anonymous(), "/.well-known/keyway-keys").json();
        return Base64.getUrlDecoder().decode(keys.at("/keys/0/x").asString());
    }

    private Api.Answer endless(Caller caller, JsonNode license) {
        return api.post(caller, path(license) + "/check-out?ttl=none", null);
    }

    private String rule(String action, JsonNode license) {
        String question = "/api/v1/access-check?action=" + action + "&resource=";
        return api.get(owner, question + license.path("id").asString())
                .json()
                .path("rule")
                .asString();
    }

    private PolicyId policy(boolean filesWithoutEnd) {
        Map<String, Object> more = new HashMap<>(Map.of("machinesMax", 2));
        more.put("filesWithoutEnd", filesWithoutEnd);
        return market.policy(product, more);
    }

    private void change(PolicyId policy, boolean filesWithoutEnd) {
        Api.Answer changed =
                api.patch(
                        market.vendor,
                        "/api/v1/policies/" + policy,
                        Map.of("filesWithoutEnd", filesWithoutEnd));
        assertThat(changed.json().path("filesWithoutEnd").asBoolean())
                .as(changed.text())
                .isEqualTo(filesWithoutEnd);
    }

    private JsonNode issue(PolicyId policy) {
        return market.issued(market.vendor, product, policy, customer, 1, Map.of()).getFirst();
    }

    private static String path(JsonNode license) {
        return "/api/v1/licenses/" + license.path("id").asString();
    }
}
