package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.e2e.Keyway.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiDocumentJourney {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Keyway keyway = Keyway.shared();

    @Test
    void describesEveryRouteOfTheGatewayAndNoOther() throws Exception {
        JsonNode document = keyway.get("", "/api/v1/openapi.json").json();
        TreeSet<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .propertyNames()
                                        .forEach(
                                                method ->
                                                        described.add(
                                                                method.toUpperCase(
                                                                                java.util.Locale
                                                                                        .ROOT)
                                                                        + " "
                                                                        + skeleton(
                                                                                path.getKey()))));
        TreeSet<String> routes = new TreeSet<>();
        String table =
                Files.readString(
                        Keyway.HOME.resolve(
                                "gateway/src/main/java/io/keyway/gateway/routes/Routes.java"));
        Matcher route =
                Pattern.compile("\\b(get|post|put|patch|delete)\\(\\s*\"(/[^\"]+)\"")
                        .matcher(table);
        while (route.find()) {
            routes.add(
                    route.group(1).toUpperCase(Locale.ROOT)
                            + " /api/v1"
                            + skeleton(route.group(2)));
        }
        routes.add("GET /.well-known/keyway-keys");
        routes.add("GET /api/v1/statements/{}.csv");
        routes.add("GET /api/v1/statements/{}.pdf");
        routes.add("GET /api/v1/license-batches/{}.csv");
        assertThat(described).isEqualTo(routes).hasSizeGreaterThan(60);
        assertThat(document.toString()).doesNotContain("/internal");
    }

    /**
     * The committed document, which the portal's client is generated from, must be the served one.
     */
    @Test
    void isCommittedAsItIsServed() throws Exception {
        Path committed = Keyway.HOME.resolve("docs/api/openapi.json");
        assertThat(JSON.readTree(Files.readString(committed)))
                .as("docs/api/openapi.json is served as it is")
                .isEqualTo(keyway.get("", "/api/v1/openapi.json").json());
    }

    @Test
    void everyReferenceInTheDocumentResolves() {
        JsonNode document = keyway.get("", "/api/v1/openapi.json").json();
        assertThat(document.findValuesAsString("$ref"))
                .isNotEmpty()
                .allSatisfy(
                        ref ->
                                assertThat(
                                                document.path("components")
                                                        .path("schemas")
                                                        .has(
                                                                ref.substring(
                                                                        ref.lastIndexOf('/') + 1)))
                                        .as(ref)
                                        .isTrue());
    }

    /** Every list must have a maximum, which is checked before its elements are read. */
    @Test
    void everyListInABodyHasAMaximum() {
        JsonNode document = keyway.get("", "/api/v1/openapi.json").json();
        List<String> without = new ArrayList<>();
        for (ApiCall call : ApiCall.all(document)) {
            call.listsInBody()
                    .forEach(
                            (path, list) -> {
                                int max = list.path("maxItems").asInt(0);
                                if (max < 1 || max > mayHave(call.name() + " " + path)) {
                                    without.add(call.name() + " " + path);
                                }
                            });
        }
        assertThat(without).isEmpty();
    }

    /** The rows of a batch have a larger maximum; that body has limits of its own. */
    private static int mayHave(String list) {
        return list.equals("POST /license-batches .rows") ? 10_000 : 1000;
    }

    @Test
    void theReferencePageAndTheStartPageAreServed() {
        Answer page = keyway.get("", "/docs");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Keyway API");
        assertThat(keyway.get("", "/").text()).contains("Keyway");
        assertThat(keyway.get("", "/nothing.js").status()).isEqualTo(404);
        assertThat(keyway.get("", "/partners/resellers").text())
                .as("the portal finds its screens by itself")
                .contains("<!doctype html>");
    }

    @Test
    void healthAndMetricsAreOnAPortThatTheGatewayDoesNotRoute() {
        assertThat(keyway.get("", "/actuator/health").status()).isEqualTo(404);
        assertThat(keyway.get("", "/actuator/prometheus").status()).isEqualTo(404);
    }

    private static String skeleton(String path) {
        return path.replaceAll("\\{[^}]*}", "{}");
    }
}
