package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From a catalog to licenses in the portal: what is sold, who may issue it, and for whom. */
class BrowserCatalogJourney {

    private static final Keyway keyway = Keyway.shared();
    private static final Portal portal = Portal.shared();

    private static Tree tree;

    @BeforeAll
    static void aNetwork() {
        tree = Portal.network();
    }

    @Test
    void aNewVendorIsLedToItsFirstSale() {
        Map<String, Object> body = Tree.partnerBody("vendor");
        Tree.created(keyway.post(keyway.operator(), "/api/v1/partners", body));
        String email = (String) body.get("email");
        String token = tree.enter(email);
        try (Visitor vendor = portal.visit()) {
            vendor.enter(email, Tree.PASSWORD);
            vendor.follow("Products").shows("Products").reads("Get ready to sell");
            vendor.reads("No products yet").keep("vendor-first-run");

            vendor.follow("Create a product").shows("Create product");
            vendor.click("Create product").reads("Required");
            vendor.fill("Name", "Northwind CAM").fill("Code", "my code").click("Create product");
            vendor.reads("Letters, digits, dot, dash and underscore; begins");
            vendor.keep("create-product-refused");
            vendor.fill("Code", "cam").fill("Description", "Milling for engineers");
            vendor.fill("Trial length", "30").click("Create product");
            vendor.reads("Northwind CAM is created.").shows("Northwind CAM").reads("30 days");
            vendor.reads("No policies yet").keep("vendor-product-empty");
            JsonNode product = keyway.get(token, "/api/v1/products").json().path("items").path(0);
            assertThat(product.path("code").asString()).isEqualTo("cam");
            assertThat(product.path("trialDays").asInt()).isEqualTo(30);

            vendor.follow("Products").reads("Get ready to sell").follow("Create a policy for it");
            vendor.shows("Create policy");
            vendor.fill("Name", "Year").fill("List price", "490.5").fill("Machines at most", "3");
            vendor.fill("Heartbeat", "10").toggle("Floating");
            vendor.field("Entitlements").fill("export");
            vendor.page.keyboard().press("Enter");
            vendor.keep("create-policy-complete");
            vendor.click("Create policy").shows("Northwind CAM").reads("Year is created.");
            assertThat(vendor.row("Year")).containsText("1 year");
            assertThat(vendor.row("Year")).containsText("€490.50");
            JsonNode year = policy(token, "Year");
            assertThat(year.path("duration").asString()).isEqualTo("P1Y");
            assertThat(year.path("machinesMax").asInt()).isEqualTo(3);
            assertThat(year.path("floating").asBoolean()).isTrue();
            assertThat(year.path("heartbeat").asString()).isEqualTo("PT10M");
            assertThat(year.path("scheme").asString()).isEqualTo("ed25519");
            assertThat(year.path("entitlements").path(0).asString()).isEqualTo("export");
            assertThat(year.path("price").path("amount").asInt()).isEqualTo(49_050);

            vendor.follow("Create policy").shows("Create policy").fill("Name", "Try it");
            vendor.page
                    .getByRole(
                            AriaRole.RADIO,
                            new Page.GetByRoleOptions().setName("Trial").setExact(true))
                    .click();
            assertThat(vendor.field("Duration")).hasValue("");
            vendor.fill("Duration", "2").choose("Duration: unit", "weeks");
            vendor.click("Create policy").reads("Try it is created.");
            assertThat(vendor.row("Try it")).containsText("14 days");
            vendor.keep("vendor-product-policies");
            assertThat(policy(token, "Try it").path("type").asString()).isEqualTo("trial");

            String partner =
                    Tree.created(
                            keyway.post(
                                    token,
                                    "/api/v1/partners",
                                    partnerBody(Map.of("model", "commission"))));
            vendor.follow("Products").reads("Get ready to sell");
            vendor.follow("Grant the partner what it may sell");
            vendor.choose("Add a product", "Northwind CAM").click("Save").reads("Saved.");
            assertThat(keyway.get(token, "/api/v1/partners/" + partner + "/grants").text())
                    .contains(product.path("id").asString());
            vendor.follow("Products").reads("Northwind CAM").settle();
            assertThat(vendor.page.getByText("Get ready to sell")).hasCount(0);
        }
    }

    private static Map<String, Object> partnerBody(Map<String, Object> more) {
        Map<String, Object> body = Tree.partnerBody("reseller");
        body.putAll(more);
        return body;
    }

