package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Builds a network as the README describes it: in the portal alone, from the operator down. */
class BrowserFirstDayJourney {

    private static final Portal portal = Portal.shared();

    private final String vendorName = "Vendor " + Tree.letters();
    private final String distributorName = "Distributor " + Tree.letters();
    private final String resellerName = "Reseller " + Tree.letters();
    private final String customerEmail = Tree.letters() + "@example.com";
    private final String reference = "PO-" + Tree.letters();

    @Test
    void fromTheOperatorToAPaidLicense() throws IOException {
        String vendorEmail = createVendor();
        String distributorEmail;
        try (Visitor vendor = portal.visit()) {
            enterFirst(vendor, vendorEmail);
            createCatalog(vendor);
            vendor.open("/partners/distributors").follow("Create distributor");
            distributorEmail = createPartner(vendor, distributorName, "distributor");
        }
        String resellerEmail;
        try (Visitor distributor = portal.visit()) {
            enterFirst(distributor, distributorEmail);
            distributor.follow("Resellers").follow("Create reseller");
            resellerEmail = createPartner(distributor, resellerName, "reseller");
            placeOrder(distributor);
        }
        try (Visitor reseller = portal.visit()) {
            enterFirst(reseller, resellerEmail);
            createCustomer(reseller);
            issueInTheOrder(reseller);
            issueFromThePortfolio(reseller);
            try (Visitor customer = portal.visit()) {
                downloadAFile(customer);
            }
            settle(reseller, distributorEmail);
        }
    }

    private String createVendor() {
        try (Visitor operator = portal.visit()) {
            operator.enter("admin@keyway.local", "keyway-local").shows("Home");
            operator.open("/partners/vendors").follow("Create vendor").shows("Create vendor");
            String email = fillIn(operator, vendorName);
            operator.click("Create vendor").reads(vendorName + " is created.");
            return email;
        }
    }

    private void createCatalog(Visitor vendor) {
        vendor.follow("Products").follow("Create a product").shows("Create product");
        vendor.fill("Name", "Sketcher").fill("Code", "sketcher").click("Create product");
        vendor.shows("Sketcher");
        for (String policy : new String[] {"Basic", "Pro"}) {
            vendor.follow("Create policy").shows("Create policy").fill("Name", policy);
            vendor.fill("List price", policy.equals("Pro") ? "200" : "100");
            vendor.click("Create policy").reads(policy + " is created.");
        }
    }

    private String createPartner(Visitor creator, String name, String type) {
        creator.shows("Create " + type);
        String email = fillIn(creator, name);
        creator.choose("Add a product", "Sketcher");
        creator.click("Create " + type).reads(name + " is created.");
        return email;
    }

    private static String fillIn(Visitor creator, String name) {
        String domain = Tree.letters();
        String email = Tree.email(domain);
        creator.fill("Partner name", name).fill("Partner e-mail", email);
        creator.field("Phone: country code").selectOption("DE");
        creator.fill("Phone", "030 901820");
        creator.fill("Password", Tree.FIRST_PASSWORD);
        creator.fill("Confirm the password", Tree.FIRST_PASSWORD);
        creator.fill("Contact name", "Robin Counts");
        creator.fill("Contact e-mail", "robin@" + domain + ".example");
        creator.fill("Contact phone", "+49 30 901822");
        creator.fill("Login domain", domain);
        return email;
    }

    /** Signs in for the first time, which requires changing the given password. */
    private static void enterFirst(Visitor visitor, String email) {
        visitor.enter(email, Tree.FIRST_PASSWORD).shows("Change password");
        visitor.fill("Current password", Tree.FIRST_PASSWORD);
        visitor.fill("New password", Tree.PASSWORD);
        visitor.fill("Confirm the password", Tree.PASSWORD).click("Change password");
        assertThat(visitor.heading("Sign in").or(visitor.heading("Home"))).isVisible();
        if (visitor.heading("Sign in").isVisible()) {
            visitor.signIn(email, Tree.PASSWORD);
        }
        visitor.shows("Home");
    }

