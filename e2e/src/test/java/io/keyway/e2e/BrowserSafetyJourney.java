package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the portal must prevent, and whom it must not lock out. */
class BrowserSafetyJourney {

    private static final String SCRIPT =
            "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>";
    private static final long SIGN_IN_BYTES_MAX = 350 * 1024;

    private static final Keyway keyway = Keyway.shared();
    private static final Portal portal = Portal.shared();

    private static Tree tree;

    @BeforeAll
    static void aNetwork() {
        tree = Portal.network();
    }

    @Test
    void aPartnerIsShutOutWhileItIsSignedIn() {
        Tree other = new Tree(keyway);
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(other.resellerName), Tree.PASSWORD).shows("Home");
            reseller.follow("Customers").shows("Customers").reads("Ada Byron");
            keyway.post(
                    other.vendor, "/api/v1/partners/" + other.distributorId + "/deactivate", null);
            reseller.page.waitForTimeout(1_000);
            reseller.follow("Licenses");
            assertThat(reseller.heading("Sign in"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(5_000));
            reseller.reads("Your session has ended.").keep("sign-in-ended");
            assertThat(reseller.page.content()).doesNotContain("Ada Byron");
            reseller.signIn(Tree.email(other.resellerName), Tree.PASSWORD);
            reseller.reads("Code: ");
            assertThat(reseller.heading("Sign in")).isVisible();
        }
    }

    @Test
    void namesAreNeverExecutedAsScript() {
        String domain = Tree.letters();
        String id =
                Tree.created(
                        keyway.post(
                                tree.distributor,
                                "/api/v1/partners",
                                Map.of(
                                        "type",
                                        "reseller",
                                        "model",
                                        "commission",
                                        "name",
                                        SCRIPT,
                                        "email",
                                        Tree.email(domain),
                                        "phone",
                                        "+4930901820",
                                        "password",
                                        Tree.FIRST_PASSWORD,
                                        "contact",
                                        Map.of(
                                                "name",
                                                SCRIPT,
                                                "email",
                                                Tree.email(domain),
                                                "phone",
                                                "+4930901820"),
                                        "loginDomain",
                                        domain,
                                        "externalReferenceId",
                                        SCRIPT)));
        String customer =
                Tree.created(
                        keyway.post(
                                tree.distributor,
                                "/api/v1/customers",
                                Map.of(
                                        "email",
                                        Tree.letters() + "@example.com",
                                        "password",
                                        Tree.FIRST_PASSWORD,
                                        "firstName",
                                        SCRIPT.substring(0, 40),
                                        "lastName",
                                        "<img src=x onerror=window.hacked=1>",
                                        "company",
                                        SCRIPT,
                                        "partnerId",
                                        id)));
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            for (String path :
                    List.of(
                            "/partners/resellers",
                            "/partner/" + id,
                            "/partner/" + id + "/details?edit",
                            "/partner/" + id + "/accounts",
                            "/partner/" + id + "/customers",
                            "/partner/" + id + "/portfolio",
                            "/customers",
                            "/customers/" + customer,
                            "/customers/new",
                            "/audit")) {
                vendor.open(path).settle();
                assertThat(vendor.page.evaluate("() => window.hacked")).as(path).isNull();
                assertThat(vendor.page.locator("img[src=x]").count()).as(path).isZero();
            }
            vendor.open("/partner/" + id).shows(SCRIPT).keep("partner-with-script-as-name");
            vendor.click("Deactivate").reads(SCRIPT + " and everybody below it are shut out.");
            vendor.click("Delete").reads("This is permanent");
            assertThat(vendor.page.evaluate("() => window.hacked")).isNull();
        }
        try (Visitor guest = portal.visitLoginDomain(domain)) {
            // The partner is inactive now, so its domain has no page; otherwise its name would be
            // the heading.
            guest.open("/sign-in").settle();
            assertThat(guest.page.evaluate("() => window.hacked")).isNull();
        }
    }

    @Test
    void inlineScriptIsRefused() {
        Visitor visitor = portal.visit();
        visitor.open("/sign-in").shows("Sign in");
        visitor.page.evaluate(
                "() => {"
                        + " const script = document.createElement('script');"
                        + " script.textContent = 'window.hacked = 1';"
                        + " document.body.append(script);"
                        + " document.body.insertAdjacentHTML('beforeend',"
                        + "   '<img src=x onerror=\"window.hacked = 1\">');"
                        + "}");
        visitor.page.waitForTimeout(500);
        assertThat(visitor.page.evaluate("() => window.hacked")).isNull();
        // The refusal shows on the console, which every other journey treats as an error.
        org.assertj.core.api.Assertions.assertThatThrownBy(visitor::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Content Security Policy");
    }

    @Test
    void loginDomainAdmitsOnlyItsBranch() {
        for (String[] who :
                new String[][] {
                    {Tree.email(tree.distributorName), "Resellers"},
                    {Tree.email(tree.resellerName), "Customers"},
                    {tree.customerEmail, "My registration"}
                }) {
            try (Visitor visitor = portal.visitLoginDomain(tree.distributorName)) {
                visitor.open("/").shows(tree.distributorName);
                visitor.enter(who[0], Tree.PASSWORD).shows("Home");
                visitor.follow(who[1]).shows(who[1]);
            }
        }
        try (Visitor visitor = portal.visitLoginDomain(tree.resellerName)) {
            visitor.open("/").shows(tree.resellerName).keep("sign-in-login-domain");
            for (String stranger :
                    List.of(
                            Tree.email(tree.siblingName),
                            Tree.email(tree.distributorName),
                            Tree.email(tree.vendorName))) {
                visitor.signIn(stranger, Tree.PASSWORD).reads("Code: invalid_credentials");
                visitor.shows(tree.resellerName);
            }
        }
        try (Visitor visitor = portal.visitLoginDomain(Tree.letters())) {
            visitor.open("/").shows("Unknown sign-in address").keep("sign-in-unknown-domain");
            assertThat(visitor.button("Sign in")).hasCount(0);
        }
    }

    @Test
    void scriptsCannotReadTheToken() {
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD).shows("Home");
            assertThat((String) vendor.page.evaluate("() => document.cookie"))
                    .doesNotContain("keyway");
            String stored =
                    (String)
                            vendor.page.evaluate(
                                    "() => JSON.stringify([{...localStorage},"
                                            + " {...sessionStorage}])");
            assertThat(stored).doesNotContain("kw_");
            assertThat(vendor.page.context().cookies())
                    .filteredOn(cookie -> cookie.name.equals("__Host-keyway"))
                    .singleElement()
                    .satisfies(
                            cookie -> {
                                assertThat(cookie.httpOnly).isTrue();
                                assertThat(cookie.secure).isTrue();
                                assertThat(stored).doesNotContain(cookie.value);
                            });
            // The cookie alone allows reading, but no change.
            assertThat(fetched(vendor, "GET", "/api/v1/me").path("status").asInt()).isEqualTo(200);
            JsonNode refused =
                    fetched(
                            vendor,
                            "POST",
                            "/api/v1/partners/" + tree.distributorId + "/deactivate");
            assertThat(refused.path("status").asInt()).isEqualTo(403);
            assertThat(refused.path("body").path("code").asString()).isEqualTo("csrf_failed");
        }
    }

    private static JsonNode fetched(Visitor visitor, String method, String path) {
        String answer =
                (String)
                        visitor.page.evaluate(
                                "async ([method, path]) => {"
                                        + " const answer = await fetch(path, {method});"
                                        + " return JSON.stringify({"
                                        + "   status: answer.status, body: await answer.json()});"
                                        + "}",
                                List.of(method, path));
        return tools.jackson.databind.json.JsonMapper.shared().readTree(answer);
    }

    @Test
    void everythingIsWithinReachOfTheKeyboard() {
        String domain = Tree.letters();
        try (Visitor vendor = portal.visit()) {
            vendor.open("/sign-in");
            vendor.tabTo(vendor.field("E-mail")).type(Tree.email(tree.vendorName));
            vendor.tabTo(vendor.field("Password")).type(Tree.PASSWORD);
            vendor.tabTo(vendor.button("Sign in"));
            vendor.page.keyboard().press("Enter");
            vendor.shows("Home").settle();
            vendor.press("Shift+Tab", vendor.link("Resellers"));
            vendor.page.keyboard().press("Enter");
            vendor.shows("Resellers").settle();

            // The skip link jumps over the side bar.
            vendor.press("Shift+Tab", vendor.link("Skip to content"));
            vendor.page.keyboard().press("Enter");
            vendor.tabTo(vendor.link("Create reseller"));
            vendor.page.keyboard().press("Enter");
            vendor.shows("Create reseller").settle();

            // The radio group is one tab stop; arrow keys move within it.
            vendor.tabTo(
                    vendor.page.getByRole(
                            AriaRole.RADIO, new Page.GetByRoleOptions().setName("With own plans")));
            vendor.page.keyboard().press("ArrowRight");
            vendor.tabTo(vendor.field("Partner name")).type("By keyboard " + domain);
            vendor.tabTo(vendor.field("Partner e-mail")).type(Tree.email(domain));
            vendor.tabTo(vendor.field("Phone")).type("+4930901820");
            vendor.tabTo(vendor.field("Password")).type(Tree.FIRST_PASSWORD);
            vendor.tabTo(vendor.field("Confirm the password")).type(Tree.FIRST_PASSWORD);
            vendor.tabTo(vendor.field("Contact name")).type("Robin Counts");
            vendor.tabTo(vendor.field("Contact e-mail")).type("robin@wingtip.example");
            vendor.tabTo(vendor.field("Contact phone")).type("+4930901820");
            vendor.tabTo(vendor.field("Login domain")).type(domain);
            vendor.tabTo(vendor.button("Create reseller"));
            vendor.page.keyboard().press("Enter");
            vendor.shows("By keyboard " + domain);
        }
    }

    @Test
    void theSignInPageIsLight() throws IOException {
        try (Visitor visitor = portal.visit()) {
            CDPSession network = visitor.page.context().newCDPSession(visitor.page);
            AtomicLong bytes = new AtomicLong();
            network.on(
                    "Network.loadingFinished",
                    (JsonObject event) ->
                            bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
            network.send("Network.enable");
            visitor.open("/").shows("Sign in").settle();
            visitor.page.waitForTimeout(1_000);
            Files.writeString(
                    Portal.OUTPUT.resolve("sign-in-size.txt"),
                    "The sign-in page transfers "
                            + bytes.get()
                            + " bytes, headers included; at most "
                            + SIGN_IN_BYTES_MAX
                            + " are allowed.\n");
            assertThat(bytes.get()).isBetween(10_000L, SIGN_IN_BYTES_MAX);
        }
    }
}
