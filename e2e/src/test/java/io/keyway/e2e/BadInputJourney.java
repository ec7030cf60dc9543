package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.e2e.Keyway.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends wrong bodies to every call that takes one: the answer must be a 4xx problem that says what
 * is wrong.
 */
class BadInputJourney {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Keyway keyway = Keyway.shared();
    private final Tree tree = new Tree(keyway);
    private final String order = tree.allowance(5, 5);
    private final String license =
            keyway.post(tree.reseller, "/api/v1/licenses", tree.licensesBody(order, 1))
                    .json()
                    .path("items")
                    .path(0)
                    .path("id")
                    .asString();
    private final JsonNode document = keyway.get("", "/api/v1/openapi.json").json();

    private record Call(String method, String path, String who, JsonNode schema) {}

    @Test
    void noBodyOfTheWrongFormIsTakenOrBreaksAnything() {
        // Otherwise a browser's sign-in is refused before its body is read.
        Map<String, String> ownPage = Map.of("Origin", keyway.url());
        List<String> failures = new ArrayList<>();
        int sent = 0;
        for (Call call : calls()) {
            Map<String, String> bodies = new LinkedHashMap<>();
            bodies.put("no JSON", "{\"a\":");
            bodies.put("text", "hello");
            bodies.put("doubled field", "{\"x\":1,\"x\":2}");
            bodies.put("deep", "[".repeat(5_000));
            bodies.put("null", "null");
            bodies.put("number", "42");
            bodies.put("unknown field", "{\"_id\":\"x\",\"scope\":[],\"version\":1,\"outbox\":[]}");
            bodies.put("2 MB", "{\"name\":\"" + "x".repeat(2_000_000) + "\"}");
            call.schema()
                    .path("properties")
                    .propertyNames()
                    .forEach(
                            field -> {
                                bodies.put(
                                        field + " of another type",
                                        with(call, field, "{\"$gt\":\"\"}"));
                                bodies.put(
                                        field + " as a list of lists", with(call, field, "[[1]]"));
                            });
            for (Map.Entry<String, String> body : bodies.entrySet()) {
                sent++;
                Answer answer =
                        keyway.send(
                                call.who(), call.method(), call.path(), body.getValue(), ownPage);
                boolean refused =
                        answer.status() >= 400
                                && answer.status() < 500
                                && answer.contentType().startsWith("application/problem+json")
                                && !answer.code().isEmpty();
                boolean leaks =
                        answer.text().contains("Exception")
                                || answer.text().contains("io.keyway")
                                || answer.text().contains("jackson");
                if (!refused || leaks) {
                    failures.add(
                            call.method()
                                    + " "
                                    + call.path()
                                    + " with "
                                    + body.getKey()
                                    + ": "
                                    + answer.status()
                                    + " "
                                    + answer.text());
                }
            }
            sent++;
            Answer form =
                    keyway.send(
                            call.who(),
                            call.method(),
                            call.path(),
                            "a=b",
                            Map.of(
                                    "Content-Type",
                                    "application/x-www-form-urlencoded",
                                    "Origin",
                                    keyway.url()));
            if (form.status() != 415) {
                failures.add(
                        call.method()
                                + " "
                                + call.path()
                                + " as a form: "
                                + form.status()
                                + " "
                                + form.text());
            }
        }
        assertThat(failures).as("of " + sent + " bad requests").isEmpty();
        assertThat(sent).isGreaterThan(200);
    }

