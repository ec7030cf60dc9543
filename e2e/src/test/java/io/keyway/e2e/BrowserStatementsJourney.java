package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.file.Files;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Statements in the portal: what is owed line by line, as files, and closing a month. */
class BrowserStatementsJourney {

    private static final Keyway keyway = Keyway.shared();
    private static final Portal portal = Portal.shared();
    private static final String REFERENCE = "PO-STATEMENT";

    private static Tree tree;

    @BeforeAll
    static void aPartnerThatOwesForAnOrder() {
        tree = Portal.network();
        Map<String, Object> order = new HashMap<>(tree.orderBody("immediate", 3));
        order.put("externalReferenceId", REFERENCE);
        String id = Tree.created(keyway.post(tree.distributor, "/api/v1/orders", order));
        tree.settled(
                tree.distributor,
                "/api/v1/statements?partnerId=" + tree.distributorId,
                now -> now.toString().contains(id));
    }

    @Test
    void distributorReadsWhatItOwesAndTakesItAlong() throws IOException {
        try (Visitor distributor = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.follow("Statements").shows("Statements").tab("What we owe");
            distributor.reads("Draft").keep("statements-own");
            firstRowLink(distributor).click();
            distributor.reads("What " + tree.distributorName + " owes " + tree.vendorName);
            distributor.reads("Plan fees").reads("A draft: it was computed just now");

            Locator line = distributor.row("Order " + REFERENCE);
            assertThat(line).containsText("CAD, Year");
            assertThat(line).containsText("3");
            assertThat(line).containsText("× €100.00");
            assertThat(line).containsText("− €30.00 (10 %)");
            assertThat(line).containsText("€270.00");
            distributor.keep("statement");

            assertThat(distributor.link("Download PDF"))
                    .hasAttribute("href", Pattern.compile("/api/v1/statements/.*\\.pdf"));
            Download csv =
                    distributor.page.waitForDownload(
                            () -> distributor.link("Download CSV").click());
            assertThat(Files.readString(csv.path())).contains("BilledCost");

            distributor.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(distributor.link("Orders").first()).isHidden();
            assertThat(distributor.button("Print")).isHidden();
            assertThat(line).isVisible();
            distributor.picture("statement-printed");
            distributor.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));

            distributor.follow("Order " + REFERENCE).shows(REFERENCE);
        }
    }

    @Test
    void vendorSeesWhatPartnersOweMonthByMonth() {
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.follow("Statements").shows("Statements").reads(tree.distributorName);
            vendor.keep("statements-of-a-vendor");
            // Nobody was here two years ago.
            vendor.open("/statements?month=2024-11").reads("No statements for November 2024");
            vendor.keep("statements-none");
            vendor.page.setViewportSize(390, 844);
            vendor.open("/statements").reads(tree.distributorName).keep("phone-statements");
            vendor.follow(tree.distributorName).reads("Order " + REFERENCE);
            vendor.keep("phone-statement");
        }
    }

    @Test
    void vendorClosesAMonthThatIsOver() {
        String period = YearMonth.now(ZoneOffset.UTC).minusMonths(1).toString();
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.follow("Statements").shows("Statements").click("Close month");
            vendor.reads("This cannot be undone.").keep("statements-close");
            vendor.inDialog("Close the month").click();
            vendor.reads("was closed")
                    .reads("partners and customers checked")
                    .keep("statements-closed");
            assertThat(vendor.page.url()).contains("month=" + period).contains("close=");
            // The progress is in the address: it is there after the page was loaded again.
            vendor.page.reload();
            vendor.reads("was closed");
            vendor.page
                    .getByRole(AriaRole.MAIN)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close"))
                    .filter(new Locator.FilterOptions().setHasNotText("month"))
                    .click();
            assertThat(vendor.page.getByText("was closed")).hasCount(0);
        }
    }

    @Test
    void customerWithAPlanReadsWhatItOwesAndSoDoesItsPartner() {
        String email = Tree.letters() + "@example.com";
        Tree.customer(keyway, tree.reseller, email, Map.of("planId", tree.plan));
        tree.settled(tree.enter(email), "/api/v1/statements", now -> now.path("items").size() == 1);
        String owes = "What Grace Hopper owes " + tree.resellerName;
        try (Visitor customer = portal.visit()) {
            customer.enter(email, Tree.PASSWORD);
            customer.follow("Statements").shows("Statements").reads("What you owe");
            customer.reads("Draft").keep("statements-of-a-customer");
            firstRowLink(customer).click();
            customer.reads(owes).reads("Plan fees");
        }
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.follow("Statements").shows("Statements").tab("What customers owe");
            reseller.keep("statements-of-customers");
            reseller.follow("Grace Hopper").reads(owes);
        }
    }

    private static Locator firstRowLink(Visitor visitor) {
        return visitor.row("Draft").getByRole(AriaRole.LINK).first();
    }
}
