package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A vendor defines a meter with dimensions, a reseller previews an event and sends it, everybody
 * above reads it by dimension, and the meter is archived and restored.
 */
class MeterJourney {

    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(10);

    private final Keyway keyway = Keyway.shared();
    private final Tree tree = new Tree(keyway);

    @Test
    void aMeterFromItsDefinitionToItsEnd() {
        String meter =
                "/api/v1/meters/"
                        + Tree.created(
                                keyway.post(
                                        tree.vendor,
                                        "/api/v1/meters",
                                        Map.of(
                                                "code", "pages",
                                                "eventType", "page.printed",
                                                "aggregation", "sum",
                                                "valueProperty", "n",
                                                "groupBy", List.of("color"),
                                                "unit", "pages",
                                                "position", 1)));
        assertThat(patch(tree.vendor, meter, Map.of("displayName", "Printed pages")).status())
                .isEqualTo(200);
        assertThat(patch(tree.distributor, meter, Map.of("unit", "x")).code())
                .isEqualTo("forbidden");
        String license = license();

        JsonNode preview = until("accepted", event("p-1", license));
        assertThat(preview.at("/attribution/partnerIds").valueStream().map(JsonNode::asString))
                .containsExactly(tree.vendorId, tree.distributorId, tree.resellerId);
        assertThat(preview.at("/meters/0/displayName").asString()).isEqualTo("Printed pages");
        assertThat(preview.at("/meters/0/quantity").asString()).isEqualTo("12");
        Answer sent = keyway.post(tree.reseller, "/api/v1/events", event("p-1", license));
        assertThat(sent.json().at("/results/0/status").asString()).isEqualTo("accepted");

        for (String who : List.of(tree.vendor, tree.distributor, tree.reseller, tree.customer)) {
            JsonNode usage =
                    tree.settled(
                            who,
                            "/api/v1/usage?meter=pages&dimension=color&where=color:red"
                                    + "&zone=Europe/Berlin",
                            rows -> !rows.path("items").isEmpty());
            assertThat(usage.at("/items/0/quantity").asString()).isEqualTo("12");
            assertThat(usage.at("/items/0/dimensions/color").asString()).isEqualTo("red");
        }
        assertThat(keyway.get(tree.sibling, "/api/v1/usage?meter=pages").json().path("items"))
                .isEmpty();
        assertThat(overview()).contains("Printed pages 12 pages");

        patch(tree.vendor, meter, Map.of("status", "archived"));
        assertThat(until("rejected", event("p-2", license)).path("code").asString())
                .isEqualTo("meter_not_found");
        assertThat(overview()).doesNotContain("Printed pages 12 pages");
        assertThat(
                        keyway.get(tree.vendor, "/api/v1/usage?meter=pages")
                                .json()
                                .at("/items/0/quantity")
                                .asString())
                .isEqualTo("12");
        patch(tree.vendor, meter, Map.of("status", "active"));
        until("accepted", event("p-2", license));
    }

    private String license() {
        return await().atMost(KNOWN_WITHIN)
                .until(
                        () ->
                                keyway.post(
                                        tree.reseller,
                                        "/api/v1/licenses",
                                        Map.of(
                                                "productId", tree.product,
                                                "policyId", tree.policy,
                                                "customerId", tree.customerId,
                                                "quantity", 1)),
                        issued -> issued.status() == 201)
                .json()
                .at("/items/0/id")
                .asString();
    }

    /** The preview of the event when it says this: what was changed is known within a second. */
    private JsonNode until(String status, Map<String, Object> event) {
        return await().atMost(KNOWN_WITHIN)
                .until(
                        () -> keyway.post(tree.reseller, "/api/v1/events/preview", event).json(),
                        preview -> preview.path("status").asString().equals(status));
    }

    private static Map<String, Object> event(String id, String license) {
        return Map.of(
                "specversion",
                "1.0",
                "id",
                id,
                "source",
                "/printer",
                "type",
                "page.printed",
                "subject",
                license,
                "data",
                Map.of("n", 12, "color", "red"));
    }

    private Answer patch(String who, String path, Map<String, Object> patch) {
        return keyway.send(
                who, "PATCH", path, patch, Map.of("Content-Type", "application/merge-patch+json"));
    }

    private List<String> overview() {
        return keyway.get(tree.distributor, "/api/v1/partners/overview")
                .json()
                .path("meters")
                .valueStream()
                .map(
                        meter ->
                                meter.path("displayName").asString()
                                        + " "
                                        + meter.path("quantity").asString()
                                        + " "
                                        + meter.path("unit").asString(""))
                .toList();
    }
}
