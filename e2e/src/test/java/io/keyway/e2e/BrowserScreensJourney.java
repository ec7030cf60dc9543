package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every screen of the portal as each role sees it: it opens, a screenshot is kept in
 * target/screenshots, and it has no serious accessibility violation.
 */
class BrowserScreensJourney {

    private static final Keyway keyway = Keyway.shared();
    private static final Portal portal = Portal.shared();

    private static Tree tree;
    private static String order;
    private static String license;
    private static String application;

    @BeforeAll
    static void aNetworkAtWork() {
        tree = new Tree(keyway);
        rename(keyway.operator(), tree.vendorId, "Northwind Software");
        rename(tree.vendor, tree.distributorId, "Contoso Distribution");
        rename(tree.distributor, tree.resellerId, "Fabrikam");
        rename(tree.distributor, tree.siblingId, "Tailspin Toys");
        order = Tree.created(tree.order("immediate", 3));
        tree.settled(
                tree.distributor,
                "/api/v1/orders/" + order,
                now -> now.path("status").asString().equals("fulfilled"));
        license =
                keyway.get(tree.reseller, "/api/v1/licenses")
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        Tree.created(
                keyway.post(
                        tree.reseller,
                        "/api/v1/licenses/" + license + "/machines",
                        Map.of(
                                "fingerprint", "7c:2a:31:9e:00:4b",
                                "name", "Ada’s desk",
                                "platform", "Linux")));
        keyway.send(
                tree.reseller,
                "PATCH",
                "/api/v1/licenses/" + license,
                Map.of(
                        "resellerNotes", "Quotation 77",
                        "customerDetails", "Call us to install it."),
                Map.of("Content-Type", "application/merge-patch+json"));
        keyway.post(
                tree.reseller,
                "/api/v1/events",
                IntStream.range(0, 20)
                        .mapToObj(
                                i ->
                                        Map.of(
                                                "specversion",
                                                "1.0",
                                                "id",
                                                "screen" + i,
                                                "source",
                                                "/product",
                                                "type",
                                                "message.sent",
                                                "subject",
                                                license,
                                                "time",
                                                Instant.now().toString(),
                                                "data",
                                                Map.of("count", "12.5")))
                        .toList());
        Keyway.Answer applied =
                keyway.post(
                        "",
                        "/api/v1/partner-applications",
                        Map.of(
                                "loginDomainOfParent", tree.vendorName,
                                "type", "reseller",
                                "model", "commission",
                                "name", "Adventure Works",
                                "email", "office@" + Tree.letters() + ".example",
                                "phone", "+4930901820",
                                "website", "https://adventure-works.example",
                                "contact",
                                        Map.of(
                                                "name", "Jo Berry",
                                                "email", "jo@adventure-works.example",
                                                "phone", "+4930901821"),
                                "loginDomain", Tree.letters(),
                                "message", "We sell design software in the north."));
        assertThat(applied.status()).as(applied.text()).isEqualTo(202);
        application = applied.id();
    }

    private static void rename(String who, String id, String name) {
        Keyway.Answer renamed =
                keyway.send(
                        who,
                        "PATCH",
                        "/api/v1/partners/" + id,
                        Map.of("name", name),
                        Map.of("Content-Type", "application/merge-patch+json"));
        assertThat(renamed.status()).as(renamed.text()).isEqualTo(200);
    }

