package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Licenses in the portal: created, forwarded, changed, and used by their customer. */
class BrowserLicensesJourney {

    private static final Keyway keyway = Keyway.shared();
    private static final Portal portal = Portal.shared();

    private static Tree tree;

    @BeforeAll
    static void aNetwork() {
        tree = new Tree(keyway);
    }

    @Test
    void aResellerCreatesACustomerAndLicensesOfBothClasses() {
        Tree own = new Tree(keyway);
        String email = Tree.letters() + "@example.com";
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(own.resellerName), Tree.PASSWORD).shows("Home");
            reseller.reads("No licenses yet").keep("reseller-home-empty");
            reseller.follow("Create license").shows("Create license");
            // The only product and the only policy are selected already.
            assertThat(combobox(reseller, "Product")).hasValue("CAD");
            assertThat(combobox(reseller, "Policy")).hasValue("Year");
            reseller.reads("€100.00 each at list price");
            reseller.click("Create license").reads("Required");

            reseller.click("Create customer");
            Locator dialog = reseller.page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("First name").fill("Grace");
            dialog.getByLabel("Last name").fill("Hopper");
            dialog.getByLabel("E-mail").fill(email);
            reseller.fill("Password", Tree.FIRST_PASSWORD);
            reseller.fill("Confirm the password", Tree.FIRST_PASSWORD);
            reseller.keep("create-license-customer");
            within(dialog, "Create customer").click();
            assertThat(dialog).isHidden();
            assertThat(combobox(reseller, "Customer")).hasValue("Grace Hopper (" + email + ")");

            radio(reseller, "Additional").check();
            reseller.fill("Quantity", "2").fill("Reseller notes", "margin 40 percent");
            reseller.fill("Customer details", "Order 17");
            reseller.click("Create license").reads("Code: ");
            reseller.click("Why can’t I?").reads("The customer has no primary license");
            reseller.keep("create-license-refused");
            within(reseller.page.getByRole(AriaRole.DIALOG), "Close").click();

            radio(reseller, "Primary").check();
            reseller.page
                    .getByRole(
                            AriaRole.CHECKBOX,
                            new Page.GetByRoleOptions().setName("The customer has paid"))
                    .check();
            reseller.fill("Paid on", "2026-01-02").keep("create-license-complete");
            reseller.click("Create license").shows("2 licenses are created");
            reseller.keep("licenses-created");
            List<String> keys = reseller.page.locator(".key").allInnerTexts();
            assertThat(keys).hasSize(2);

            String text = downloaded(reseller, "Download as text", "licenses.txt");
            assertThat(text).contains(keys).contains("CAD · Year", "Order 17");
            assertThat(text).doesNotContain("margin");
            String csv = downloaded(reseller, "Download as CSV", "licenses.csv");
            assertThat(csv).contains(keys).contains(email, "Grace Hopper");
            assertThat(csv).doesNotContain("margin");
            Download file =
                    reseller.page.waitForDownload(() -> reseller.click("License file of key 1"));
            assertThat(file.suggestedFilename()).matches("license-[0-9a-z]{6}\\.lic");
            assertThat(content(file)).startsWith("-----BEGIN LICENSE FILE-----");

            JsonNode made = onlyLicenses(own.reseller);
            assertThat(made.path("items")).hasSize(2);
            JsonNode first = made.path("items").path(0);
            assertThat(keys).contains(first.path("key").asString());
            assertThat(first.path("class").asString()).isEqualTo("primary");
            assertThat(first.path("resellerNotes").asString()).isEqualTo("margin 40 percent");
            assertThat(first.path("customerPaidDate").asString()).isEqualTo("2026-01-02");

            reseller.click("Create another").shows("Create license");
            combobox(reseller, "Customer").fill("Hopper");
            reseller.page.getByRole(AriaRole.OPTION).first().click();
            radio(reseller, "Additional").check();
            radio(reseller, "Trial").check();
            reseller.click("Create license").shows("The license is created");
            reseller.follow("Open the license").shows("CAD");
            assertThat(reseller.page.locator("dd").getByText("Additional")).isVisible();
            assertThat(reseller.page.locator("dd").getByText("Trial")).isVisible();