    @Test
    void quantitiesHaveBounds() {
        for (String quantity :
                List.of("-1", "0", "1e30", "99999999999999999999", "1.5", "\"1\"", "true")) {
            String line =
                    "{\"productId\":\""
                            + tree.product
                            + "\",\"policyId\":\""
                            + tree.policy
                            + "\",\"quantity\":"
                            + quantity
                            + "}";
            Answer ordered =
                    keyway.post(
                            tree.distributor,
                            "/api/v1/orders",
                            "{\"fulfillment\":\"on_demand\",\"lines\":[" + line + "]}");
            assertThat(ordered.status()).as(quantity).isEqualTo(400);
            assertThat(ordered.json().path("invalidFields").findValuesAsString("field"))
                    .as(quantity)
                    .contains("lines[0].quantity");
            Answer issued =
                    keyway.post(
                            tree.reseller,
                            "/api/v1/licenses",
                            "{\"productId\":\""
                                    + tree.product
                                    + "\",\"policyId\":\""
                                    + tree.policy
                                    + "\",\"customerId\":\""
                                    + tree.customerId
                                    + "\",\"quantity\":"
                                    + quantity
                                    + "}");
            assertThat(issued.status()).as(quantity).isEqualTo(400);
            assertThat(issued.json().path("invalidFields").findValuesAsString("field"))
                    .as(quantity)
                    .contains("quantity");
        }
    }

    private static final String NOBODYS = "01hv7z8k3m9q2r4s6t8v0w1x2z";
    private static final Set<String> MINE = Set.of("/api/v1/signing-keys");

    /** Every call of the document that takes a JSON body, with a caller who may make it. */
    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                operation -> {
                                                    JsonNode content =
                                                            operation
                                                                    .getValue()
                                                                    .path("requestBody")
                                                                    .path("content");
                                                    if (!content.isMissingNode()
                                                            && !MINE.contains(path.getKey())) {
                                                        JsonNode schema =
                                                                content.properties()
                                                                        .iterator()
                                                                        .next()
                                                                        .getValue()
                                                                        .path("schema");
                                                        calls.add(
                                                                new Call(
                                                                        operation
                                                                                .getKey()
                                                                                .toUpperCase(
                                                                                        java.util
                                                                                                .Locale
                                                                                                .ROOT),
                                                                        concrete(path.getKey()),
                                                                        whoMay(path.getKey()),
                                                                        resolved(schema)));
                                                    }
                                                }));
        assertThat(calls).hasSizeGreaterThan(15);
        return calls;
    }

    private String whoMay(String path) {
        if (path.contains("/tokens") || path.endsWith("/session") || path.endsWith("/validate")) {
            return "";
        }
        if (path.contains("/licenses") || path.contains("/customers") || path.contains("/events")) {
            return tree.reseller;
        }
        return path.contains("/orders") ? tree.distributor : tree.vendor;
    }

    private String concrete(String path) {
        String id =
                path.contains("/partners/")
                        ? tree.distributorId
                        : path.contains("/customers/")
                                ? tree.customerId
                                : path.contains("/orders/")
                                        ? order
                                        : path.contains("/licenses/")
                                                ? license
                                                : path.contains("/products/")
                                                        ? tree.product
                                                        : path.contains("/policies/")
                                                                ? tree.policy
                                                                : tree.plan;
        // Of a resource that does not exist: a wrong body is reported before that.
        return path.replace("{partnerId}", tree.resellerId)
                .replace("{accountId}", "acc_" + NOBODYS)
                .replace("partner-applications/{id}", "partner-applications/apl_" + NOBODYS)
                .replace("settlements/{id}", "settlements/stl_" + NOBODYS)
                .replace("late-events/{id}", "late-events/lev_" + NOBODYS)
                .replace("credits/{id}", "credits/cdt_" + NOBODYS)
                .replace("remeterings/{id}", "remeterings/rmt_" + NOBODYS)
                .replaceAll("\\{[^}]*}", id);
    }

    private JsonNode resolved(JsonNode schema) {
        String ref = schema.path("$ref").asString("");
        return ref.isEmpty()
                ? schema
                : document.path("components")
                        .path("schemas")
                        .path(ref.substring(ref.lastIndexOf('/') + 1));
    }

    private static String with(Call call, String field, String value) {
        ObjectNode body = JSON.createObjectNode();
        body.set(field, JSON.readTree(value));
        return body.toString();
    }
}
