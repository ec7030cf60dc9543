package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.Test;

/** Credits and dated changes in the portal: a vendor gives and plans, the distributor reads. */
class BrowserCreditsJourney {

    private static final Keyway keyway = Keyway.shared();
    private static final Portal portal = Portal.shared();
    private static final Tree tree = new Tree(keyway);

    @Test
    void theVendorGivesACreditThatTheDistributorSees() {
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.open("/partner/" + tree.distributorId).tab("Credits");
            vendor.reads("There are no credits").keep("partner-credits-none");
            vendor.click("Give a credit").fill("Amount", "25").fill("What it is for", "Welcome");
            vendor.keep("give-credit");
            vendor.inDialog("Give a credit").click();
            vendor.reads("The credit is given").reads("Welcome").keep("partner-credits");
        }
        try (Visitor distributor = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.follow("Statements").shows("Statements").tab("Credits");
            distributor.reads("Welcome").keep("own-credits");
            assertThat(distributor.button("Give a credit")).hasCount(0);
            distributor.page.setViewportSize(390, 844);
            distributor.page.reload();
            distributor.reads("Welcome").keep("phone-own-credits");
        }
    }
}
