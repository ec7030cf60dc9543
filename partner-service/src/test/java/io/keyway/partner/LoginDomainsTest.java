package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Caller.Origin;
import io.keyway.contracts.access.Permission;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KeywayTest
class LoginDomainsTest extends NetworkTest {

    private Member reseller;
    private Member sibling;

    @BeforeEach
    void createPartners() {
        reseller = network.create(vendor.caller(), "reseller");
        sibling = network.create(vendor.caller(), "reseller");
    }

    @Test
    void thePageOfALoginDomainNamesItsPartnerAndTheVendorsContact() {
        Answer page = page(domain(reseller));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.json().path("loginDomain").asString()).isEqualTo(domain(reseller));
        assertThat(page.json().path("partnerName").asString())
                .isEqualTo(reseller.created().json().path("name").asString());
        assertThat(page.json().path("support").path("email").asString())
                .isEqualTo("contact@example.com");
    }

    @Test
    void theMainPageShowsNoPartner() {
        assertThat(page(null).text())
                .isEqualTo("{\"loginDomain\":null,\"partnerName\":null,\"support\":null}");
    }

    @Test
    void unusedAndLookAlikeDomainsAreUnknown() {
        String name = domain(reseller);
        for (String unknown :
                List.of(
                        "nobody",
                        name.toUpperCase(java.util.Locale.ROOT),
                        name + ".",
                        "xn--" + name,
                        name.replace('n', 'п'),
                        "")) {
            Answer page = page(unknown);
            assertThat(page.status()).as(unknown).isEqualTo(404);
            assertThat(page.code()).isEqualTo("unknown_login_domain");
        }
    }

    @Test
    void aLoginDomainIsUnknownWhileAPartnerAboveIsInactive() {
        assertThat(page(domain(reseller)).status()).isEqualTo(200);
        network.api.post(Callers.operator(), "/api/v1/partners/" + vendor.id() + "/deactivate", "");
        assertThat(page(domain(reseller)).code()).isEqualTo("unknown_login_domain");
        network.api.post(Callers.operator(), "/api/v1/partners/" + vendor.id() + "/activate", "");
        assertThat(page(domain(reseller)).status()).isEqualTo(200);
    }

    @Test
    void onlyTheBranchOfALoginDomainSignsInThere() {
        String wrong = signIn(null, "/api/v1/tokens", reseller.email(), "wrong").text();
        for (String path : List.of("/api/v1/tokens", "/api/v1/session")) {
            assertThat(signIn(domain(reseller), path, reseller.email()).status()).isEqualTo(201);
            assertThat(signIn(domain(vendor), path, reseller.email()).status()).isEqualTo(201);
            assertThat(signIn(null, path, reseller.email()).status()).isEqualTo(201);
            for (Answer refused :
                    List.of(
                            signIn(domain(reseller), path, sibling.email()),
                            signIn(domain(reseller), path, vendor.email()),
                            signIn("nobody", path, reseller.email()),
                            signIn(domain(reseller), path, "admin@keyway.local", "keyway-local"))) {
                assertThat(refused.status()).isEqualTo(401);
                assertThat(refused.text()).isEqualTo(wrong);
            }
        }
    }

    @Test
    void aCustomerSignsInAtTheDomainsOfItsPath() {
        String email = Network.letters() + "@example.com";
        Answer created = network.createCustomer(reseller.caller(), email);
        assertThat(created.status()).isEqualTo(201);
        assertThat(signIn(domain(reseller), "/api/v1/session", email).status()).isEqualTo(201);
        assertThat(signIn(domain(vendor), "/api/v1/session", email).status()).isEqualTo(201);
        assertThat(signIn(domain(sibling), "/api/v1/session", email).status()).isEqualTo(401);
    }

    @Test
    void saysWhetherANameIsAvailableAndWhyNot() {
        assertThat(available(Network.letters())).isEqualTo("{\"available\":true,\"reason\":null}");
        assertThat(available(domain(sibling)))
                .isEqualTo("{\"available\":false,\"reason\":\"taken\"}");
        assertThat(available("admin")).isEqualTo("{\"available\":false,\"reason\":\"reserved\"}");
        for (String invalid : List.of("a", "Acme", "a1", "a-b", "a".repeat(64), "a.b")) {
            assertThat(available(invalid))
                    .as(invalid)
                    .isEqualTo("{\"available\":false,\"reason\":\"invalid\"}");
        }
        assertThat(available("ab")).contains("true");
        assertThat(available("z".repeat(63))).contains("true");
    }

    @Test
    void checkingANameNeedsThePermissionToManagePartners() {
        Caller seller =
                Callers.partner(Permission.ofReseller(), reseller.path().getFirst(), reseller.id());
        assertThat(network.api.get(seller, "/api/v1/login-domains/acme").status()).isEqualTo(403);
    }

    private String available(String name) {
        Answer answer = network.api.get(vendor.caller(), "/api/v1/login-domains/" + name);
        assertThat(answer.status()).isEqualTo(200);
        return answer.text().replace("\"loginDomain\":\"" + name + "\",", "");
    }

    private Answer page(String loginDomain) {
        return network.api.get(
                Caller.anonymous().from(new Origin("203.0.113.7", loginDomain)),
                "/api/v1/sign-in-page");
    }

    private Answer signIn(String loginDomain, String path, String username) {
        return signIn(loginDomain, path, username, Network.PASSWORD);
    }

    private Answer signIn(String loginDomain, String path, String username, String password) {
        return network.signIn(new Origin("203.0.113.7", loginDomain), path, username, password);
    }

    private static String domain(Member member) {
        return member.created().json().path("loginDomain").asString();
    }
}
