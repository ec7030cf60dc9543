package io.keyway.usage.chain;

import static io.keyway.usage.Branch.answers;
import static io.keyway.usage.Branch.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/** What an event would count, before it is sent. */
@KeywayTest
class PreviewTest {

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch().published();
    private String archived = "";

    @BeforeEach
    void meters() {
        api = new Api(environment);
        define("sum", "api.call", "sum", "n", List.of("region", "plan"), 1);
        define("count", "api.call", "count", null, List.of(), 2);
        define("users", "api.call", "unique_count", "user", List.of(), 3);
        archived = define("old", "api.call", "count", null, List.of(), 4);
        define("mail", "mail.sent", "count", null, List.of(), 5);
        api.patch(branch.asVendor, "/api/v1/meters/" + archived, "{\"status\": \"archived\"}");
    }

    @Test
    void previewSaysWhatEachMeterWouldCountAndForWhom() {
        JsonNode preview = preview(branch.asReseller, usage("a", "7.50", "north"));

        assertThat(preview.path("id").asString()).isEqualTo("a");
        assertThat(preview.path("status").asString()).isEqualTo("accepted");
        assertThat(preview.has("code")).isFalse();
        JsonNode whose = preview.path("attribution");
        assertThat(whose.path("licenseId").asString()).isEqualTo(branch.license.value());
        assertThat(whose.path("productId").asString()).isEqualTo(branch.product.value());
        assertThat(whose.path("customerId").asString()).isEqualTo(branch.customer.value());
        assertThat(whose.path("partnerIds").valueStream().map(JsonNode::asString))
                .containsExactly(
                        branch.vendor.value(), branch.distributor.value(), branch.reseller.value());
        assertThat(effects(preview))
                .containsExactly(
                        "sum counts 7.5 {\"region\":\"north\"}",
                        "count counts 1 {}",
                        "users counts 1 {}",
                        "old archived  ",
                        "mail other_type  ");
    }

