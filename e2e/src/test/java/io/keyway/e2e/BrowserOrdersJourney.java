package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The life of an order in the portal, and paying for licenses that were issued without an order.
 */
class BrowserOrdersJourney {

    private static final Keyway keyway = Keyway.shared();
    private static final Portal portal = Portal.shared();

    private static Tree tree;

    @BeforeAll
    static void aNetwork() {
        tree = Portal.network();
    }

    @Test
    void anOrderIsDraftedGrownPlacedDrawnAndPartlyReturned() {
        try (Visitor distributor = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.follow("Orders").shows("Orders").follow("Create order");
            distributor.shows("Create order").choose("Policy", "Year").fill("Quantity", "10");
            distributor.page.getByText("On demand").click();
            distributor.fill("Your own reference (optional)", "PO-4711");
            distributor.reads("Discount of 10 %").keep("order-to-draft");
            distributor.click("Save as draft").reads("The order is saved as a draft.");
            distributor.shows("PO-4711").reads("A draft: nothing is issued or owed");
            distributor.keep("order-draft");

            distributor.click("Add lines");
            distributor.choose("Policy", "Year").fill("Quantity", "2");
            distributor.keep("order-add-lines");
            distributor.inDialog("Add lines").click();
            distributor.reads("The lines are added.");
            assertThat(distributor.row("Year")).hasCount(2);

            distributor.click("Place order");
            distributor.reads("It is placed at the prices of now").keep("order-place-draft");
            distributor.inDialog("Place order").click();
            distributor.reads("The order is placed.");
            assertThat(badge(distributor, "Open")).isVisible();
            assertThat(distributor.row("0 of 10")).hasCount(1);

            String order = distributor.page.url().replaceAll(".*/orders/|/.*", "");
            assertThat(
                            keyway.post(
                                            tree.distributor,
                                            "/api/v1/licenses",
                                            tree.licensesBody(order, 4))
                                    .status())
                    .isEqualTo(201);
            tree.settled(
                    tree.distributor,
                    "/api/v1/orders/" + order,
                    now -> now.path("status").asString().equals("partly_fulfilled"));
            distributor.page.reload();
            assertThat(distributor.row("4 of 10")).hasCount(1);
            assertThat(distributor.button("Cancel order")).hasCount(0);
            distributor.keep("order-partly-drawn");

            distributor.click("Return");
            distributor.inDialog("Return").click();
            distributor.reads("Say how much is returned");
            Locator quantity =
                    distributor.page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.TEXTBOX).first();
            assertThat(distributor.page.getByText("At most 6")).isVisible();
            quantity.fill("5");
            distributor.keep("order-return");
            distributor.inDialog("Return").click();
            distributor.reads("The return is on its way.");
            assertThat(distributor.row("5 × Year")).containsText("Done");
            assertThat(distributor.row("5 × Year")).containsText("€450.00");
            assertThat(distributor.row("4 of 5")).containsText("5 returned");
            distributor.keep("order-returned");
            JsonNode now = keyway.get(tree.distributor, "/api/v1/orders/" + order).json();
            assertThat(now.path("credited").path("amount").asInt()).isEqualTo(45_000);
        }
    }

    @Test
    void anOrderIsCancelledBeforeItIsDrawn() {
        String order = Tree.created(tree.order("on_demand", 3));
        tree.settled(
                tree.distributor,
                "/api/v1/orders/" + order,
                now -> now.path("status").asString().equals("open"));
        try (Visitor distributor = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.open("/orders/" + order).click("Cancel order");
            distributor.reads("Nothing can be issued in it any more").keep("order-cancel");
            distributor.inDialog("Cancel order").click();
            distributor.reads("The order is being cancelled.");
            assertThat(badge(distributor, "Cancelled")).isVisible();
            assertThat(distributor.button("Return")).hasCount(0);
            distributor.keep("order-cancelled");
        }
    }

    @Test
    void aLicenseManagerSeesHowMuchIsDrawnAndChangesNothing() {
        String order = tree.allowance(8, 4);
        keyway.post(tree.reseller, "/api/v1/licenses", tree.licensesBody(order, 3));
        tree.settled(
                tree.reseller,
                "/api/v1/orders/" + order,
                now -> now.path("lines").path(0).path("issued").asInt() == 3);
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.open("/orders/" + order);
            assertThat(reseller.row("3 of 8")).hasCount(1);
            for (String button : new String[] {"Return", "Cancel order", "Add lines"}) {
                assertThat(reseller.button(button)).hasCount(0);
            }
            reseller.keep("order-of-a-manager");
        }
    }

    @Test
    void resellerSettlesIssuedLicensesAndParentConfirms() {
        Map<String, Object> two =
                Map.of(
                        "productId",
                        tree.product,
                        "policyId",
                        tree.policy,
                        "customerId",
                        customerOf(tree.sibling),
                        "quantity",
                        2);
        assertThat(keyway.post(tree.sibling, "/api/v1/licenses", two).status()).isEqualTo(201);
        tree.settled(
                tree.sibling, "/api/v1/settlements/owed", now -> now.path("items").size() == 2);
        try (Visitor payer = portal.visit();
                Visitor parent = portal.visit()) {
            payer.enter(Tree.email(tree.siblingName), Tree.PASSWORD);
            payer.follow("Settlements").shows("Settlements").reads("No settlements yet");
            payer.follow("Settle licenses").shows("Settle licenses").keep("settle-nothing-chosen");
            payer.click("Choose all on this page").reads("Chosen: 2");
            payer.click("Check out").reads("Accept the terms first");
            payer.page.getByLabel("I accept the terms").check();
            payer.keep("settle-chosen");
            payer.click("Check out").reads("The licenses are checked out.");
            assertThat(badge(payer, "Open")).isVisible();
            payer.keep("settlement-open");
            assertThat(payer.button("Confirm payment")).hasCount(0);
            String path = payer.page.url().replaceAll(".*(/settlements/)", "$1");

            parent.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            parent.follow("Settlements").shows("Settlements").reads(tree.siblingName);
            parent.keep("settlements-of-a-distributor");
            parent.open(path).click("Confirm payment").reads("You have received");
            parent.fill("Payment reference (optional)", "RF18 5390");
            parent.keep("settlement-confirm");
            parent.click("Confirm payment").reads("The payment is confirmed.");
            assertThat(badge(parent, "Paid")).isVisible();
            parent.keep("settlement-paid");

            payer.page.reload();
            payer.reads("RF18 5390");
            assertThat(badge(payer, "Paid")).isVisible();
            tree.settled(
                    tree.sibling, "/api/v1/settlements/owed", now -> now.path("items").isEmpty());
            payer.follow("Settlements").follow("Settle licenses").reads("You owe nothing");
            payer.keep("settle-nothing-owed");
        }
    }

    private static String customerOf(String partner) {
        return Tree.customer(keyway, partner, Tree.letters() + "@example.com");
    }

    private static Locator badge(Visitor visitor, String status) {
        return visitor.page
                .locator(".mantine-Badge-root")
                .getByText(status, new Locator.GetByTextOptions().setExact(true))
                .first();
    }
}