    private static JsonNode policy(String token, String name) {
        for (JsonNode policy : keyway.get(token, "/api/v1/policies").json().path("items")) {
            if (policy.path("name").asString().equals(name)) {
                return policy;
            }
        }
        throw new AssertionError("there is no policy " + name);
    }

    @Test
    void aPolicyIsChangedAndWithdrawn() {
        String product =
                Tree.created(
                        keyway.post(
                                tree.vendor,
                                "/api/v1/products",
                                Map.of(
                                        "code", Tree.letters(),
                                        "name", "Support",
                                        "kind", "service")));
        String name = "Hour " + Tree.letters();
        String policy =
                Tree.created(
                        keyway.post(
                                tree.vendor,
                                "/api/v1/policies",
                                Map.of(
                                        "productId",
                                        product,
                                        "name",
                                        name,
                                        "type",
                                        "consumption",
                                        "machinesMax",
                                        1,
                                        "price",
                                        Map.of("amount", 9_000, "currency", "EUR"))));
        String path = "/api/v1/policies/" + policy;
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.open("/products/" + product).shows("Support").follow(name).shows(name);
            vendor.click("Edit").fill("List price", "95").fill("Machines at most", "");
            Keyway.Answer meanwhile =
                    keyway.send(
                            tree.vendor,
                            "PATCH",
                            path,
                            Map.of("requirePrimary", true),
                            Map.of("Content-Type", "application/merge-patch+json"));
            assertThat(meanwhile.status()).isEqualTo(200);
            vendor.click("Save").reads("Somebody else has changed this meanwhile");
            vendor.click("Load the newest version").click("Save").reads("Saved.");
            vendor.reads("€95.00").keep("vendor-policy-saved");
            JsonNode changed = keyway.get(tree.vendor, path).json();
            assertThat(changed.path("price").path("amount").asInt()).isEqualTo(9_500);
            assertThat(changed.path("requirePrimary").asBoolean()).isTrue();
            assertThat(changed.path("machinesMax").isMissingNode()).isTrue();

            vendor.click("Withdraw").reads("This ends the sale at once");
            vendor.reads("What was issued stays valid.").keep("withdraw-policy");
            vendor.inDialog("Withdraw").click();
            vendor.reads(name + " is withdrawn.").reads("The policy is withdrawn");
            assertThat(keyway.get(tree.vendor, path).json().path("status").asString())
                    .isEqualTo("withdrawn");
            vendor.follow("Support").shows("Support");
            assertThat(vendor.row(name)).containsText("Withdrawn");
            vendor.follow(name).click("Put on sale again");
            vendor.inDialog("Put on sale again").click();
            vendor.reads(name + " is on sale again.");
            assertThat(keyway.get(tree.vendor, path).json().path("status").asString())
                    .isEqualTo("active");
        }
    }

    @Test
    void aLicenseManagerIsAddedChangedAndRemoved() {
        String order = Tree.created(tree.order("on_demand", 10));
        String managers = "/api/v1/orders/" + order + "/license-managers";
        tree.settled(
                tree.distributor,
                "/api/v1/orders/" + order,
                now -> now.path("status").asString().equals("open"));
        try (Visitor distributor = portal.visit();
                Visitor reseller = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.open("/orders/" + order).tab("License Managers");
            distributor.reads("No license managers").click("Add license manager");
            distributor.inDialog("Add license manager").click();
            distributor.reads("Required");
            distributor.choose("Partner", tree.resellerName).fill("Licenses at most", "4");
            distributor.keep("add-license-manager");
            distributor.inDialog("Add license manager").click();
            distributor.reads("The license manager is added.");
            assertThat(distributor.row(tree.resellerName)).containsText("at most 4");
            assertThat(distributor.row(tree.resellerName)).containsText("Active");
            JsonNode added = keyway.get(tree.distributor, managers).json().path("items").path(0);
            assertThat(added.path("partnerId").asString()).isEqualTo(tree.resellerId);
            assertThat(added.path("grants").path(0).path("licensesMax").asInt()).isEqualTo(4);

            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.open("/orders/" + order + "/managers").reads("at most 4");
            assertThat(reseller.button("Add license manager")).hasCount(0);
            assertThat(reseller.button("Remove " + tree.resellerName)).hasCount(0);

            distributor.click("Edit " + tree.resellerName).toggle("Every policy");
            distributor.click("Save").reads("Choose at least one policy");
            distributor.page.getByLabel("Year").check();
            distributor.fill("Licenses at most", "6").keep("edit-license-manager");
            distributor.click("Save").reads("Saved.");
            assertThat(distributor.row(tree.resellerName)).containsText("at most 6");
            assertThat(distributor.row(tree.resellerName)).containsText("Year");
            JsonNode edited =
                    keyway.get(tree.distributor, managers)
                            .json()
                            .path("items")
                            .path(0)
                            .path("grants")
                            .path(0);
            assertThat(edited.path("licensesMax").asInt()).isEqualTo(6);
            assertThat(edited.path("policyIds").path(0).asString()).isEqualTo(tree.policy);

            distributor.click("Remove " + tree.resellerName);
            distributor.reads("It stops issuing in this order at once.");
            distributor.keep("remove-license-manager");
            distributor.inDialog("Remove license manager").click();
            distributor.reads("The license manager is removed.").reads("No license managers");
            assertThat(keyway.get(tree.distributor, managers).json().path("items").size()).isZero();
            assertThat(keyway.get(tree.reseller, "/api/v1/orders/" + order).status())
                    .isEqualTo(404);
            reseller.page.reload();
            reseller.reads("Code: not_found");
        }
    }

    @Test
    void immediateOrderExplainsWhyItHasNoLicenseManagers() {
        String order = Tree.created(tree.order("immediate", 1));
        try (Visitor distributor = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.open("/orders/" + order + "/managers");
            distributor.reads("Only orders on demand have license managers");
            assertThat(distributor.button("Add license manager")).hasCount(0);
            distributor.page.getByText("Why can’t I?").click();
            distributor.reads("The order is issued at once").keep("why-no-license-managers");
        }
    }

    @Test
    void aCustomerIsCreatedWhileOrdering() {
        String email = Tree.letters() + "@example.com";
        try (Visitor distributor = portal.visit()) {
            distributor.enter(Tree.email(tree.distributorName), Tree.PASSWORD);
            distributor.open("/orders/new").shows("Create order");
            distributor.choose("Policy", "Year").fill("Quantity", "2");
            distributor.click("Create customer");
            distributor.inDialog("Create customer").click();
            distributor.reads("Required");
            distributor.fill("First name", "Mary").fill("Last name", "Somerville");
            distributor.fill("E-mail", email).fill("Password", Tree.FIRST_PASSWORD);
            distributor.fill("Confirm the password", Tree.FIRST_PASSWORD);
            distributor.keep("order-create-customer");
            distributor.inDialog("Create customer").click();
            distributor.reads("Mary Somerville is created.");
            assertThat(distributor.field("Customer")).hasValue("Mary Somerville (" + email + ")");
            distributor.keep("order-customer-created");
            distributor.click("Place order").reads("The order is placed.");
            // The page updates itself, and its licenses appear when they are issued.
            distributor.reads("Fulfilled").tab("Licenses");
            assertThat(distributor.row("Mary Somerville")).hasCount(2);
            distributor.keep("distributor-order-licenses");
        }
    }

    /**
     * Rotating cannot be undone and would affect the other journeys, so only the warning is
     * checked.
     */
    @Test
    void keyRotationExplainsItsConsequences() {
        JsonNode keys = keyway.get("", "/.well-known/keyway-keys").json().path("keys");
        try (Visitor operator = portal.visit()) {
            operator.enter("admin@keyway.local", "keyway-local");
            operator.follow("Signing keys").shows("Signing keys");
            operator.reads(keys.path(0).path("kid").asString()).reads("Signs now");
            operator.click("Rotate").reads("A new key signs everything from now on");
            operator.reads("What was signed before stays valid. This cannot be undone.");
            assertThat(operator.inDialog("Rotate")).isDisabled();
            operator.page.getByLabel("The products can be given the new public key").check();
            assertThat(operator.inDialog("Rotate")).isEnabled();
            operator.keep("operator-rotate-signing-key");
            operator.click("Cancel");
            assertThat(operator.page.getByRole(AriaRole.DIALOG)).hasCount(0);
        }
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.follow("Signing keys").shows("Signing keys").reads("Signs now");
            assertThat(vendor.button("Rotate")).hasCount(0);
        }
        assertThat(List.of(keyway.get("", "/.well-known/keyway-keys").json().path("keys")))
                .containsExactly(keys);
    }
}