    @Test
    void aPreviewCountsAndStoresNothing() {
        Map<String, Object> event = usage("a", 7, "north");
        for (int i = 0; i < 3; i++) {
            assertThat(preview(branch.asReseller, event).path("status").asString())
                    .isEqualTo("accepted");
        }

        assertThat(send(event)).as("no duplicate of its previews").isEqualTo("a accepted");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(total("count")).isEqualTo("1"));
        assertThat(total("sum")).isEqualTo("7");
        assertThat(preview(branch.asReseller, event).path("status").asString())
                .isEqualTo("duplicate");
        assertThat(
                        api.get(branch.asReseller, "/api/v1/rejected-events")
                                .json()
                                .path("items")
                                .isEmpty())
                .isTrue();
    }

    @Test
    void eachEventIsAnsweredAsItWouldBeIfItWereSent() {
        Map<String, Object> noValue = usage("e", 1, "north");
        noValue.put("data", Map.of("user", "ada"));
        Map<String, Object> wrongDimension = usage("f", 1, "north");
        wrongDimension.put("data", Map.of("n", 1, "user", "ada", "region", List.of()));
        Map<String, Object> noSubject = usage("g", 1, "north");
        noSubject.remove("subject");
        Map<String, Object> text = usage("h", 1, "north");
        text.put("datacontenttype", "text/plain");
        text.put("data", "n=1");
        Map<String, Object> nobodys = usage("i", 1, "north");
        nobodys.put("type", "nobody.counts.this");
        Map<String, Object> old = usage("j", 1, "north");
        old.put("time", Instant.now().minus(Duration.ofDays(36)).toString());
        Map<String, Object> unknown = usage("k", 1, "north");
        unknown.put("subject", LicenseId.next().value());
        Map<String, String> codes = new HashMap<>();

        for (Map<String, Object> event :
                List.of(
                        usage("a", 1, "north"),
                        usage("b", "seven", "north"),
                        noValue,
                        wrongDimension,
                        noSubject,
                        text,
                        nobodys,
                        old,
                        unknown)) {
            JsonNode preview = preview(branch.asReseller, event);
            String previewed =
                    (preview.path("id").asString()
                                    + " "
                                    + preview.path("status").asString()
                                    + " "
                                    + preview.path("code").asString(""))
                            .strip();
            assertThat(previewed).isEqualTo(send(event));
            codes.put(preview.path("id").asString(), preview.path("code").asString(""));
        }

        assertThat(codes)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "a", "",
                                "b", "invalid_value",
                                "e", "value_missing",
                                "f", "invalid_dimension",
                                "g", "subject_missing",
                                "h", "data_not_json",
                                "i", "meter_not_found",
                                "j", "out_of_window",
                                "k", "license_not_found"));
    }

    @Test
    void theMeterThatRefusesAnEventIsNamed() {
        Map<String, Object> event = usage("a", "seven", "north");

        JsonNode preview = preview(branch.asReseller, event);

        assertThat(preview.path("status").asString()).isEqualTo("rejected");
        assertThat(preview.at("/attribution/licenseId").asString())
                .isEqualTo(branch.license.value());
        assertThat(effects(preview)).startsWith("sum refuses invalid_value ", "count counts 1 {}");
    }

    @Test
    void usageOfALicenseThatHasEndedWouldBeRejected() {
        Branch.publish(branch.license(LicenseCondition.SUSPENDED, Instant.now().minusSeconds(60)));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                preview(branch.asReseller, usage("a", 1, "north"))
                                                        .path("code")
                                                        .asString())
                                        .isEqualTo("license_not_active"));
    }

    @Test
    void aForeignLicenseIsLikeAnUnknownOne() {
        Branch other = new Branch().published();
        for (Caller stranger : List.of(branch.asStranger, other.asReseller)) {
            Map<String, Object> foreign = usage("a", 1, "north");
            Map<String, Object> missing = usage("a", 1, "north");
            missing.put("subject", LicenseId.next().value());
            foreign.put("time", missing.get("time"));

            JsonNode preview = preview(stranger, foreign);

            assertThat(preview).isEqualTo(preview(stranger, missing));
            assertThat(preview.path("code").asString()).isEqualTo("license_not_found");
            assertThat(preview.has("attribution")).isFalse();
        }
    }

    @Test
    void previewNeedsReportUsage() {
        EnumSet<Permission> others = EnumSet.allOf(Permission.class);
        others.remove(Permission.REPORT_USAGE);

        for (Caller caller :
                List.of(
                        Callers.partner(others, branch.vendor, branch.distributor),
                        branch.asCustomer)) {
            assertThat(api.post(caller, "/api/v1/events/preview", usage("a", 1, "x")).code())
                    .isEqualTo("forbidden");
        }
    }

    @Test
    void itTakesOneEventAndNoBatch() {
        Api.Answer batch =
                api.post(
                        branch.asReseller,
                        "/api/v1/events/preview",
                        List.of(usage("a", 1, "north")));
        assertThat(batch.status()).isEqualTo(400);
        assertThat(batch.code()).isEqualTo("invalid_request");
        for (String type : List.of("application/cloudevents-batch+json", "text/plain")) {
            assertThat(
                            api.post(
                                            branch.asReseller,
                                            "/api/v1/events/preview",
                                            "[]",
                                            Map.of("Content-Type", type))
                                    .status())
                    .isEqualTo(415);
        }
        Api.Answer faulty =
                api.post(branch.asReseller, "/api/v1/events/preview", Map.of("id", "a"));
        assertThat(faulty.status()).isEqualTo(400);
        assertThat(faulty.json().path("invalidFields").findValuesAsString("field"))
                .contains("source", "type");
        Api.Answer binary =
                api.post(
                        branch.asReseller,
                        "/api/v1/events/preview",
                        "{\"n\": 3, \"user\": \"ada\"}",
                        Map.of(
                                "ce-specversion", "1.0",
                                "ce-id", "a",
                                "ce-source", "/test",
                                "ce-type", "api.call",
                                "ce-subject", branch.license.value(),
                                "Content-Type", "application/json"));
        assertThat(binary.status()).as(binary.text()).isEqualTo(200);
        assertThat(effects(binary.json())).startsWith("sum counts 3 {}");
    }

    private String define(
            String code,
            String type,
            String aggregation,
            String property,
            List<String> groupBy,
            int position) {
        Map<String, Object> meter =
                new HashMap<>(
                        Map.of(
                                "code", code,
                                "eventType", type,
                                "aggregation", aggregation,
                                "groupBy", groupBy,
                                "position", position));
        if (property != null) {
            meter.put("valueProperty", property);
        }
        Api.Answer defined = api.post(branch.asVendor, "/api/v1/meters", meter);
        assertThat(defined.status()).as(defined.text()).isEqualTo(201);
        return defined.json().path("id").asString();
    }

    private Map<String, Object> usage(String id, Object n, String region) {
        Map<String, Object> event = event(id, branch.license, Instant.now(), n);
        event.put("data", Map.of("n", n, "user", "ada", "region", region));
        return event;
    }

    private JsonNode preview(Caller caller, Map<String, Object> event) {
        Api.Answer answer = api.post(caller, "/api/v1/events/preview", event);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private String send(Map<String, Object> event) {
        return answers(api.post(branch.asReseller, "/api/v1/events", event).json()).getFirst();
    }

    private static List<String> effects(JsonNode preview) {
        return preview.path("meters")
                .valueStream()
                .map(
                        meter ->
                                String.join(
                                        " ",
                                        meter.path("meter").asString(),
                                        meter.path("effect").asString(),
                                        meter.path("quantity").asString("")
                                                + meter.path("code").asString(""),
                                        meter.has("dimensions")
                                                ? meter.path("dimensions").toString()
                                                : ""))
                .toList();
    }

    private String total(String meter) {
        return api.get(branch.asReseller, "/api/v1/usage?meter=" + meter)
                .json()
                .at("/items/0/quantity")
                .asString("");
    }
}