            reseller.follow("Home").shows("Home");
            assertThat(reseller.row("Grace Hopper")).hasCount(3);
            // A trial is not owed.
            reseller.keep("reseller-home").link("Unpaid licenses: 2").click();
            reseller.shows("Licenses").settle();
            assertThat(reseller.page).hasURL(Pattern.compile("paymentStatus=pending"));
            assertThat(reseller.row("Grace Hopper")).hasCount(2);
        }
    }

    @Test
    void aLicenseIsSuspendedAndReinstated() {
        String id = issue(1).getFirst();
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.open("/licenses/" + id).shows("CAD").reads("Not activated");
            reseller.click("Suspend").reads("until it is reinstated").keep("license-suspend");
            reseller.inDialog("Suspend").click();
            reseller.reads("The license is suspended.");
            assertThat(status(id)).isEqualTo("SUSPENDED");
            assertThat(reseller.button("Suspend")).hasCount(0);
            // No license file can be downloaded while it is suspended.
            assertThat(reseller.button("Download the file")).hasCount(0);
            reseller.click("Reinstate");
            reseller.inDialog("Reinstate").click();
            reseller.reads("The license is valid again.");
            assertThat(status(id)).isEqualTo("INACTIVE");
            String expiry = read(id).path("expiresAt").asString();
            reseller.click("Renew");
            reseller.inDialog("Renew").click();
            reseller.reads("The license is renewed.");
            assertThat(read(id).path("expiresAt").asString()).isGreaterThan(expiry);
        }
    }

    @Test
    void aLicenseChangesToAnotherPolicy() {
        String monthly =
                Tree.created(
                        keyway.post(
                                tree.vendor,
                                "/api/v1/policies",
                                Map.of(
                                        "productId",
                                        tree.product,
                                        "name",
                                        "Monthly",
                                        "type",
                                        "subscription",
                                        "duration",
                                        "P1M",
                                        "price",
                                        Map.of("amount", 100, "currency", "EUR"))));
        String id = issue(1).getFirst();
        String expiry = read(id).path("expiresAt").asString();
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.open("/licenses/" + id).shows("CAD").click("Change policy");
            reseller.choose("New policy", "Monthly").keep("license-change-policy");
            reseller.page.getByLabel("One term of the new policy from now").check();
            reseller.inDialog("Change policy").click();
            reseller.reads("The license is on the other policy.").reads("Monthly");
            assertThat(read(id).path("policyName").asString()).isEqualTo("Monthly");
            assertThat(read(id).path("expiresAt").asString()).isLessThan(expiry);
        } finally {
            // The other tests expect the product to have one policy.
            keyway.send(
                    tree.vendor,
                    "PATCH",
                    "/api/v1/policies/" + monthly,
                    Map.of("status", "withdrawn"),
                    Map.of());
        }
    }

    @Test
    void twoAreTickedAndRevoked() {
        List<String> ids = issue(3);
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.follow("Licenses").shows("Licenses").settle();
            for (String id : ids.subList(0, 2)) {
                tick(reseller, id).check();
            }
            reseller.reads("2 chosen").keep("licenses-ticked");
            reseller.click("Revoke").reads("Revoke 2 licenses?").reads("for ever");
            reseller.keep("licenses-revoke-many");
            reseller.inDialog("Revoke").click();
            reseller.reads("2 of 2").keep("licenses-revoked-many");
            assertThat(reseller.page.getByText("Done", exactly())).hasCount(2);
            // The dialog's close icon has the same name.
            reseller.inDialog("Close").last().click();
            assertThat(status(ids.get(0))).isEqualTo("BANNED");
            assertThat(status(ids.get(1))).isEqualTo("BANNED");
            assertThat(status(ids.get(2))).isEqualTo("INACTIVE");

            reseller.choose("Status", "Revoked");
            assertThat(reseller.page).hasURL(Pattern.compile("status=BANNED"));
            reseller.settle();
            assertThat(tick(reseller, ids.get(0))).isVisible();
            assertThat(tick(reseller, ids.get(2))).hasCount(0);
            reseller.open("/licenses/" + ids.getFirst()).shows("CAD").reads("Revoked");
            assertThat(reseller.button("Reinstate")).hasCount(0);
        }
    }

    @Test
    void licensesAreFilteredByNamesThatTheAddressKeeps() {
        issue(1);
        try (Visitor distributor = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.follow("Licenses").shows("Licenses").click("More filters");
            distributor.choose("Product", "CAD").choose("Customer", "Ada Byron");
            distributor.choose("Partner", tree.resellerName);
            assertThat(distributor.page).hasURL(Pattern.compile("customerId=cus_.*partnerId=prt_"));
            distributor.keep("licenses-filtered");
            assertThat(distributor.row("Ada Byron").first()).isVisible();
            distributor.page.reload();
            // The customer's name is shown again, although the address has only its id.
            assertThat(combobox(distributor, "Customer"))
                    .hasValue("Ada Byron (" + tree.customerEmail + ")");
            assertThat(combobox(distributor, "Partner"))
                    .hasValue(tree.resellerName + " (Reseller)");
            distributor.choose("Partner", tree.siblingName).reads("Nothing matches");
            distributor.click("Clear filters").settle();
            assertThat(distributor.row("Ada Byron").first()).isVisible();

            distributor.click("Columns");
            distributor
                    .page
                    .getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Class"))
                    .check();
            distributor.page.keyboard().press("Escape");
            distributor.page.reload();
            assertThat(
                            distributor.page.getByRole(
                                    AriaRole.COLUMNHEADER,
                                    new Page.GetByRoleOptions().setName("Class")))
                    .isVisible();
        }
    }

    @Test
    void notesOfTwoMeetAndALicenseMovesToAnotherCustomer() {
        String id = issue(1).getFirst();
        String email = Tree.letters() + "@example.com";
        Tree.created(
                keyway.post(
                        tree.reseller,
                        "/api/v1/customers",
                        Map.of(
                                "email",
                                email,
                                "password",
                                Tree.FIRST_PASSWORD,
                                "firstName",
                                "Charles",
                                "lastName",
                                "Babbage")));
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.open("/licenses/" + id).shows("CAD");
            reseller.fill("Reseller notes", "Q-1");
            keyway.send(
                    tree.reseller,
                    "PATCH",
                    "/api/v1/licenses/" + id,
                    Map.of("customerDetails", "From the other desk"),
                    Map.of("Content-Type", "application/merge-patch+json"));
            reseller.click("Save").reads("Somebody else has changed this meanwhile");
            reseller.click("Load the newest version");
            assertThat(reseller.field("Customer details")).hasValue("From the other desk");
            assertThat(reseller.field("Reseller notes")).hasValue("Q-1");
            reseller.click("Save").reads("Saved.");
            assertThat(read(id).path("resellerNotes").asString()).isEqualTo("Q-1");

            reseller.click("Transfer").reads("with the same key");
            Locator customer = combobox(reseller, "To customer");
            customer.fill("Babbage");
            reseller.page.getByRole(AriaRole.OPTION).first().click();
            reseller.keep("license-transfer");
            String key = read(id).path("key").asString();
            reseller.inDialog("Transfer").click();
            reseller.reads("The license is transferred.");
            assertThat(reseller.link("Charles Babbage")).isVisible();
            assertThat(read(id).path("key").asString()).isEqualTo(key);
            assertThat(read(id).path("customerEmail").asString()).isEqualTo(email);
            reseller.page.reload();
            assertThat(reseller.heading("CAD")).isVisible();
            reseller.reads("License transferred").keep("reseller-license-history");
        }
    }

    @Test
    void manyAreDrawnFromAnOrderInTheBackground() {
        String order = tree.allowance(300, 250);
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.open("/licenses/new?orderId=" + order + "&customerId=" + tree.customerId);
            assertThat(combobox(reseller, "Customer"))
                    .hasValue("Ada Byron (" + tree.customerEmail + ")");
            assertThat(combobox(reseller, "Policy")).hasValue("Year");
            // A license manager sees neither the order's owner nor its prices.
            assertThat(reseller.page.getByText("€")).hasCount(0);
            reseller.fill("Quantity", "251").click("Create license").reads("Code: ");
            reseller.fill("Quantity", "150").click("Create license");
            reseller.shows("Creating licenses").reads("All are created");
            reseller.reads("150 of 150").keep("issuance-completed");
            reseller.follow("Show the licenses").shows("Licenses").settle();
            assertThat(reseller.page).hasURL(Pattern.compile("orderId=" + order));
            assertThat(reseller.page.locator("tbody tr")).hasCount(25);
        }
    }

    @Test
    void aCustomerUsesItsLicense() {
        String id = issue(1).getFirst();
        keyway.send(
                tree.reseller,
                "PATCH",
                "/api/v1/licenses/" + id,
                Map.of("customerDetails", "Call us to install it", "resellerNotes", "margin"),
                Map.of("Content-Type", "application/merge-patch+json"));
        String machine =
                Tree.created(
                        keyway.post(
                                tree.reseller,
                                "/api/v1/licenses/" + id + "/machines",
                                Map.of("fingerprint", "7c:2a:31", "name", "Ada’s desk")));
        try (Visitor customer = portal.visit()) {
            customer.enter(tree.customerEmail, Tree.PASSWORD).shows("Home").reads("Ada Byron");
            customer.keep("customer-home");
            customer.follow("Licenses").shows("Licenses").settle();
            // A customer cannot filter by seller or payment.
            assertThat(customer.button("More filters")).hasCount(0);
            customer.page.locator("td a[href='/licenses/" + id + "']").click();
            customer.shows("CAD").reads("Call us to install it").reads("7c:2a:31");
            customer.keep("customer-license");
            assertThat(customer.page.getByText("margin")).hasCount(0);
            assertThat(customer.page.getByText("Payment")).hasCount(0);
            assertThat(customer.button("Suspend")).hasCount(0);

            customer.choose("For", "Ada’s desk").choose("Valid for", "7 days");
            customer.page
                    .getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Encrypted"))
                    .check();
            customer.reads("the machine’s fingerprint");
            assertThat(downloaded(customer, "Download the file", "machine-.*"))
                    .startsWith("-----BEGIN MACHINE FILE-----");
            customer.choose("For", "The license, on any machine");
            assertThat(downloaded(customer, "Download the file", "license-.*"))
                    .startsWith("-----BEGIN LICENSE FILE-----");

            customer.click("Release Ada’s desk").reads("Its place is free");
            customer.keep("customer-release-machine");
            customer.inDialog("Release").click();
            customer.reads("Ada’s desk is released.").reads("Not activated on any machine yet");
            assertThat(
                            keyway.post(
                                            tree.reseller,
                                            "/api/v1/machines/" + machine + "/ping",
                                            null)
                                    .status())
                    .isEqualTo(404);
        }
    }

    /** Issues licenses to the network's customer; the vendor has no unpaid limit. */
    private static List<String> issue(int quantity) {
        Keyway.Answer issued =
                keyway.post(
                        tree.vendor,
                        "/api/v1/licenses",
                        Map.of(
                                "productId", tree.product,
                                "policyId", tree.policy,
                                "customerId", tree.customerId,
                                "quantity", quantity));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        List<String> ids = new ArrayList<>();
        issued.json().path("items").forEach(item -> ids.add(item.path("id").asString()));
        return ids;
    }

    private static JsonNode read(String id) {
        return keyway.get(tree.reseller, "/api/v1/licenses/" + id).json();
    }

    private static String status(String id) {
        return read(id).path("status").asString();
    }

    private static JsonNode onlyLicenses(String who) {
        return keyway.get(who, "/api/v1/licenses").json();
    }

    private static Locator tick(Visitor visitor, String id) {
        return visitor.page
                .getByRole(AriaRole.ROW)
                .filter(
                        new Locator.FilterOptions()
                                .setHas(visitor.page.locator("a[href='/licenses/" + id + "']")))
                .getByRole(AriaRole.CHECKBOX);
    }

    private static Locator combobox(Visitor visitor, String label) {
        return visitor.page
                .getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label))
                .first();
    }

    private static Locator radio(Visitor visitor, String label) {
        return visitor.page.getByRole(
                AriaRole.RADIO, new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    private static Locator within(Locator dialog, String button) {
        return dialog.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true));
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    private static String downloaded(Visitor visitor, String button, String name) {
        Download download = visitor.page.waitForDownload(() -> visitor.click(button));
        assertThat(download.suggestedFilename()).matches(name);
        return content(download);
    }

    private static String content(Download download) {
        try {
            return Files.readString(download.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
