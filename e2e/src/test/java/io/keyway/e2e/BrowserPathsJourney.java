package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What each role does in the portal, from its first click to the result in the API. */
class BrowserPathsJourney {

    private static final Keyway keyway = Keyway.shared();
    private static final Portal portal = Portal.shared();

    private static Tree tree;

    @BeforeAll
    static void aNetwork() {
        tree = Portal.network();
    }

    @Test
    void aResellerIsCreatedSwitchedEditedAndDeleted() {
        String domain = Tree.letters();
        String name = "Wingtip " + domain;
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.follow("Resellers").shows("Resellers");
            vendor.follow("Create reseller").shows("Create reseller");

            vendor.click("Create reseller");
            vendor.reads("Required");
            fillIn(vendor, name, domain);
            vendor.fill("Partner e-mail", "nonsense");
            vendor.fill("Phone", "12");
            vendor.fill("Confirm the password", "something else");
            vendor.fill("Login domain", tree.distributorName);
            vendor.reads("This name is taken");
            vendor.click("Create reseller");
            vendor.reads("Must be an e-mail address");
            vendor.reads("Must be a phone number of the chosen country");
            vendor.reads("Is not the same as the password");
            vendor.keep("create-reseller-refused");
            vendor.fill("Login domain", "admin");
            vendor.reads("This name is reserved");
            vendor.fill("Login domain", "two words");
            vendor.click("Create reseller");
            vendor.reads("2 to 63 lower-case letters: no spaces, digits or special characters");

            fillIn(vendor, name, domain);
            vendor.reads(domain + " is available.");
            vendor.choose("Plan (optional)", "Standard");
            vendor.choose("Add a product", "CAD");
            vendor.toggle("Every policy");
            vendor.page.getByLabel(Pattern.compile("^Year ·")).check();
            vendor.fill("Licenses at most", "250");
            vendor.keep("create-reseller-complete");
            vendor.click("Create reseller");
            vendor.shows(name).reads(name + " is created.");

            String id = vendor.page.url().replaceAll(".*/partner/([a-z0-9_]+).*", "$1");
            JsonNode made = keyway.get(tree.vendor, "/api/v1/partners/" + id).json();
            assertThat(made.path("email").asString()).isEqualTo(Tree.email(domain));
            assertThat(made.path("phone").asString()).isEqualTo("+4930901820");
            assertThat(made.path("website").asString()).isEqualTo("https://wingtip.example");
            assertThat(made.path("contact").path("name").asString()).isEqualTo("Robin Counts");
            assertThat(made.path("contact").path("phone").asString()).isEqualTo("+4930901822");
            assertThat(made.path("model").asString()).isEqualTo("commission");
            assertThat(made.path("planId").asString()).isEqualTo(tree.plan);
            assertThat(made.path("loginDomain").asString()).isEqualTo(domain);
            assertThat(made.path("type").asString()).isEqualTo("reseller");
            JsonNode grant =
                    keyway.get(tree.vendor, "/api/v1/partners/" + id + "/grants")
                            .json()
                            .findValue("licensesMax");
            assertThat(grant.asInt()).isEqualTo(250);

            vendor.follow("Resellers").shows("Resellers");
            vendor.fill("Search by name or e-mail", domain.toUpperCase().substring(3));
            assertThat(vendor.row("@example.com")).hasCount(1);
            vendor.toggle("Access of " + name);
            vendor.reads(name + " and everybody below it are shut out.");
            assertThat(status(id)).isEqualTo("inactive");
            vendor.toggle("Access of " + name);
            vendor.reads(name + " and everybody below it may sign in again.");
            assertThat(status(id)).isEqualTo("active");

            vendor.follow("Edit " + name).fill("Your own reference", "CRM-77");
            patch(id, Map.of("website", "https://meanwhile.example"));
            vendor.click("Save").reads("Somebody else has changed this meanwhile");
            vendor.keep("edit-reseller-meanwhile");
            vendor.click("Load the newest version");
            assertThat(vendor.field("Website (optional)")).hasValue("https://meanwhile.example");
            assertThat(vendor.field("Your own reference")).hasValue("CRM-77");
            vendor.click("Save").reads("Saved.").reads("CRM-77");

            vendor.click("Delete").reads("This is permanent");
            vendor.keep("delete-reseller");
            assertThat(vendor.button("Delete for ever")).isDisabled();
            vendor.page.getByLabel("Type " + name + " to confirm").fill(name);
            vendor.click("Delete for ever");
            vendor.shows("Resellers").reads(name + " is deleted.");
            assertThat(keyway.get(tree.vendor, "/api/v1/partners/" + id).status()).isEqualTo(404);
        }
    }

    private static void fillIn(Visitor vendor, String name, String domain) {
        vendor.page
                .getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("With commission"))
                .click();
        vendor.fill("Partner name", name);
        vendor.fill("Partner e-mail", Tree.email(domain));
        vendor.field("Phone: country code").selectOption("DE");
        vendor.fill("Phone", "030 901820");
        vendor.page.getByLabel(Pattern.compile("^Website")).fill("https://wingtip.example");
        vendor.fill("Password", Tree.FIRST_PASSWORD);
        vendor.fill("Confirm the password", Tree.FIRST_PASSWORD);
        vendor.fill("Contact name", "Robin Counts");
        vendor.fill("Contact e-mail", "robin@wingtip.example");
        vendor.fill("Contact phone", "+49 30 901822");
        vendor.fill("Login domain", domain);
        vendor.fill("Discount on list prices", "15");
        vendor.fill("Commission", "5");
    }

    private static void patch(String partner, Map<String, Object> change) {
        int status =
                keyway.send(
                                tree.vendor,
                                "PATCH",
                                "/api/v1/partners/" + partner,
                                change,
                                Map.of("Content-Type", "application/merge-patch+json"))
                        .status();
        assertThat(status).isEqualTo(200);
    }

    private static String status(String id) {
        return keyway.get(tree.vendor, "/api/v1/partners/" + id).json().path("status").asString();
    }

    @Test
    void grantsCanBeReducedAndRevoked() {
        String path = "/api/v1/partners/" + tree.siblingId + "/grants";
        try (Visitor distributor = portal.visit();
                Visitor sibling = portal.visit()) {
            sibling.enter(Tree.email(tree.siblingName), Tree.PASSWORD);
            sibling.follow("Portfolio").shows("Portfolio").reads("Year");
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.open("/partner/" + tree.siblingId + "/portfolio");
            distributor.toggle("Every policy");
            distributor.click("Save").reads("Choose at least one policy");
            distributor.page.getByLabel(Pattern.compile("^Year ·")).check();
            distributor.fill("Licenses at most", "40").click("Save").reads("Saved.");
            JsonNode grant = keyway.get(tree.distributor, path).json().path(0);
            assertThat(grant.path("licensesMax").asInt()).isEqualTo(40);
            assertThat(grant.path("policyIds").path(0).asString()).isEqualTo(tree.policy);
            sibling.open("/portfolio");
            assertThat(sibling.row("Year")).containsText("40");
            distributor.click("Remove: CAD").click("Save").reads("Nothing is granted.");
            assertThat(distributor.button("Save")).isDisabled();
            sibling.open("/portfolio").reads("You may sell nothing yet");
            sibling.keep("reseller-portfolio-empty");
        }
    }

    /** A partner further above offers only what the partner's direct parent may sell. */
    @Test
    void onlyTheParentsPortfolioIsOffered() {
        Tree.created(
                keyway.post(
                        tree.vendor,
                        "/api/v1/products",
                        Map.of("code", "cam", "name", "CAM", "kind", "product")));
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.open("/partner/" + tree.resellerId + "/portfolio").click("Remove: CAD");
            vendor.page
                    .getByRole(
                            AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Add a product"))
                    .click();
            assertThat(vendor.page.getByRole(AriaRole.OPTION)).hasText(new String[] {"CAD (cad)"});
        }
    }

    @Test
    void aPlanIsMadeAndChanged() {
        String name = "Growth " + Tree.letters();
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.follow("Plans").shows("Plans").follow("Create plan").shows("Create plan");
            vendor.fill("Name", name).fill("Fee a month", "19.999").click("Create plan");
            vendor.reads("An amount with at most 2 decimals");
            vendor.fill("Fee a month", "19.90").click("Add a rate");
            vendor.choose("Meter", "Messages").choose("Charged", "Per package");
            vendor.fill("Price of one package", "2.5").fill("Units in a package", "1000");
            vendor.fill("Included", "500").keep("create-plan-complete");
            vendor.click("Create plan").reads(name + " is created.").shows("Plans");
            JsonNode made = keyway.get(tree.vendor, "/api/v1/plans").json().path("items").path(0);
            assertThat(made.path("name").asString()).isEqualTo(name);
            assertThat(made.path("fee").path("amount").asInt()).isEqualTo(1990);
            JsonNode rate = made.path("rates").path(0).path("rate");
            assertThat(rate.path("model").asString()).isEqualTo("package");
            assertThat(rate.path("unit").asString()).isEqualTo("2.5");
            assertThat(rate.path("packageSize").asString()).isEqualTo("1000");
            assertThat(rate.path("included").asString()).isEqualTo("500");

            vendor.follow(name).shows(name).fill("Fee a month", "25").toggle("Offered");
            vendor.click("Save").reads("Saved.");
            assertThat(vendor.row(name)).containsText("€25.00");
            assertThat(vendor.row(name)).containsText("Withdrawn");
        }
    }

    @Test
    void aCustomerIsCreatedOnAPlanAndMovesToAnotherPartner() {
        String email = Tree.letters() + "@example.com";
        String plan = "Studio " + Tree.letters();
        Tree.created(
                keyway.post(
                        tree.reseller,
                        "/api/v1/plans",
                        Map.of("name", plan, "fee", Map.of("amount", 2_900, "currency", "EUR"))));
        try (Visitor reseller = portal.visit();
                Visitor customer = portal.visit();
                Visitor sibling = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.follow("Create customer").shows("Create customer");
            reseller.click("Create customer").reads("Required");
            reseller.fill("First name", "Grace").fill("Last name", "Hopper");
            reseller.fill("E-mail", email).fill("Company", "Univac");
            reseller.fill("Password", Tree.FIRST_PASSWORD);
            reseller.fill("Confirm the password", Tree.FIRST_PASSWORD);
            reseller.choose("Plan (optional)", plan);
            reseller.click("Create customer").shows("Grace Hopper").reads("€29.00");
            reseller.keep("reseller-customer");

            // At the first sign-in only the password can be changed.
            customer.enter(email, Tree.FIRST_PASSWORD).shows("Change password");
            customer.keep("customer-must-change-password");
            assertThat(customer.navigation()).isEmpty();
            customer.fill("Current password", Tree.FIRST_PASSWORD);
            customer.fill("New password", Tree.PASSWORD);
            customer.fill("Confirm the password", Tree.PASSWORD);
            customer.click("Change password");
            assertThat(customer.heading("Sign in").or(customer.heading("Home"))).isVisible();
            if (customer.heading("Sign in").isVisible()) {
                customer.signIn(email, Tree.PASSWORD);
            }
            customer.shows("Home").follow("My registration").shows("My registration");
            customer.click("Create a transfer code").reads("Your transfer code");
            customer.keep("customer-transfer-code");
            String code = customer.page.locator(".key").innerText();

            sibling.enter(Tree.email(tree.siblingName), Tree.PASSWORD);
            sibling.open("/customers/transfer").fill("Transfer code", "1234").click("Look up");
            sibling.reads("Eight digits");
            sibling.fill("Transfer code", code).click("Look up");
            sibling.reads("Grace Hopper").reads("it is on no plan then");
            sibling.keep("reseller-transfer-preview");
            sibling.click("Transfer to me").shows("Grace Hopper");
            sibling.reads("Grace Hopper is your customer now.").reads("It is on no plan.");

            reseller.open("/customers").shows("Customers").settle();
            assertThat(reseller.row("Hopper")).hasCount(0);
        }
    }

    @Test
    void customerResetsForgottenPassword() {
        String email = Tree.letters() + "@example.com";
        String given = "a third one";
        try (Visitor reseller = portal.visit();
                Visitor forgetful = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.follow("Create customer")
                    .fill("First name", "For")
                    .fill("Last name", "Getful");
            reseller.fill("E-mail", email).fill("Password", Tree.FIRST_PASSWORD);
            reseller.fill("Confirm the password", Tree.FIRST_PASSWORD);
            reseller.click("Create customer").shows("For Getful").click("Edit");
            reseller.fill("E-mail", Tree.email(tree.resellerName)).click("Save").reads("is in use");
            reseller.fill("E-mail", "new-" + email).click("Save").reads("new-" + email);

            reseller.click("Reset password").reads("Ends all sessions");
            reseller.keep("reset-customer-password");
            reseller.fill("Password", given).fill("Confirm the password", given);
            reseller.page
                    .getByRole(AriaRole.DIALOG)
                    .getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Reset password"))
                    .click();
            reseller.reads("has a new password.");

            forgetful.enter("new-" + email, given).shows("Change password");
        }
    }

    @Test
    void anApplicationIsApproved() {
        String domain = Tree.letters();
        String name = "Proseware " + domain;
        try (Visitor applicant = portal.visit();
                Visitor vendor = portal.visit()) {
            applicant.open("/apply");
            applicant.fill("Partner you apply to", tree.vendorName);
            applicant.fill("Partner name", name);
            applicant.fill("Partner e-mail", Tree.email(domain));
            applicant.field("Phone: country code").selectOption("DE");
            applicant.fill("Phone", "030 901820");
            applicant.fill("Login domain", domain);
            applicant.fill("Contact name", "Robin Counts");
            applicant.fill("Contact e-mail", "robin@proseware.example");
            applicant.fill("Contact phone", "+49 30 901822");
            applicant.fill("Message (optional)", "We know the market.");
            applicant.click("Send application");
            applicant.shows("Your application is received").keep("apply-received");

            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.follow("Applications").follow(name).shows(name).reads("We know the market.");
            vendor.click("Approve");
            vendor.fill("Password", Tree.FIRST_PASSWORD);
            vendor.fill("Confirm the password", Tree.FIRST_PASSWORD);
            vendor.click("Approve").reads(name + " is your partner now.");
            vendor.keep("vendor-application-approved");
            vendor.follow("Go to the partner").shows(name);

            applicant.follow("Back to sign in");
            applicant.enter(Tree.email(domain), Tree.FIRST_PASSWORD).shows("Change password");
        }
    }

    @Test
    void anApiKeyIsShownOnceAndRevoked() {
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.follow("API keys").shows("API keys");
            reseller.button("Create API key").first().click();
            Locator dialog = reseller.page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Name").fill("Shop");
            reseller.toggle("Manage customers");
            dialog.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Create API key"))
                    .click();
            reseller.reads("Copy it now").keep("reseller-api-key-once");
            String key = reseller.page.locator(".key").innerText();
            assertThat(keyway.get(key, "/api/v1/customers").status()).isEqualTo(200);
            assertThat(keyway.get(key, "/api/v1/licenses").status()).isIn(200, 403);
            reseller.click("I have copied it");
            reseller.page.reload();
            reseller.reads("Shop");
            assertThat(reseller.page.content()).doesNotContain(key);
            reseller.keep("reseller-api-keys-one");
            reseller.click("Revoke: Shop").reads("Revoke Shop?");
            reseller.click("Revoke").reads("Shop is revoked.");
            assertThat(keyway.get(key, "/api/v1/customers").status()).isEqualTo(401);
        }
    }

    @Test
    void aStaffAccountWorksWithinItsPermissions() {
        String email = Tree.letters() + "@example.com";
        try (Visitor vendor = portal.visit();
                Visitor clerk = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.follow("Staff").shows("Staff accounts");
            vendor.button("Create account").first().click();
            Locator dialog = vendor.page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Name").fill("Sam Clerk");
            dialog.getByLabel("E-mail").fill(email);
            vendor.fill("Password", Tree.FIRST_PASSWORD);
            vendor.fill("Confirm the password", Tree.FIRST_PASSWORD);
            dialog.getByText("Sales", exactly()).click();
            vendor.keep("vendor-create-account-sales");
            dialog.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Create account"))
                    .click();
            assertThat(vendor.row(email)).containsText("Active");

            clerk.enter(email, Tree.FIRST_PASSWORD).shows("Change password");

            vendor.click("Actions for Sam Clerk");
            vendor.page
                    .getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Deactivate"))
                    .click();
            vendor.reads("Sam Clerk is shut out.").keep("vendor-staff-two");
            clerk.signIn(email, Tree.FIRST_PASSWORD).reads("Code: ");
            assertThat(clerk.heading("Sign in")).isVisible();
        }
    }

    @Test
    void aRefusalIsExplained() {
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.open("/customers/cus_01arz3ndektsv4rrffq69g5fav");
            reseller.reads("Code: not_found");
            reseller.page.getByText("Why can’t I?").click();
            reseller.reads("This stands in the way").keep("why-not");
            reseller.open("/portfolio").click("Ask");
            reseller.reads(tree.resellerName).keep("reseller-ask-access");
            assertThat(
                            reseller.page
                                    .getByRole(AriaRole.ALERT)
                                    .or(reseller.page.getByText("It is allowed now"))
                                    .first())
                    .isVisible();
        }
    }

    @Test
    void auditTrailShowsActorAndChange() {
        keyway.post(tree.vendor, "/api/v1/partners/" + tree.distributorId + "/deactivate", null);
        keyway.post(tree.vendor, "/api/v1/partners/" + tree.distributorId + "/activate", null);
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.open("/audit").shows("Audit").settle();
            assertThat(about(vendor, tree.distributorId)).containsText("Partner activated");
            vendor.keep("vendor-audit-full");
            vendor.fill("From", "2020-01-01").fill("To", "2020-01-02");
            vendor.reads("Nothing matches");
            vendor.follow("Clear filters").settle();
            assertThat(about(vendor, tree.distributorId)).isVisible();
        }
    }

    /** The newest audit record about a partner. */
    private static Locator about(Visitor vendor, String partner) {
        return vendor.page
                .getByRole(AriaRole.ROW)
                .filter(
                        new Locator.FilterOptions()
                                .setHas(
                                        vendor.page.locator(
                                                "td[data-label='On'] a[href='/partner/"
                                                        + partner
                                                        + "']")))
                .first();
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }
}
