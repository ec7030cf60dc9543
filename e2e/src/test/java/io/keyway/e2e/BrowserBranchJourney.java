package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What members of a branch see of each other in the portal. */
class BrowserBranchJourney {

    private static final Keyway keyway = Keyway.shared();
    private static final Portal portal = Portal.shared();

    private static Tree tree;

    @BeforeAll
    static void aNetwork() {
        tree = new Tree(keyway);
    }

    @Test
    void auditNamesOnlyActorsInTheBranch() {
        String path = "/api/v1/partners/" + tree.distributorId;
        keyway.post(tree.vendor, path + "/deactivate", null);
        keyway.post(tree.vendor, path + "/activate", null);
        try (Visitor vendor = portal.visit();
                Visitor distributor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.open("/audit").shows("Audit").settle();
            Locator activated = vendor.row("Partner activated").first();
            assertThat(activated).containsText(Tree.email(tree.vendorName));
            assertThat(activated).containsText("inactive");
            assertThat(activated.locator("a[href='/partner/" + tree.distributorId + "']"))
                    .hasText(tree.distributorName);
            assertThat(vendor.page.getByText(Pattern.compile("(acc|prt|cus|prd)_[0-9a-z]{26}")))
                    .hasCount(0);
            activated
                    .getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName(tree.vendorName).setExact(true))
                    .click();
            vendor.reads("Only " + tree.vendorName).keep("vendor-audit-one");
            assertThat(vendor.page).hasURL(Pattern.compile("actor=acc_"));

            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.open("/audit").shows("Audit").settle();
            assertThat(distributor.row("Partner activated").first())
                    .containsText("Somebody outside your branch");
            // Outside the table it is the support contact.
            assertThat(distributor.row(Tree.email(tree.vendorName))).hasCount(0);
            distributor.page.setViewportSize(390, 844);
            distributor.keep("phone-distributor-audit");
        }
    }

    @Test
    void aPartnerWithPartnersBelowSeesTheOwnerOfEachCustomer() {
        try (Visitor distributor = portal.visit();
                Visitor reseller = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.open("/customers").shows("Customers").settle();
            Locator partner = distributor.row("Ada").getByText(tree.resellerName);
            distributor.keep("distributor-customers");
            partner.click();
            distributor.shows(tree.resellerName).tab("Customers").reads("Ada");

            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.follow("Customers").shows("Customers").reads("Ada");
            assertThat(
                            reseller.page.getByRole(
                                    AriaRole.COLUMNHEADER,
                                    new Page.GetByRoleOptions().setName("Partner")))
                    .hasCount(0);
        }
    }

    @Test
    void aPartnerReadsThePlanThatItIsOn() {
        try (Visitor distributor = portal.visit();
                Visitor reseller = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.follow("Portfolio").shows("Portfolio").reads("My plan");
            distributor.reads("Standard").keep("distributor-my-plan");
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.follow("Portfolio").shows("Portfolio").reads("You are on no plan.");
        }
    }

    @Test
    void showingAnOrderOfAPartnerAboveIsNotRecordedAsAnAttempt() {
        String order = tree.allowance(10, 4);
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.follow("Orders").shows("Orders").reads("A partner above you");
            reseller.open("/orders/" + order).reads("Year").settle();
        }
        // This event is recorded, and follows all that the screens have caused.
        keyway.get(tree.reseller, "/api/v1/partners/" + tree.distributorId);
        String about = "/api/v1/audit?resource=" + tree.distributorId;
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(keyway.get(tree.vendor, about).json().toString())
                                        .containsOnlyOnce("access.refused"));
    }

    @Test
    void aPartnerIsNotOfferedToDeleteItself() {
        try (Visitor distributor = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.follow("Distributors").shows("Distributors").settle();
            assertThat(distributor.row(tree.distributorName)).containsText("You");
            assertThat(
                            distributor.page.getByRole(
                                    AriaRole.SWITCH,
                                    new Page.GetByRoleOptions()
                                            .setName("Access of " + tree.distributorName)))
                    .isDisabled();
            assertThat(distributor.button("Delete " + tree.distributorName)).hasCount(0);
            distributor.keep("distributor-itself");
            // The reference that a parent uses for a partner is not shown to the partner.
            distributor.open("/partner/" + tree.distributorId).reads("Joined on");
            assertThat(distributor.page.getByText("Your own reference")).hasCount(0);
        }
    }

    @Test
    void cardsAreSortedOnAPhone() {
        try (Visitor distributor = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.follow("Resellers").shows("Resellers");
            distributor.page.setViewportSize(390, 844);
            Locator select = distributor.field("Sort by");
            distributor.tabTo(select);
            select.selectOption("Name, descending");
            assertThat(distributor.page).hasURL(Pattern.compile("sort=-name"));
            distributor.settle();
            boolean resellerFirst = tree.resellerName.compareTo(tree.siblingName) > 0;
            assertThat(distributor.page.locator("tbody tr").first())
                    .containsText(resellerFirst ? tree.resellerName : tree.siblingName);
            distributor.keep("phone-resellers-sorted");
            distributor.page.setViewportSize(1280, 860);
            assertThat(select).isHidden();
        }
    }
}