    private void placeOrder(Visitor distributor) {
        distributor.follow("Orders").follow("Create order").shows("Create order");
        distributor.choose("Policy", "Basic").fill("Quantity", "10");
        distributor.page.getByText("On demand").click();
        distributor.fill("Your own reference (optional)", reference);
        distributor.click("Place order").reads("The order is placed.").shows(reference);
        distributor.tab("License Managers").click("Add license manager");
        distributor.choose("Partner", resellerName).fill("Licenses at most", "5");
        distributor.inDialog("Add license manager").click();
        distributor.reads("The license manager is added.");
        assertThat(distributor.row(resellerName)).containsText("Active");
    }

    private void createCustomer(Visitor reseller) {
        reseller.follow("Create customer").shows("Create customer");
        reseller.fill("First name", "Grace").fill("Last name", "Hopper");
        reseller.fill("E-mail", customerEmail);
        reseller.fill("Password", Tree.FIRST_PASSWORD);
        reseller.fill("Confirm the password", Tree.FIRST_PASSWORD);
        reseller.click("Create customer").shows("Grace Hopper");
    }

    private void issueInTheOrder(Visitor reseller) {
        for (String licenseClass : new String[] {"Primary", "Additional"}) {
            openTheOrder(reseller);
            // Not the link in the side bar, which issues outside the order.
            reseller.page.locator("a[href*='/licenses/new?orderId=']").click();
            reseller.shows("Create license");
            issue(reseller, licenseClass);
        }
        openTheOrder(reseller);
        assertThat(reseller.row("2 of 10")).hasCount(1);
    }

    /** A license manager sees the order's number, not its owner's reference. */
    private static void openTheOrder(Visitor reseller) {
        reseller.follow("Orders").shows("Orders").settle();
        reseller.page.locator("td a[href^='/orders/ord_']").first().click();
        reseller.reads("License Managers");
    }

    private void issueFromThePortfolio(Visitor reseller) {
        reseller.follow("Home").shows("Home").follow("Create license").shows("Create license");
        combobox(reseller, "Policy").click();
        reseller.page
                .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Pro"))
                .first()
                .click();
        issue(reseller, "Primary");
    }

    private static void issue(Visitor reseller, String licenseClass) {
        combobox(reseller, "Customer").fill("Hopper");
        reseller.page.getByRole(AriaRole.OPTION).first().click();
        reseller.page
                .getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(licenseClass))
                .check();
        reseller.click("Create license").shows("The license is created");
        assertThat(reseller.page.locator(".key")).hasCount(1);
    }

    private static Locator combobox(Visitor visitor, String label) {
        return visitor.page
                .getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label))
                .first();
    }

    private void downloadAFile(Visitor customer) throws IOException {
        enterFirst(customer, customerEmail);
        customer.follow("Licenses").shows("Licenses").settle();
        assertThat(customer.row("Sketcher")).hasCount(3);
        customer.page.locator("td a[href^='/licenses/lic_']").first().click();
        customer.shows("Sketcher");
        Download file = customer.page.waitForDownload(() -> customer.click("Download the file"));
        assertThat(Files.readString(file.path())).startsWith("-----BEGIN LICENSE FILE-----");
    }

    private void settle(Visitor reseller, String distributorEmail) {
        reseller.follow("Settlements").follow("Settle licenses").shows("Settle licenses");
        reseller.click("Choose all on this page").reads("Chosen: 1");
        reseller.page.getByLabel("I accept the terms").check();
        reseller.click("Check out").reads("The licenses are checked out.");
        try (Visitor distributor = portal.visit()) {
            distributor.enter(distributorEmail, Tree.PASSWORD);
            distributor.follow("Settlements").shows("Settlements").settle();
            distributor.page.locator("td a[href^='/settlements/']").first().click();
            distributor.click("Confirm payment").reads("You have received €200.00");
            distributor.click("Confirm payment").reads("The payment is confirmed.");
        }
        reseller.page.reload();
        assertThat(reseller.page.getByText(Pattern.compile("^Paid$")).first()).isVisible();
    }
}
