package io.keyway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Meters in the portal: a vendor defines, tries, archives and restores one; others read it. */
class BrowserMetersJourney {

    private static final Keyway keyway = Keyway.shared();
    private static final Portal portal = Portal.shared();

    private static Tree tree;
    private static String license;

    @BeforeAll
    static void aLicense() {
        tree = new Tree(keyway);
        String order = Tree.created(tree.order("on_demand", 1));
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
    }

    @Test
    void vendorDefinesTriesAndArchivesAMeterThatOthersRead() {
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.follow("Meters").shows("Meters").reads("messages").keep("meters");

            vendor.follow("Create meter").shows("Create meter");
            vendor.click("Create meter").reads("Required").keep("create-meter-refused");
            vendor.fill("Code", "storage").fill("Type of event", "storage.used");
            vendor.choose("Quantity", "Highest value").fill("Measured property", "gigabytes");
            vendor.field("Dimensions").fill("region");
            vendor.page.keyboard().press("Enter");
            vendor.fill("Name", "Storage").fill("Unit", "GB").fill("Position", "1");
            vendor.click("Create meter").reads("Storage counts from now on.").shows("Storage");
            vendor.keep("meter");
            JsonNode storage = storage();
            assertThat(storage.path("aggregation").asString()).isEqualTo("max");
            assertThat(storage.path("valueProperty").asString()).isEqualTo("gigabytes");
            assertThat(storage.path("groupBy").path(0).asString()).isEqualTo("region");

            vendor.click("Edit").fill("Name", "Storage used").fill("Position", "");
            vendor.click("Save").reads("Saved.").shows("Storage used");
            assertThat(storage().path("displayName").asString()).isEqualTo("Storage used");
            assertThat(storage().has("position")).isFalse();

            vendor.follow("Try an event").shows("Try an event");
            assertThat(vendor.field("Event").inputValue()).contains("storage.used", "gigabytes");
            vendor.fill("Event", event("7.25")).click("Try it").reads("Would be accepted");
            vendor.reads("Counts 7.25 GB").reads("region: north").keep("event-preview");
            vendor.fill("Event", event("many")).click("Try it").reads("Would be rejected");
            vendor.reads("is not a number that can be counted").keep("event-preview-rejected");

            vendor.follow("Meters").follow("Storage used").click("Archive");
            vendor.reads("It counts no further events").keep("archive-meter");
            vendor.inDialog("Archive").click();
            vendor.reads("Storage used is archived.").reads("This meter is archived");
            assertThat(storage().path("status").asString()).isEqualTo("archived");
            vendor.click("Restore").inDialog("Restore").click();
            vendor.reads("Storage used counts again.");
            assertThat(storage().path("status").asString()).isEqualTo("active");
        }
        try (Visitor reseller = portal.visit()) {
            reseller.enter(Tree.email(tree.resellerName), Tree.PASSWORD);
            reseller.follow("Usage").follow("Meters").shows("Meters");
            assertThat(reseller.link("Create meter")).hasCount(0);
            reseller.follow("Storage used").shows("Storage used").reads("storage.used");
            for (String change : List.of("Edit", "Archive")) {
                assertThat(reseller.button(change)).hasCount(0);
            }
            reseller.page.setViewportSize(390, 844);
            reseller.open("/meters").reads("Storage used").keep("phone-meters");
        }
    }

    /** The meter read the wrong property; what it counted before is counted again. */
    @Test
    void theVendorCountsAgainAfterTheMeterWasMadeWrong() {
        JsonNode prints =
                keyway.post(
                                tree.vendor,
                                "/api/v1/meters",
                                Map.of(
                                        "code", "prints",
                                        "displayName", "Prints",
                                        "eventType", "prints.made",
                                        "aggregation", "sum",
                                        "valueProperty", "jobs",
                                        "unit", "pages"))
                        .json();
        keyway.post(
                tree.vendor,
                "/api/v1/events",
                Map.of(
                        "specversion", "1.0",
                        "id", "printed",
                        "source", "/printer",
                        "type", "prints.made",
                        "subject", license,
                        "time", Instant.now().toString(),
                        "data", Map.of("jobs", 1, "pages", 12)));
        tree.settled(
                tree.vendor,
                "/api/v1/usage?meter=prints",
                usage -> usage.path("items").path(0).path("quantity").asString().equals("1"));
        try (Visitor vendor = portal.visit()) {
            vendor.enter(Tree.email(tree.vendorName), Tree.PASSWORD);
            vendor.open("/meters/" + prints.path("id").asString()).shows("Prints");
            vendor.click("Edit").fill("Measured property", "pages").keep("edit-meter");
            vendor.click("Save").reads("Saved.");
            vendor.click("Count again").reads("First it is only read and compared");
            vendor.keep("count-again");
            vendor.inDialog("Show what would change").click();
            vendor.reads("This would change");
            vendor.reads("Events that would count otherwise: 1 of 1").keep("count-again-ready");
            vendor.click("Apply").fill("Why", "It counted jobs instead of pages");
            vendor.inDialog("Apply").click();
            vendor.reads("Events corrected: 1").keep("count-again-done");
        }
        tree.settled(
                tree.vendor,
                "/api/v1/usage?meter=prints",
                usage -> usage.path("items").path(0).path("quantity").asString().equals("12"));
    }

    private static JsonNode storage() {
        for (JsonNode meter : keyway.get(tree.vendor, "/api/v1/meters").json().path("items")) {
            if (meter.path("code").asString().equals("storage")) {
                return meter;
            }
        }
        throw new AssertionError("there is no such meter");
    }

    private static String event(String gigabytes) {
        return """
        {"specversion": "1.0", "id": "tried", "source": "/product", "type": "storage.used",
         "subject": "%s", "time": "%s", "data": {"gigabytes": "%s", "region": "north"}}
        """
                .formatted(license, Instant.now(), gigabytes);
    }
}
