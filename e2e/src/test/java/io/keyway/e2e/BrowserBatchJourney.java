package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Issues many licenses from one file in the portal, and imports keys of another system. */
class BrowserBatchJourney {

    private static final Keyway keyway = Keyway.shared();
    private static final Portal portal = Portal.shared();

    /** The page follows a batch while it is processed. */
    private static final LocatorAssertions.IsVisibleOptions SOON =
            new LocatorAssertions.IsVisibleOptions().setTimeout(60_000);

    private static Tree tree;

    @BeforeAll
    static void aNetwork() {
        tree = new Tree(keyway);
    }

    @Test
    void resellerUploadsFileCorrectsFailedRowsAndResumes() {
        String late = Tree.letters() + "@example.com";
        String rows =
                "customer,product,policy,quantity\n"
                        + tree.customerEmail
                        + ",cad,Year,2\n"
                        + late
                        + ",cad,Year,1\n";
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.follow("Licenses").shows("Licenses");
            reseller.follow("Bulk issue").shows("Bulk issue");
            assertThat(reseller.page.getByText("Import existing keys")).hasCount(0);
            reseller.page.getByText("What the columns are").click();
            reseller.keep("batch-new");
            String sample = downloaded(reseller, "Download a sample");
            assertThat(sample).startsWith("customer,product,policy,quantity,class");

            // Mistakes are shown before anything is sent.
            reseller.fill("Or paste the rows here", rows.replace("Year,2", "Year,many"));
            reseller.reads("Row 1, quantity: must be a whole number from 1 to 100");
            assertThat(reseller.button("Start")).isDisabled();
            reseller.keep("batch-preview-wrong");
            reseller.fill("Or paste the rows here", "");
            upload(reseller, "licenses.csv", rows);
            reseller.reads("The rows of licenses.csv").reads("2 rows.");
            reseller.keep("batch-preview");
            reseller.click("Start with 2 rows").shows("Bulk issue");
            assertThat(reseller.page.getByText("2 of 2 rows: 1 issued, 1 failed")).isVisible(SOON);
            reseller.reads("There is no such customer.").settle().keep("batch-ended");

            reseller.page.getByText("Failed", exactly()).first().click();
            assertThat(reseller.row(late)).hasCount(1);
            assertThat(reseller.row(tree.customerEmail)).hasCount(0);
            Tree.customer(keyway, tree.reseller, late);
            reseller.click("Resume").reads("Resume the batch?").keep("batch-resume");
            reseller.inDialog("Resume").click();
            assertThat(reseller.page.getByText("2 of 2 rows: 2 issued, 0 failed")).isVisible(SOON);
            assertThat(reseller.button("Resume")).hasCount(0);
            Download file =
                    reseller.page.waitForDownload(() -> reseller.link("Download as CSV").click());
            String text = content(file);
            assertThat(text.lines()).hasSize(4);
            assertThat(text).contains("2,issued,,," + late + ",cad,Year,1,lic_");

            reseller.follow("Earlier batches").shows("Earlier batches").settle();
            assertThat(reseller.row("Completed")).hasCount(1);
            reseller.keep("batches");
        }
    }

    @Test
    void theVendorImportsKeysOfAnotherSystem() {
        String key = "OLD-" + Tree.letters();
        String row =
                "[{\"key\":\"%s\",\"sha256\":\"%s\",\"customer\":\"%s\",\"product\":\"cad\",\"policy\":\"Year\",\"issuedAt\":\"2024-05-06T00:00:00Z\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}]";
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.follow("Licenses").shows("Licenses");
            vendor.follow("Bulk issue").shows("Bulk issue");
            vendor.page.getByText("Import existing keys").click();
            // A file that is given before would go to the form that is replaced.
            vendor.reads("Keys that another system issued stay as they are");
            upload(vendor, "keys.json", row.formatted(key, "0".repeat(64), tree.customerEmail));
            vendor.reads("Row 1, sha256: is not the SHA-256 of the key").keep("import-wrong");
            vendor.click("Take another");
            upload(
                    vendor,
                    "keys.json",
                    row.formatted(key, BatchJourney.sha256(key), tree.customerEmail));
            vendor.keep("import-preview").click("Start with 1 row").shows("Import of keys");
            assertThat(vendor.page.getByText("1 of 1 rows: 1 issued, 0 failed")).isVisible(SOON);
            vendor.keep("import-ended");
            assertThat(
                            keyway.post("", "/api/v1/licenses/validate", Map.of("key", key))
                                    .json()
                                    .path("code")
                                    .asString())
                    .isEqualTo("VALID");
        }
    }

    @Test
    void anOrderLeadsToABatchInItAlsoOnAPhoneInTheDark() {
        String order = tree.allowance(5, 5);
        try (Visitor reseller = portal.visit(ColorScheme.DARK)) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.page.setViewportSize(390, 844);
            reseller.open("/orders/" + order).follow("Bulk issue").shows("Bulk issue");
            assertThat(
                            reseller.page.getByRole(
                                    AriaRole.COMBOBOX,
                                    new Page.GetByRoleOptions().setName("Order (optional)")))
                    .not()
                    .hasValue("");
            reseller.fill(
                    "Or paste the rows here",
                    "customer,product,policy,quantity\n" + tree.customerEmail + ",cad,Year,3\n");
            reseller.keep("batch-new-phone").click("Start with 1 row");
            assertThat(reseller.page.getByText("1 of 1 rows: 1 issued, 0 failed")).isVisible(SOON);
            reseller.settle().keep("batch-ended-phone");
            assertThat(reseller.link("Open the order")).isVisible();
        }
    }

    private static void upload(Visitor visitor, String name, String text) {
        visitor.page
                .locator("input[type=file]")
                .setInputFiles(
                        new FilePayload(name, "text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String downloaded(Visitor visitor, String button) {
        return content(visitor.page.waitForDownload(() -> visitor.click(button)));
    }

    private static String content(Download download) {
        try {
            return Files.readString(download.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }
}
