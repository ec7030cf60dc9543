package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Identity.Verdict;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.AccountId;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@KeywayTest
@SmallLimits
class StaffTest extends NetworkTest {

    private Member reseller;
    private Member sibling;

    @BeforeEach
    void createPartners() {
        reseller = network.create(vendor.caller(), "reseller");
        sibling = network.create(vendor.caller(), "reseller");
    }

    @Test
    void aNewAccountActsForItsPartnerWithItsOwnPermissions() {
        String email = Network.letters() + "@Example.com";
        Answer made = make(reseller.caller(), reseller, email, "read_usage", "manage_customers");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().path("email").asString()).isEqualTo(email.toLowerCase());
        assertThat(made.json().path("status").asString()).isEqualTo("active");
        assertThat(made.json().path("primary").asBoolean()).isFalse();
        assertThat(made.json().path("mustChangePassword").asBoolean()).isTrue();
        assertThat(made.text()).doesNotContain("password\"", "hash");
        Caller seller = network.signedIn(email);
        assertThat(seller.partnerId()).isEqualTo(reseller.id());
        assertThat(seller.permissions())
                .containsExactlyInAnyOrder(Permission.READ_USAGE, Permission.MANAGE_CUSTOMERS);
        assertThat(get(vendor.caller(), reseller, id(made)).json().path("mustChangePassword"))
                .hasToString("false");
        JsonNode listed = network.api.get(vendor.caller(), path(reseller)).json().path("items");
        assertThat(listed.findValuesAsString("email"))
                .containsExactlyInAnyOrder(email.toLowerCase(), reseller.email());
        assertThat(network.api.get(vendor.caller(), path(sibling)).json().path("items").size())
                .isEqualTo(1);
    }

    @Test
    void anEmailIsOneLoginHoweverItIsTyped() {
        Answer taken = make(vendor.caller(), vendor, reseller.email().toUpperCase(), "read_usage");
        assertThat(taken.status()).isEqualTo(400);
        assertThat(taken.text()).contains("\"field\":\"email\"");
    }

    @Test
    void aRepeatedRequestCreatesOneAccount() {
        Map<String, Object> body = body(Network.letters() + "@example.com", "read_usage");
        Map<String, String> key = Map.of("Idempotency-Key", "once");
        Caller caller = vendor.caller();
        Answer first = network.api.post(caller, path(vendor), body, key);
        assertThat(first.status()).isEqualTo(201);
        assertThat(network.api.post(caller, path(vendor), body, key).text())
                .isEqualTo(first.text());
        assertThat(network.api.get(vendor.caller(), path(vendor)).json().path("items").size())
                .isEqualTo(2);
    }

    @Test
    void aPartnerHasNoMoreAccountsThanTheLimit() {
        for (int i = 0; i < 3; i++) {
            assertThat(make(vendor).status()).isEqualTo(201);
        }
        Answer refused =
                make(vendor.caller(), vendor, Network.letters() + "@example.com", "read_usage");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("quota_exceeded");
    }

    @Test
    void anAccountGetsOnlyPermissionsOfCallerAndPartner() {
        String email = Network.letters() + "@example.com";
        assertThat(make(vendor.caller(), reseller, email, "create_orders").text())
                .as("a reseller may not")
                .contains("\"field\":\"permissions\"");
        Caller accounts =
                Callers.partner(
                        Set.of(Permission.MANAGE_ACCOUNTS, Permission.READ_USAGE), vendor.id());
        assertThat(make(accounts, reseller, email, "issue_licenses").text())
                .as("the caller may not")
                .contains("\"field\":\"permissions\"");
        Answer made = make(accounts, reseller, email, "read_usage");
        assertThat(made.status()).isEqualTo(201);
        assertThat(
                        patch(
                                        accounts,
                                        reseller,
                                        id(made),
                                        Map.of("permissions", List.of("issue_licenses")))
                                .status())
                .isEqualTo(400);
        Answer widened =
                patch(
                        vendor.caller(),
                        reseller,
                        id(made),
                        Map.of("permissions", List.of("issue_licenses"), "name", "New"));
        assertThat(widened.status()).isEqualTo(200);
        assertThat(widened.json().path("name").asString()).isEqualTo("New");
        assertThat(widened.json().path("permissions")).hasToString("[\"issue_licenses\"]");
        assertThat(
                        patch(vendor.caller(), reseller, id(made), Map.of("email", "x@example.com"))
                                .status())
                .isEqualTo(400);
    }

    @Test
    void refusesChangesOfAccountsWithMorePermissions() {
        Caller accounts =
                Callers.partner(
                        Set.of(Permission.MANAGE_ACCOUNTS, Permission.READ_USAGE),
                        reseller.path().getFirst(),
                        reseller.id());
        String primary = primary(reseller);
        assertThat(reset(accounts, reseller, primary).status()).isEqualTo(403);
        assertThat(patch(accounts, reseller, primary, Map.of("name", "Mine")).status())
                .isEqualTo(403);
        Answer made =
                make(
                        vendor.caller(),
                        reseller,
                        Network.letters() + "@example.com",
                        "read_usage",
                        "issue_licenses");
        assertThat(reset(accounts, reseller, id(made)).status()).isEqualTo(403);
        assertThat(act(accounts, reseller, id(made), "deactivate").status()).isEqualTo(403);
        assertThat(delete(accounts, reseller, id(made)).status()).isEqualTo(403);
        assertThat(reset(vendor.caller(), reseller, primary).status()).isEqualTo(200);
    }

    @Test
    void thePrimaryAccountLastsAsLongAsItsPartner() {
        String primary = primary(reseller);
        assertThat(delete(vendor.caller(), reseller, primary).status()).isEqualTo(409);
        assertThat(act(vendor.caller(), reseller, primary, "deactivate").status()).isEqualTo(409);
        assertThat(
                        patch(
                                        vendor.caller(),
                                        reseller,
                                        primary,
                                        Map.of("permissions", List.of("read_usage")))
                                .status())
                .isEqualTo(409);
        Answer named = patch(vendor.caller(), reseller, primary, Map.of("name", "Boss"));
        assertThat(named.status()).isEqualTo(200);
        assertThat(named.json().path("name").asString()).isEqualTo("Boss");
        assertThat(named.json().path("primary").asBoolean()).isTrue();
    }

    @Test
    void thePrimaryAccountHasItsPartnersCurrentPermissions() {
        Answer wider =
                network.api.patch(
                        vendor.caller(),
                        "/api/v1/partners/" + reseller.id(),
                        Map.of("permissions", List.of("issue_licenses", "create_orders")));
        assertThat(wider.status()).as(wider.text()).isEqualTo(200);
        assertThat(network.signedIn(reseller).permissions())
                .containsExactlyInAnyOrder(Permission.ISSUE_LICENSES, Permission.CREATE_ORDERS);
    }

    @Test
    void refusesChangesOfOwnAccount() {
        Answer made = make(vendor);
        Caller own =
                new Caller(
                        new AccountId(id(made)),
                        null,
                        vendor.caller().role(),
                        vendor.id(),
                        null,
                        vendor.path(),
                        Permission.ofVendor());
        for (Answer refused :
                List.of(
                        patch(own, vendor, id(made), Map.of("name", "x")),
                        reset(own, vendor, id(made)),
                        act(own, vendor, id(made), "deactivate"),
                        act(own, vendor, id(made), "activate"),
                        delete(own, vendor, id(made)))) {
            assertThat(refused.status()).isEqualTo(403);
        }
        assertThat(get(own, vendor, id(made)).status()).isEqualTo(200);
    }

    @Test
    void deactivationEndsSessionsAndKeysAndActivationRevivesNone() {
        Answer made = make(vendor);
        String email = made.json().path("email").asString();
        Caller seller = network.signedIn(email);
        String access = access(email);
        String key = key(seller);
        assertThat(act(vendor.caller(), vendor, id(made), "deactivate").json().path("status"))
                .hasToString("\"inactive\"");
        assertRefused(access, key);
        assertThat(network.signIn(email, Network.NEXT_PASSWORD).status()).isEqualTo(403);
        assertThat(act(vendor.caller(), vendor, id(made), "activate").json().path("status"))
                .hasToString("\"active\"");
        assertRefused(access, key);
        assertThat(network.signIn(email, Network.NEXT_PASSWORD).status()).isEqualTo(201);
        String again = access(email);
        act(vendor.caller(), vendor, id(made), "activate");
        assertThat(network.judge(again)).as("was active").isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void aResetPasswordEndsSessionsAndKeysAndMustBeChanged() {
        Answer made = make(vendor);
        String email = made.json().path("email").asString();
        Caller seller = network.signedIn(email);
        String access = access(email);
        String key = key(seller);
        Answer reset = reset(vendor.caller(), vendor, id(made));
        assertThat(reset.json().path("mustChangePassword").asBoolean()).isTrue();
        assertRefused(access, key);
        assertThat(network.signIn(email, Network.NEXT_PASSWORD).status()).isEqualTo(401);
        Answer tokens = network.signIn(email, "a reset horse");
        assertThat(
                        ((Verdict.Allowed)
                                        network.judge(tokens.json().path("accessToken").asString()))
                                .mustChangePassword())
                .isTrue();
    }

    @Test
    void theEmailOfADeletedAccountIsFree() {
        Answer made = make(vendor);
        String email = made.json().path("email").asString();
        Caller seller = network.signedIn(email);
        String access = access(email);
        String key = key(seller);
        assertThat(delete(vendor.caller(), vendor, id(made)).status()).isEqualTo(204);
        assertRefused(access, key);
        assertThat(network.signIn(email, Network.NEXT_PASSWORD).status()).isEqualTo(401);
        assertThat(get(vendor.caller(), vendor, id(made)).status()).isEqualTo(404);
        assertThat(make(vendor.caller(), vendor, email, "read_usage").status()).isEqualTo(201);
    }

    @Test
    void anAccountOutsideTheBranchIsNotFound() {
        Answer made = make(reseller);
        Member stranger = network.create(Callers.operator(), "vendor");
        String missing = get(vendor.caller(), reseller, AccountId.next().value()).text();
        for (Caller foreign :
                List.of(
                        sibling.caller(),
                        stranger.caller(),
                        Caller.anonymous(),
                        Caller.gateway())) {
            for (Answer refused :
                    List.of(
                            get(foreign, reseller, id(made)),
                            network.api.get(foreign, path(reseller)),
                            make(foreign, reseller, "x@example.com", "read_usage"),
                            patch(foreign, reseller, id(made), Map.of("name", "x")),
                            reset(foreign, reseller, id(made)),
                            act(foreign, reseller, id(made), "deactivate"),
                            act(foreign, reseller, id(made), "activate"),
                            delete(foreign, reseller, id(made)))) {
                assertThat(refused.status()).isEqualTo(404);
                assertThat(refused.text()).isEqualTo(missing);
            }
        }
        assertThat(get(sibling.caller(), sibling, id(made)).text())
                .as("another partner's account under one's own")
                .isEqualTo(missing);
        assertThat(get(vendor.caller(), vendor, id(made)).text()).isEqualTo(missing);
        assertThat(get(vendor.caller(), reseller, id(made)).status()).isEqualTo(200);
    }

    @Test
    void seeingAccountsNeedsThePermission() {
        Caller seller = Callers.partner(Permission.ofSales(), vendor.id());
        assertThat(network.api.get(seller, path(vendor)).status()).isEqualTo(403);
        assertThat(make(seller, vendor, "x@example.com").status()).isEqualTo(403);
        assertThat(get(seller, vendor, primary(vendor)).status()).isEqualTo(403);
    }

    @Test
    void presetsNameThePermissionsOfEachKind() {
        JsonNode items =
                network.api.get(vendor.caller(), "/api/v1/permission-presets").json().path("items");
        assertThat(items.findValuesAsString("preset"))
                .containsExactly(
                        "vendor",
                        "distributor",
                        "reseller",
                        "account_manager",
                        "sales",
                        "read_only");
        assertThat(items.findValuesAsString("kind"))
                .containsExactly("partner", "partner", "partner", "staff", "staff", "staff");
        assertThat(items.path(5).path("permissions").size())
                .isEqualTo(Permission.ofReadOnly().size());
    }

    private void assertRefused(String... tokens) {
        for (String token : tokens) {
            assertThat(network.judge(token)).isInstanceOf(Verdict.Refused.class);
        }
    }

    private String access(String email) {
        return network.signIn(email, Network.NEXT_PASSWORD).json().path("accessToken").asString();
    }

    private String key(Caller caller) {
        Answer made =
                network.api.post(
                        caller,
                        "/api/v1/api-keys",
                        Map.of("name", "ci", "permissions", List.of("read_usage")));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String key = made.json().path("key").asString();
        assertThat(network.judge(key)).isInstanceOf(Verdict.Allowed.class);
        return key;
    }

    private String primary(Member member) {
        return network.api
                .get(Callers.operator(), path(member))
                .json()
                .path("items")
                .valueStream()
                .filter(account -> account.path("primary").asBoolean())
                .map(account -> account.path("id").asString())
                .findFirst()
                .orElseThrow();
    }

    private Answer make(Member member) {
        Answer made =
                make(member.caller(), member, Network.letters() + "@example.com", "read_usage");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made;
    }

    private Answer make(Caller caller, Member member, String email, String... permissions) {
        return network.api.post(caller, path(member), body(email, permissions));
    }

    private static Map<String, Object> body(String email, String... permissions) {
        return new HashMap<>(
                Map.of(
                        "email",
                        email,
                        "name",
                        "Sal Es",
                        "password",
                        Network.PASSWORD,
                        "permissions",
                        List.of(permissions)));
    }

    private Answer get(Caller caller, Member member, String id) {
        return network.api.get(caller, path(member) + "/" + id);
    }

    private Answer patch(Caller caller, Member member, String id, Map<String, Object> body) {
        return network.api.patch(caller, path(member) + "/" + id, body);
    }

    private Answer delete(Caller caller, Member member, String id) {
        return network.api.delete(caller, path(member) + "/" + id);
    }

    private Answer act(Caller caller, Member member, String id, String action) {
        return network.api.post(caller, path(member) + "/" + id + "/" + action, "");
    }

    private Answer reset(Caller caller, Member member, String id) {
        return network.api.post(
                caller,
                path(member) + "/" + id + "/reset-password",
                Map.of("password", "a reset horse"));
    }

    private static String path(Member member) {
        return "/api/v1/partners/" + member.id() + "/accounts";
    }

    private static String id(Answer made) {
        return made.json().path("id").asString();
    }
}
