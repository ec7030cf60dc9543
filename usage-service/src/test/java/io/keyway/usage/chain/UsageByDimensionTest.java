package io.keyway.usage.chain;

import static io.keyway.usage.Branch.answers;
import static io.keyway.usage.Branch.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/** Usage by the dimensions of its meter, at every level and with every other group. */
@KeywayTest
class UsageByDimensionTest {

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch().published();

    @BeforeEach
    void usage() {
        api = new Api(environment);
        Map<String, Object> meter = new HashMap<>(Branch.meter("calls"));
        meter.put("groupBy", List.of("region", "plan"));
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter).status()).isEqualTo(201);
        report("a", branch.license, 1, Map.of("region", "north", "plan", "free"));
        report("b", branch.license, 2, Map.of("region", "north", "plan", "paid"));
        report("c", branch.license, 4, Map.of("region", "south, east", "plan", "free"));
        report("d", branch.license, 8, Map.of());
        report("e", branch.strangersLicense, 16, Map.of("region", "north"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(rows(branch.asVendor, "")).containsExactly("31 null"));
    }

    @Test
    void aRowHasTheValuesOfTheDimensionsAskedFor() {
        assertThat(rows(branch.asReseller, "&dimension=region"))
                .containsExactlyInAnyOrder(
                        "3 {\"region\":\"north\"}", "4 {\"region\":\"south, east\"}", "8 {}");
        assertThat(rows(branch.asReseller, "&dimension=plan,region"))
                .as("in the order of the meter")
                .containsExactlyInAnyOrder(
                        "1 {\"region\":\"north\",\"plan\":\"free\"}",
                        "2 {\"region\":\"north\",\"plan\":\"paid\"}",
                        "4 {\"region\":\"south, east\",\"plan\":\"free\"}",
                        "8 {}");
        assertThat(rows(branch.asReseller, "&dimension=plan&dimension=region")).hasSize(4);
        assertThat(rows(branch.asReseller, "&dimension=")).containsExactly("15 null");
    }

    @Test
    void everyCallerSeesTheUsageOfItsBranchOnly() {
        assertThat(rows(branch.asVendor, "&dimension=region"))
                .containsExactlyInAnyOrder(
                        "19 {\"region\":\"north\"}", "4 {\"region\":\"south, east\"}", "8 {}");
        assertThat(rows(branch.asStranger, "&dimension=region"))
                .containsExactly("16 {\"region\":\"north\"}");
        assertThat(rows(branch.asStrangersCustomer, "&dimension=region"))
                .containsExactly("16 {\"region\":\"north\"}");
        assertThat(rows(branch.asStrangersCustomer, "&where=plan:free")).isEmpty();
    }

    @Test
    void dimensionsGoWithEveryGroup() {
        for (String group : List.of("license", "customer", "product", "license,customer")) {
            assertThat(rows(branch.asDistributor, "&dimension=plan&groupBy=" + group))
                    .as(group)
                    .containsExactlyInAnyOrder(
                            "5 {\"plan\":\"free\"}", "2 {\"plan\":\"paid\"}", "8 {}");
        }
        JsonNode ofPartners =
                api.get(
                                branch.asVendor,
                                "/api/v1/usage?meter=calls&groupBy=partner&dimension=plan"
                                        + "&where=region:north")
                        .json();
        assertThat(
                        ofPartners
                                .path("items")
                                .valueStream()
                                .map(
                                        row ->
                                                row.path("partnerId").asString()
                                                        + " "
                                                        + row.path("quantity").asString()
                                                        + " "
                                                        + row.at("/dimensions/plan").asString("")))
                .containsExactlyInAnyOrder(
                        branch.vendor + " 1 free",
                        branch.vendor + " 2 paid",
                        branch.vendor + " 16 ",
                        branch.distributor + " 1 free",
                        branch.distributor + " 2 paid",
                        branch.reseller + " 1 free",
                        branch.reseller + " 2 paid",
                        branch.stranger + " 16 ");
    }

    @Test
    void aFilterTakesTheUsageWithThatValueOnly() {
        assertThat(rows(branch.asVendor, "&where=region:north")).containsExactly("19 null");
        assertThat(rows(branch.asVendor, "&where=region:north&where=plan:free"))
                .containsExactly("1 null");
        assertThat(rows(branch.asVendor, "&where=" + encoded("region:south, east")))
                .as("a value with a comma")
                .containsExactly("4 null");
        assertThat(rows(branch.asVendor, "&where=region:south")).isEmpty();
        assertThat(rows(branch.asVendor, "&where=plan:free&dimension=region"))
                .containsExactlyInAnyOrder(
                        "1 {\"region\":\"north\"}", "4 {\"region\":\"south, east\"}");
        assertThat(rows(branch.asVendor, "&where=region:north&licenseId=" + branch.license))
                .containsExactly("3 null");
    }

    @ParameterizedTest
    @CsvSource({
        "dimension=color, dimension",
        "'dimension=region,color', dimension",
        "dimension=Region, dimension",
        "where=color:red, where",
        "where=region, where",
        "where=:north, where",
        "where=, where",
        "where=region:north&where=region:south, where"
    })
    void theParameterAtFaultIsNamed(String query, String parameter) {
        Api.Answer answer = api.get(branch.asVendor, "/api/v1/usage?meter=calls&" + query);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                .containsExactly(parameter);
    }

    @Test
    void dimensionsOfAForeignMeterAreNotToldApart() {
        Branch other = new Branch();
        Api.Answer foreign = api.get(other.asVendor, "/api/v1/usage?meter=calls&dimension=region");
        Api.Answer missing = api.get(other.asVendor, "/api/v1/usage?meter=calls&dimension=color");
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.text()).isEqualTo(missing.text());
    }

    private void report(String id, LicenseId license, int n, Map<String, String> dimensions) {
        Map<String, Object> event = event(id, license, Instant.now(), n);
        Map<String, Object> data = new HashMap<>(dimensions);
        data.put("n", n);
        event.put("data", data);
        assertThat(answers(api.post(branch.asVendor, "/api/v1/events", event).json()))
                .containsExactly(id + " accepted");
    }

    private List<String> rows(Caller caller, String query) {
        Api.Answer answer = api.get(caller, "/api/v1/usage?meter=calls" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json()
                .path("items")
                .valueStream()
                .map(
                        row ->
                                row.path("quantity").asString()
                                        + " "
                                        + (row.has("dimensions") ? row.path("dimensions") : "null"))
                .toList();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