    @Test
    void beforeSigningIn() {
        for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            String suffix = suffix(colors);
            try (Visitor visitor = portal.visit(colors)) {
                visitor.open("/sign-in").shows("Sign in").keep("sign-in" + suffix);
                visitor.fill("E-mail", "nobody@example.com").fill("Password", "not a password");
                visitor.click("Sign in");
                visitor.reads("Code: invalid_credentials").keep("sign-in-refused" + suffix);
                visitor.follow("Apply to become a partner");
                visitor.shows("Apply to become a partner").keep("apply" + suffix);
            }
        }
    }

    @Test
    void theOperatorSeesEveryVendor() {
        try (Visitor operator = portal.visit()) {
            operator.enter("admin@keyway.local", "keyway-local").shows("Home");
            assertThat(operator.navigation())
                    .containsExactly(
                            "Home",
                            "Resellers",
                            "Distributors",
                            "Vendors",
                            "Customers",
                            "Orders",
                            "Settlements",
                            "Statements",
                            "Usage",
                            "Applications",
                            "Signing keys",
                            "API keys",
                            "Audit");
            operator.keep("operator-home");
            operator.follow("Resellers").shows("Resellers").keep("operator-resellers");
            operator.follow("Distributors").shows("Distributors").keep("operator-distributors");
            operator.follow("Vendors").shows("Vendors").keep("operator-vendors");
            operator.follow("Create vendor").shows("Create vendor").keep("operator-create-vendor");
            operator.open("/partners/new?type=reseller").shows("Create reseller");
            operator.keep("operator-create-reseller");
            operator.open("/partner/" + tree.vendorId).shows("Northwind Software");
            operator.keep("operator-vendor");
            operator.open("/partner/" + tree.vendorId + "/details?edit").field("Partner name");
            operator.keep("operator-vendor-edit");
            operator.follow("Customers").shows("Customers").keep("operator-customers");
            operator.follow("Orders").shows("Orders").keep("operator-orders");
            operator.follow("Applications").shows("Applications").keep("operator-applications");
            operator.follow("Signing keys").shows("Signing keys").keep("operator-signing-keys");
            operator.follow("API keys").shows("API keys").keep("operator-api-keys");
            operator.follow("Audit").shows("Audit").keep("operator-audit");
        }
    }

    @Test
    void theVendorSeesItsBranch() {
        for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            String suffix = suffix(colors);
            try (Visitor vendor = portal.visit(colors)) {
                vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD).shows("Home");
                assertThat(vendor.navigation())
                        .containsExactly(
                                "Home",
                                "Create license",
                                "Resellers",
                                "Distributors",
                                "Customers",
                                "Licenses",
                                "Orders",
                                "Settlements",
                                "Statements",
                                "Usage",
                                "Meters",
                                "Portfolio",
                                "Products",
                                "Plans",
                                "Applications",
                                "Staff",
                                "Signing keys",
                                "API keys",
                                "Audit");
                vendor.reads("Messages consumed").keep("vendor-home" + suffix);
                // The list of partners shows resellers first.
                vendor.open("/partners").shows("Resellers");
                vendor.reads("Fabrikam").keep("vendor-resellers" + suffix);
                vendor.follow("Create reseller").shows("Create reseller");
                vendor.keep("vendor-create-reseller" + suffix);
                vendor.follow("Distributors").shows("Distributors");
                vendor.reads("Contoso Distribution").keep("vendor-distributors" + suffix);
                String contoso = "/partner/" + tree.distributorId;
                vendor.open(contoso).shows("Contoso Distribution");
                assertThat(vendor.link("Distributors").first())
                        .hasAttribute("aria-current", "page");
                vendor.keep("vendor-partner-details" + suffix);
                vendor.click("Edit").keep("vendor-partner-edit" + suffix);
                for (String tab :
                        List.of(
                                "Plan",
                                "Usage",
                                "Portfolio",
                                "Permissions",
                                "Customers",
                                "Accounts")) {
                    vendor.tab(tab).keep("vendor-partner-" + tab.toLowerCase() + suffix);
                }
            }
        }
    }

    @Test
    void theVendorSeesTheRest() {
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.open("/partners/new?type=distributor").shows("Create distributor");
            vendor.keep("vendor-create-distributor");
            vendor.follow("Customers").shows("Customers").keep("vendor-customers");
            vendor.follow("Ada Byron").shows("Ada Byron").keep("vendor-customer");
            vendor.open("/customers/new").shows("Create customer").keep("vendor-create-customer");
            vendor.open("/customers/transfer").shows("Transfer a customer");
            vendor.keep("vendor-transfer-customer");
            vendor.follow("Licenses").shows("Licenses").keep("vendor-licenses");
            vendor.follow("Orders").shows("Orders").keep("vendor-orders");
            vendor.open("/orders/" + order).reads("Year").keep("vendor-order");
            vendor.tab("Licenses").keep("vendor-order-licenses");
            vendor.tab("License Managers").keep("vendor-order-managers");
            vendor.follow("Portfolio").shows("Portfolio").reads("CAD").keep("vendor-portfolio");
            vendor.follow("Plans").shows("Plans").reads("Standard").keep("vendor-plans");
            vendor.click("Terms of Standard").reads("€0.015 each").keep("vendor-plan-terms");
            vendor.open("/plans/" + tree.plan).shows("Standard").keep("vendor-plan");
            vendor.open("/plans/new").shows("Create plan").click("Add a rate");
            vendor.choose("Charged", "By tiers: each part at its own price");
            vendor.click("Add a tier").keep("vendor-create-plan");
            vendor.open("/applications").shows("Applications").keep("vendor-applications");
            vendor.open("/applications/" + application).shows("Adventure Works");
            vendor.keep("vendor-application");
            vendor.click("Approve").keep("vendor-application-approve");
            vendor.click("Cancel").click("Reject").keep("vendor-application-reject");
            vendor.follow("Staff").shows("Staff accounts").keep("vendor-staff");
            vendor.button("Create account").first().click();
            vendor.keep("vendor-create-account");
            vendor.open("/api-keys").shows("API keys").keep("vendor-api-keys");
            vendor.button("Create API key").first().click();
            vendor.keep("vendor-create-api-key");
            vendor.open("/audit").shows("Audit").keep("vendor-audit");
            vendor.open("/change-password").shows("Change password").keep("change-password");
            vendor.open("/no-such-page").shows("There is no such page").keep("no-such-page");
        }
    }

    @Test
    void theVendorSeesItsCatalog() {
        for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            String suffix = suffix(colors);
            try (Visitor vendor = portal.visit(colors)) {
                vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
                vendor.follow("Products").shows("Products").reads("CAD");
                vendor.keep("vendor-products" + suffix);
                vendor.follow("Create product").shows("Create product");
                vendor.keep("vendor-create-product" + suffix);
                vendor.open("/products/" + tree.product).shows("CAD").reads("Year");
                vendor.keep("vendor-product" + suffix);
                vendor.click("Edit");
                assertThat(vendor.button("Save")).isVisible();
                vendor.keep("vendor-product-edit" + suffix);
                vendor.click("Cancel").follow("Create policy").shows("Create policy");
                vendor.keep("vendor-create-policy" + suffix);
                vendor.open("/policies/" + tree.policy).shows("Year");
                vendor.keep("vendor-policy" + suffix);
                vendor.click("Edit");
                assertThat(vendor.button("Save")).isVisible();
                vendor.keep("vendor-policy-edit" + suffix);
                vendor.open("/signing-keys").shows("Signing keys").reads("Signs now");
                vendor.keep("vendor-signing-keys" + suffix);
            }
        }
    }

    /**
     * Repeats screens that were checked in light mode on a desktop, in dark mode and on a phone.
     */
    @Test
    void theVendorSeesItOnAPhone() {
        String contoso = "/partner/" + tree.distributorId;
        try (Visitor vendor = portal.visit(ColorScheme.DARK)) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD).shows("Home");
            vendor.page.setViewportSize(390, 844);
            vendor.keep("phone-home").open("/partners/resellers").shows("Resellers");
            vendor.keep("phone-resellers").click("Open the menu").keep("phone-menu");
            for (String[] screen :
                    new String[][] {
                        {contoso, "Contoso Distribution"},
                        {contoso + "/details?edit", "Contoso Distribution"},
                        {contoso + "/usage", "Contoso Distribution"},
                        {contoso + "/portfolio", "Contoso Distribution"},
                        {contoso + "/permissions", "Contoso Distribution"},
                        {contoso + "/accounts", "Contoso Distribution"},
                        {"/partners/new?type=reseller", "Create reseller"},
                        {"/customers", "Customers"},
                        {"/customers/" + tree.customerId, "Ada Byron"},
                        {"/licenses", "Licenses"},
                        {"/licenses/new", "Create license"},
                        {"/licenses/" + license, "CAD"},
                        {"/orders", "Orders"},
                        {"/orders/new", "Create order"},
                        {"/settlements", "Settlements"},
                        {"/portfolio", "Portfolio"},
                        {"/products", "Products"},
                        {"/products/new", "Create product"},
                        {"/products/" + tree.product, "CAD"},
                        {"/products/" + tree.product + "/policies/new", "Create policy"},
                        {"/policies/" + tree.policy, "Year"},
                        {"/policies/" + tree.policy + "?edit", "Year"},
                        {"/signing-keys", "Signing keys"},
                        {"/plans", "Plans"},
                        {"/plans/" + tree.plan, "Standard"},
                        {"/applications", "Applications"},
                        {"/applications/" + application, "Adventure Works"},
                        {"/staff", "Staff accounts"},
                        {"/api-keys", "API keys"},
                        {"/audit", "Audit"},
                        {"/change-password", "Change password"}
                    }) {
                vendor.open(screen[0]).shows(screen[1]);
                String name =
                        screen[0]
                                .replace(tree.distributorId, "")
                                .replaceAll("(cus|ord|pln|apl|prd|pol|lic)_[0-9a-z]+", "one")
                                .replaceAll("[^a-z]+", "-");
                vendor.keep("phone" + name);
            }
            // Its heading is the day of the order.
            vendor.open("/orders/" + order).reads("Discount").keep("phone-order");
            vendor.tab("Licenses").keep("phone-order-licenses");
            vendor.tab("License Managers").keep("phone-order-managers");
        }
        try (Visitor guest = portal.visit(ColorScheme.DARK)) {
            guest.page.setViewportSize(390, 844);
            guest.open("/apply").shows("Apply to become a partner").keep("phone-apply");
        }
    }

    @Test
    void theDistributorOrders() {
        try (Visitor distributor = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD).shows("Home");
            assertThat(distributor.navigation())
                    .containsSequence(
                            "Home",
                            "Create license",
                            "Resellers",
                            "Distributors",
                            "Customers",
                            "Licenses",
                            "Orders",
                            "Settlements",
                            "Statements",
                            "Usage",
                            "Portfolio",
                            "Plans",
                            "Applications")
                    .contains("API keys")
                    .doesNotContain("Vendors");
            distributor.keep("distributor-home");
            distributor.follow("Resellers").shows("Resellers");
            distributor.reads("Tailspin Toys").keep("distributor-resellers");
            distributor.follow("Orders").shows("Orders").keep("distributor-orders");
            distributor.follow("Create order").shows("Create order");
            distributor.keep("distributor-create-order");
            distributor.choose("Policy", "Year").fill("Quantity", "3");
            distributor.reads("€300.00").reads("-€30.00").reads("€270.00");
            distributor.keep("distributor-create-order-priced");
            distributor.follow("Portfolio").shows("Portfolio").keep("distributor-portfolio");
            distributor.open("/partner/" + tree.resellerId + "/usage").shows("Fabrikam");
            distributor.keep("distributor-partner-usage");
        }
    }

    @Test
    void theResellerSellsAndIssues() {
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD).shows("Home");
            assertThat(reseller.navigation())
                    .containsSequence(
                            "Home",
                            "Create license",
                            "Customers",
                            "Licenses",
                            "Orders",
                            "Settlements",
                            "Statements",
                            "Usage",
                            "Portfolio")
                    .contains("API keys")
                    .doesNotContain("Resellers", "Distributors", "Vendors", "Applications");
            reseller.reads("Ada Byron").keep("reseller-home");
            reseller.follow("Customers").shows("Customers");
            reseller.reads("Ada Byron").keep("reseller-customers");
            reseller.follow("Licenses").shows("Licenses").keep("reseller-licenses");
            reseller.follow("Create license").shows("Create license");
            reseller.keep("reseller-create-license");
            reseller.open("/licenses/" + license).shows("CAD").reads("Ada’s desk");
            reseller.keep("reseller-license").click("Transfer").keep("reseller-transfer");
            reseller.click("Cancel").click("Release Ada’s desk");
            reseller.keep("reseller-release-machine").click("Cancel");
            // It manages licenses in an order of its distributor, and does not see the order's
            // prices.
            String allowance = tree.allowance(10, 4);
            reseller.follow("Orders").shows("Orders").reads("On demand").keep("reseller-orders");
            reseller.open("/orders/" + allowance).reads("Year").keep("reseller-order");
            assertThat(reseller.page.getByText("€")).hasCount(0);
            reseller.tab("License Managers").reads("at most 4").keep("reseller-order-managers");
            reseller.follow("Portfolio").shows("Portfolio").keep("reseller-portfolio");
            reseller.follow("API keys").shows("API keys").keep("reseller-api-keys");
            // The API refuses what the navigation hides.
            reseller.open("/applications").reads("Code: forbidden").reads("Why can’t I?");
            reseller.keep("reseller-refused");
        }
    }

    @Test
    void theCustomerSeesItsOwn() {
        for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (Visitor customer = portal.visit(colors)) {
                customer.enter(tree.customerEmail, Tree.PASSWORD).shows("Home");
                assertThat(customer.navigation())
                        .containsExactly(
                                "Home",
                                "My registration",
                                "Licenses",
                                "Statements",
                                "Usage",
                                "API keys");
                customer.keep("customer-home" + suffix(colors));
                customer.follow("My registration").shows("My registration");
                customer.reads("Byron").keep("customer-registration" + suffix(colors));
                customer.follow("Licenses").shows("Licenses");
                customer.reads("CAD").keep("customer-licenses" + suffix(colors));
                customer.open("/licenses/" + license).shows("CAD").reads("Call us");
                customer.keep("customer-license" + suffix(colors));
                customer.follow("Statements").shows("Statements");
                customer.keep("customer-statements" + suffix(colors));
                customer.open("/partners/resellers").reads("Code: forbidden");
                // The message is shown once, without controls that could not be used.
                assertThat(customer.page.getByRole(AriaRole.ALERT)).hasCount(1);
                assertThat(customer.page.getByRole(AriaRole.SEARCH)).hasCount(0);
                customer.keep("customer-refused" + suffix(colors));
            }
        }
    }

    private static String suffix(ColorScheme colors) {
        return colors == ColorScheme.DARK ? Visitor.DARK : "";
    }
}
