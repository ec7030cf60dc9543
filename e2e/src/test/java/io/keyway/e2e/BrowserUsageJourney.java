package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Usage in the portal: down to a license, as a file, what was rejected, and what it would cost. */
class BrowserUsageJourney {

    private static final Keyway keyway = Keyway.shared();
    private static final Portal portal = Portal.shared();

    private static Tree tree;
    private static String license;

    @BeforeAll
    static void aLicenseThatWasUsed() {
        tree = new Tree(keyway);
        String order = Tree.created(tree.order("on_demand", 2));
        tree.settled(
                tree.distributor,
                "/api/v1/orders/" + order,
                now -> now.path("status").asString().equals("open"));
        license =
                keyway.post(tree.distributor, "/api/v1/licenses", tree.licensesBody(order, 1))
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        report("used", "1250.5");
        tree.settled(
                tree.reseller,
                "/api/v1/balances?licenseId=" + license,
                now -> now.toString().contains("1250.5"));
    }

    private static void report(String id, String count) {
        report("message.sent", id, count, Instant.now());
    }

    private static void report(String type, String id, String count, Instant time) {
        Map<String, Object> event =
                Map.of(
                        "specversion",
                        "1.0",
                        "id",
                        id,
                        "source",
                        "/product",
                        "type",
                        type,
                        "subject",
                        license,
                        "time",
                        time.toString(),
                        "data",
                        Map.of("count", count));
        Keyway.Answer sent = keyway.post(tree.distributor, "/api/v1/events", List.of(event));
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
    }

    @Test
    void vendorGoesDownToTheLicenseAndBack() throws IOException {
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.follow("Usage").shows("Usage").reads("1,250.5").keep("usage-of-a-vendor");
            vendor.follow(tree.distributorName).follow(tree.resellerName);
            vendor.follow("Ada Byron").keep("usage-of-a-customer");
            vendor.link(licenseLink()).click();
            assertThat(where(vendor)).containsText(tree.resellerName);
            assertThat(where(vendor)).containsText("Ada Byron");
            vendor.reads("1,250.5").keep("usage-of-a-license");
            vendor.page.goBack();
            assertThat(vendor.link(licenseLink())).isVisible();
            where(vendor).getByText(tree.distributorName).click();
            assertThat(vendor.link(tree.resellerName)).isVisible();

            vendor.toggle("Compare with the time before");
            vendor.reads("against the time before").keep("usage-compared");
            Download csv = vendor.page.waitForDownload(() -> vendor.click("Download CSV"));
            assertThat(Files.readString(csv.path()))
                    .startsWith("\uFEFFPartner,Messages,Before,Change in %")
                    .contains(tree.resellerName + ",1250.5,0,")
                    .contains("\r\nTotal,1250.5,0,");

            vendor.choose("Time", "Last month").reads("Nothing was used in this time");
            vendor.keep("usage-nothing");
            vendor.page.setViewportSize(390, 844);
            vendor.open("/usage?compare=").reads(tree.distributorName).keep("phone-usage");
        }
    }

    @Test
    void customerSeesItsOwnAndTheOperatorChoosesAVendor() {
        try (Visitor customer = portal.visit();
                Visitor operator = portal.visit()) {
            customer.enter(tree.customerEmail, Tree.PASSWORD);
            customer.follow("Usage").shows("Usage").reads("1,250.5").keep("usage-own");
            assertThat(customer.link("Corrections")).hasCount(0);

            operator.enter("admin@keyway.local", "keyway-local");
            operator.follow("Usage").shows("Usage").reads("Meters are a vendor’s own");
            operator.fill("Vendor", tree.vendorName);
            operator.choose("Vendor", tree.vendorName).reads("1,250.5");
            operator.keep("usage-of-the-operator");
        }
    }

    @Test
    void rejectedEventSaysWhy() {
        report("used", "7");
        tree.settled(
                tree.distributor,
                "/api/v1/rejected-events",
                now -> now.toString().contains("conflict"));
        try (Visitor distributor = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.follow("Usage").follow("Corrections").shows("Corrections");
            distributor.reads("was counted already, with another content").reads("message.sent");
            distributor.keep("rejected-events");
        }
    }

    @Test
    void vendorCorrectsAnEventAndTakesALateOneIn() {
        Tree.created(
                keyway.post(
                        tree.vendor,
                        "/api/v1/meters",
                        Map.of(
                                "code", "pages",
                                "eventType", "page.printed",
                                "aggregation", "sum",
                                "valueProperty", "count")));
        report("page.printed", "wrong", "500", Instant.now());
        report("page.printed", "late", "3", Instant.now().minus(Duration.ofDays(40)));
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.follow("Usage").follow("Corrections").shows("Corrections");
            vendor.tab("Too late").reads("Does not count").keep("late-events");
            vendor.click("Take in").fill("Reason", "The server was offline");
            vendor.keep("take-in");
            vendor.inDialog("Take in").click();
            vendor.reads("The event counts now.").reads("Taken in");

            vendor.click("Correct an event").choose("License", licenseLink());
            vendor.fill("Source", "/product").fill("Event id", "wrong");
            vendor.fill("Reason", "Counted twice").keep("correct-an-event");
            vendor.inDialog("Correct an event").click();
            vendor.reads("The event is corrected.");
            vendor.tab("Corrected").reads("Voided").reads("Counted twice").reads("Pages: 500");
            vendor.keep("corrections");
        }
        tree.settled(
                tree.reseller,
                "/api/v1/usage?meter=pages&from=" + Instant.now().minus(Duration.ofDays(60)),
                rows -> Set.of("3", "0").containsAll(rows.findValuesAsString("quantity")));
    }

    @Test
    void planSaysWhatAQuantityWouldCost() {
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.open("/plans/" + tree.plan).shows("Standard");
            vendor.page.getByLabel("Messages: what would it cost?").fill("1100");
            vendor.reads("1,000 × €0.015").reads("€15.00").keep("plan-calculator");
        }
        try (Visitor distributor = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.follow("Portfolio").shows("Portfolio");
            distributor.page.getByLabel("Messages: what would it cost?").fill("100");
            assertThat(distributor.page.getByLabel("Cost of Messages")).isVisible();
            distributor.keep("portfolio-calculator");
        }
    }

    /** Licenses are called by their product and the end of their key. */
    private static String licenseLink() {
        String key =
                keyway.get(tree.reseller, "/api/v1/licenses/" + license)
                        .json()
                        .path("key")
                        .asString();
        return "CAD, key …" + key.substring(key.length() - 8) + ", Ada Byron";
    }

    private static Locator where(Visitor visitor) {
        return visitor.page.getByLabel("Where you are");
    }
}
