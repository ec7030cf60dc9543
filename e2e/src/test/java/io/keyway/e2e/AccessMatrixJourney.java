package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every call of the API document, by everybody, on what is theirs, what is somebody else's, and
 * what does not exist: the last two must not be told apart. A call that the tables here do not know
 * fails the build. The whole matrix is written to target/access-matrix.csv.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixJourney {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String MISSING = "01hv7z8k3m9q2r4s6t8v0w1x2a";

    /** A copy of what was just made elsewhere is waited for: younger ids would only take longer. */
    private static final Duration IDS_ARE_FRESH = Duration.ofSeconds(11);

    /** Calls that ask nobody who they are. */
    private static final Set<String> PUBLIC =
            Set.of(
                    "POST /tokens",
                    "POST /tokens/refresh",
                    "POST /session",
                    "GET /sign-in-page",
                    "POST /partner-applications",
                    "POST /licenses/validate",
                    "GET /.well-known/keyway-keys");

    /** What the id in a path is the id of. */
    private static final Map<String, String> KINDS =
            Map.ofEntries(
                    Map.entry("/partners/{id}", "partner"),
                    Map.entry("/partners/{id}/accounts/{accountId}", "account"),
                    Map.entry("/api-keys/{id}", "key"),
                    Map.entry("/partner-applications/{id}", "application"),
                    Map.entry("/customers/{id}", "customer"),
                    Map.entry("/audit/chains/{chain}", "vendor"),
                    Map.entry("/plans/{id}", "plan"),
                    Map.entry("/orders/{id}", "order"),
                    Map.entry("/orders/{id}/license-managers/{partnerId}", "partner"),
                    Map.entry("/products/{id}", "product"),
                    Map.entry("/policies/{id}", "policy"),
                    Map.entry("/issuances/{id}", "issuance"),
                    Map.entry("/licenses/{id}", "license"),
                    Map.entry("/licenses/{id}/machines/{machineId}", "machine"),
                    Map.entry("/licenses/{licenseId}", "license"),
                    Map.entry("/machines/{id}", "machine"),
                    Map.entry("/meters/{id}", "meter"),
                    Map.entry("/statements/{id}", "statement"));

    /** Segments in braces that name no resource. */
    private static final Set<String> NO_RESOURCE = Set.of("/login-domains/{name}");

    /** Who sees the first tree's resources; what is not listed may differ and is not judged. */
    private static final Map<String, Set<String>> SEEN_BY =
            Map.ofEntries(
                    Map.entry("partner", Set.of("own", "parent", "vendor", "operator")),
                    Map.entry("account", Set.of("own", "parent", "vendor", "operator")),
                    Map.entry("key", Set.of("own")),
                    Map.entry("application", Set.of("parent", "vendor", "operator")),
                    Map.entry(
                            "customer", Set.of("own", "parent", "vendor", "operator", "customer")),
                    Map.entry("vendor", Set.of("vendor", "operator")),
                    Map.entry("order", Set.of("own", "parent", "vendor", "operator")),
                    Map.entry("issuance", Set.of("own", "parent", "vendor")),
                    Map.entry("license", Set.of("own", "parent", "vendor", "operator", "customer")),
                    Map.entry(
                            "machine", Set.of("own", "parent", "vendor", "operator", "customer")));

    private final Keyway keyway = Keyway.shared();
    private final Map<String, String> callers = new LinkedHashMap<>();
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final List<String> cells = new ArrayList<>();
    private final List<String> leaks = new ArrayList<>();
    private Tree tree;
    private Tree other;

    private record Call(String method, String path, JsonNode operation) {

        String name() {
            return method + " " + path;
        }

        boolean takesBody() {
            return operation.has("requestBody");
        }
    }

    @BeforeAll
    void makeTwoTrees() {
        tree = new Tree(keyway);
        other = new Tree(keyway);
        callers.put("anonymous", "");
        callers.put("own", tree.reseller);
        callers.put("sibling", tree.sibling);
        callers.put("parent", tree.distributor);
        callers.put("vendor", tree.vendor);
        callers.put("customer", tree.customer);
        callers.put("other vendor", other.vendor);
        callers.put("other reseller", other.reseller);
        callers.put("other customer", other.customer);
        callers.put("deactivated", tree.deactivated());
        callers.put("operator", keyway.operator());
        ids.put("partner", tree.resellerId);
        ids.put("vendor", tree.vendorId);
        ids.put("customer", tree.customerId);
        ids.put("product", tree.product);
        ids.put("policy", tree.policy);
        ids.put("plan", tree.plan);
        String order = tree.allowance(50, 50);
        ids.put("order", order);
        Answer issued = keyway.post(tree.reseller, "/api/v1/licenses", tree.licensesBody(order, 2));
        String license = issued.json().path("items").path(0).path("id").asString();
        ids.put("license", license);
        ids.put(
                "machine",
                Tree.created(
                        keyway.post(
                                tree.reseller,
                                "/api/v1/licenses/" + license + "/machines",
                                Map.of("fingerprint", "aa:bb"))));
        ids.put(
                "meter",
                keyway.get(tree.vendor, "/api/v1/meters")
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString());
        ids.put(
                "issuance",
                "iss_" + MISSING); // Known only while it runs; foreign ones are tested in the
        // service.
        ids.put(
                "statement",
                keyway.get(tree.distributor, "/api/v1/statements?partnerId=" + tree.distributorId)
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString("stm_" + MISSING));
        ids.put(
                "account",
                Tree.created(
                        keyway.post(
                                tree.reseller,
                                "/api/v1/partners/" + tree.resellerId + "/accounts",
                                Map.of(
                                        "email",
                                        Tree.letters() + "@example.com",
                                        "name",
                                        "Staff",
                                        "password",
                                        Tree.FIRST_PASSWORD,
                                        "permissions",
                                        List.of()))));
        ids.put(
                "key",
                Tree.created(
                        keyway.post(
                                tree.reseller,
                                "/api/v1/api-keys",
                                Map.of("name", "k", "permissions", List.of()))));
        ids.put("application", tree.application());
        Instant madeAt = Instant.now();
        await().atMost(IDS_ARE_FRESH.plusSeconds(5))
                .until(() -> Instant.now().isAfter(madeAt.plus(IDS_ARE_FRESH)));
    }

    @BeforeEach
    void startANewSheet() {
        cells.clear();
        leaks.clear();
    }

    @Test
    void aForeignIdInThePathIsAMissingOne() throws IOException {
        for (Call call : calls()) {
            if (!PUBLIC.contains(call.name())) {
                expect(call, "anonymous", 401);
                expect(call, "deactivated", 401);
            }
            String kind = kindOf(call);
            if (kind == null) {
                continue;
            }
            callers.forEach(
                    (name, token) -> {
                        if (Set.of("anonymous", "deactivated").contains(name)) {
                            return;
                        }
                        boolean judged = name.startsWith("other ") || SEEN_BY.containsKey(kind);
                        boolean sees = SEEN_BY.getOrDefault(kind, Set.of()).contains(name);
                        if (judged && !sees) {
                            sameAsMissing(call, name, token, kind);
                        } else if (sees && call.method().equals("GET")) {
                            seen(call, name, token, kind);
                        }
                    });
        }
        write("access-matrix.csv");
        assertThat(leaks).as("of " + cells.size() + " cells").isEmpty();
        assertThat(cells).hasSizeGreaterThan(500);
    }

    @Test
    void aForeignIdInAQueryIsAMissingOne() throws IOException {
        Set<String> unknown = new TreeSet<>();
        for (Call call : calls()) {
            for (JsonNode parameter : call.operation().path("parameters")) {
                String name = parameter.path("name").asString();
                if (!parameter.path("in").asString().equals("query")
                        || !name.endsWith("Id")
                        || name.equals("externalReferenceId")) {
                    continue;
                }
                String kind = kindOfField(name);
                if (kind == null) {
                    unknown.add(call.name() + "?" + name);
                    continue;
                }
                for (String caller : List.of("other vendor", "other reseller", "sibling")) {
                    if (caller.equals("sibling") && !SEEN_BY.containsKey(kind)) {
                        continue;
                    }
                    String query =
                            call.path().contains("/access-check")
                                    ? "?action=see&" + name + "="
                                    : "?" + name + "=";
                    compare(
                            call.name() + "?" + name,
                            caller,
                            send(call, callers.get(caller), query + ids.get(kind), null),
                            send(call, callers.get(caller), query + missing(kind), null),
                            kind);
                }
            }
        }
        write("access-matrix-queries.csv");
        assertThat(unknown).as("parameters that the matrix does not know").isEmpty();
        assertThat(leaks).as("of " + cells.size() + " cells").isEmpty();
    }

    @Test
    void aForeignIdInABodyIsAMissingOne() throws IOException {
        Map<String, Map<String, Object>> bodies = bodies();
        Set<String> unknown = new TreeSet<>();
        for (Call call : calls()) {
            List<String> fields = new ArrayList<>();
            schemaIds(schema(call), "", fields, 0);
            for (String field : fields) {
                String kind = kindOfField(field.substring(field.lastIndexOf('.') + 1));
                Map<String, Object> body = bodies.get(call.name());
                if (kind == null || body == null) {
                    unknown.add(call.name() + " " + field);
                    continue;
                }
                for (String caller : List.of("other vendor", "other reseller")) {
                    compare(
                            call.name() + " " + field,
                            caller,
                            send(call, callers.get(caller), "", with(body, field, ids.get(kind))),
                            send(call, callers.get(caller), "", with(body, field, missing(kind))),
                            kind);
                }
            }
        }
        write("access-matrix-bodies.csv");
        assertThat(unknown).as("fields that the matrix does not know").isEmpty();
        assertThat(leaks).as("of " + cells.size() + " cells").isEmpty();
    }

    @Test
    void noListShowsWhatIsForeign() throws IOException {
        List<String> secrets = new ArrayList<>(ids.values());
        secrets.removeIf(id -> id.endsWith(MISSING));
        for (Call call : calls()) {
            if (!call.method().equals("GET")
                    || call.path().contains("{")
                    || PUBLIC.contains(call.name())) {
                continue;
            }
            String query = call.path().equals("/access-check") ? "?action=see" : "";
            for (String caller : List.of("other vendor", "other reseller", "other customer")) {
                Answer answer = send(call, callers.get(caller), query, null);
                cells.add(String.join(",", call.name(), caller, "list", "" + answer.status()));
                secrets.stream()
                        .filter(answer.text()::contains)
                        .forEach(
                                secret ->
                                        leaks.add(
                                                call.name()
                                                        + " shows "
                                                        + secret
                                                        + " to "
                                                        + caller));
                if (answer.status() >= 500) {
                    leaks.add(call.name() + " by " + caller + ": " + answer.text());
                }
            }
        }
        write("access-matrix-lists.csv");
        assertThat(leaks).as("of " + cells.size() + " cells").isEmpty();
    }

    /** A valid body, whose ids are then replaced one by one. */
    private Map<String, Map<String, Object>> bodies() {
        Map<String, Object> grant =
                Map.of("productId", other.product, "policyIds", List.of(other.policy));
        Map<String, Object> line =
                Map.of("productId", other.product, "policyId", other.policy, "quantity", 1);
        Map<String, Object> order =
                Map.of(
                        "customerId",
                        other.customerId,
                        "fulfillment",
                        "on_demand",
                        "lines",
                        List.of(line));
        Map<String, Map<String, Object>> bodies = new LinkedHashMap<>();
        Map<String, Object> partner = new LinkedHashMap<>(Tree.partnerBody("reseller"));
        partner.put("parentId", other.vendorId);
        partner.put("model", "commission");
        partner.put("planId", other.plan);
        partner.put("grants", List.of(grant));
        bodies.put("POST /partners", partner);
        bodies.put("PATCH /partners/{id}", Map.of("planId", other.plan));
        bodies.put("PUT /partners/{id}/grants", Map.of("", List.of(grant)));
        bodies.put(
                "POST /partner-applications/{id}/approve",
                Map.of("password", Tree.PASSWORD, "planId", other.plan, "grants", List.of(grant)));
        bodies.put(
                "POST /customers",
                Map.of(
                        "email",
                        Tree.letters() + "@example.com",
                        "password",
                        Tree.PASSWORD,
                        "firstName",
                        "A",
                        "lastName",
                        "B",
                        "partnerId",
                        other.resellerId));
        bodies.put(
                "POST /policies",
                Map.of(
                        "productId", other.product,
                        "name", "p",
                        "type", "perpetual",
                        "scheme", "ed25519"));
        bodies.put(
                "POST /meters",
                Map.of(
                        "vendorId", other.vendorId,
                        "code", "m",
                        "eventType", "e",
                        "aggregation", "count"));
        bodies.put("POST /orders", order);
        bodies.put("POST /orders/preview", order);
        bodies.put(
                "PUT /orders/{id}/license-managers/{partnerId}", Map.of("grants", List.of(grant)));
        Map<String, Object> licenses = new LinkedHashMap<>(other.licensesBody("", 1));
        licenses.remove("orderId");
        licenses.put("orderId", "ord_" + MISSING);
        bodies.put("POST /licenses", licenses);
        bodies.put("POST /licenses/validate", Map.of("key", "none", "scope", Map.of()));
        bodies.put("POST /licenses/{id}/transfer", Map.of("customerId", other.customerId));
        return bodies;
    }

    /** The same body with another value at the path ({@code lines[].productId}). */
    private static String with(Map<String, Object> body, String field, String value) {
        JsonNode root = JSON.valueToTree(body.containsKey("") ? body.get("") : body);
        BiConsumer<JsonNode, List<String>> replace =
                new BiConsumer<>() {
                    @Override
                    public void accept(JsonNode node, List<String> steps) {
                        String step = steps.getFirst();
                        if (step.equals("[]")) {
                            if (steps.size() == 1) {
                                ((ArrayNode) node).removeAll().add(value);
                                return;
                            }
                            node.forEach(item -> accept(item, steps.subList(1, steps.size())));
                        } else if (steps.size() == 1) {
                            ((ObjectNode) node).put(step, value);
                        } else {
                            JsonNode next = node.path(step);
                            if (next.isMissingNode()) {
                                next = ((ObjectNode) node).putObject(step);
                            }
                            accept(next, steps.subList(1, steps.size()));
                        }
                    }
                };
        replace.accept(
                root, List.of(field.replace("[]", ".[]").replaceFirst("^\\.", "").split("\\.")));
        return JSON.writeValueAsString(root);
    }

    /** Paths of all fields in the schema that hold ids. */
    private void schemaIds(JsonNode schema, String path, List<String> found, int depth) {
        JsonNode resolved = resolve(schema);
        if (depth > 6) {
            return;
        }
        String name = path.replaceAll(".*\\.", "").replace("[]", "");
        if (resolved.path("type").toString().contains("array")) {
            schemaIds(resolved.path("items"), path + "[]", found, depth + 1);
        } else if (resolved.has("properties")) {
            resolved.path("properties")
                    .properties()
                    .forEach(
                            property ->
                                    schemaIds(
                                            property.getValue(),
                                            path.isEmpty()
                                                    ? property.getKey()
                                                    : path + "." + property.getKey(),
                                            found,
                                            depth + 1));
        } else if (name.endsWith("Id") && !name.equals("externalReferenceId")
                || name.endsWith("Ids")) {
            found.add(path);
        }
    }

    private JsonNode schema(Call call) {
        JsonNode content = resolve(call.operation().path("requestBody")).path("content");
        for (JsonNode type : content) {
            return type.path("schema");
        }
        return content;
    }

    private JsonNode resolve(JsonNode node) {
        JsonNode now = node;
        while (now.has("$ref")) {
            now = document().at(now.path("$ref").asString().substring(1));
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (now.has(choice)) {
                return resolve(now.path(choice).path(0));
            }
        }
        return now;
    }

    private static String kindOfField(String field) {
        return switch (field.replace("[]", "").replaceAll("Ids$", "Id")) {
            case "partnerId", "parentId" -> "partner";
            case "customerId" -> "customer";
            case "orderId" -> "order";
            case "productId" -> "product";
            case "policyId" -> "policy";
            case "planId" -> "plan";
            case "vendorId" -> "vendor";
            case "licenseId" -> "license";
            default -> null;
        };
    }

    private String kindOf(Call call) {
        if (!call.path().contains("{")) {
            return null;
        }
        for (String known : NO_RESOURCE) {
            if (call.path().startsWith(known)) {
                return null;
            }
        }
        return KINDS.keySet().stream()
                .filter(path -> call.path().equals(path) || call.path().startsWith(path + "/"))
                .max(java.util.Comparator.comparingInt(String::length))
                .filter(path -> call.path().indexOf('{', path.length()) < 0)
                .map(KINDS::get)
                .orElseThrow(() -> new AssertionError("the matrix does not know " + call.name()));
    }

    private void expect(Call call, String caller, int status) {
        Answer answer = send(call, callers.get(caller), "", call.takesBody() ? "{}" : null);
        cells.add(String.join(",", call.name(), caller, "own", "" + answer.status()));
        if (answer.status() != status) {
            leaks.add(call.name() + " by " + caller + ": " + answer.status() + " " + answer.text());
        }
    }

    private void seen(Call call, String caller, String token, String kind) {
        Answer answer = send(call, token, "", null);
        cells.add(String.join(",", call.name(), caller, "own", "" + answer.status()));
        boolean customerOnly = answer.status() == 403 && caller.equals("customer");
        if (answer.status() != 200 && !customerOnly && !ids.get(kind).endsWith(MISSING)) {
            leaks.add(call.name() + " hides from " + caller + ": " + answer.text());
        }
    }

    private void sameAsMissing(Call call, String caller, String token, String kind) {
        String body = call.takesBody() ? pathBody(call) : null;
        compare(
                call.name(),
                caller,
                send(call, token, "", body),
                sendTo(call, token, missingPath(call), body),
                kind);
    }

    private void compare(String call, String caller, Answer foreign, Answer missing, String kind) {
        cells.add(String.join(",", call, caller, "foreign", "" + foreign.status()));
        cells.add(String.join(",", call, caller, "missing", "" + missing.status()));
        String foreignText = foreign.text().replace(ids.get(kind), "ID");
        String missingText = missing.text().replace(missing(kind), "ID");
        boolean same = foreign.status() == missing.status() && foreignText.equals(missingText);
        if (!same || foreign.status() >= 500) {
            leaks.add(
                    "%s by %s: foreign %d %s, missing %d %s"
                            .formatted(
                                    call,
                                    caller,
                                    foreign.status(),
                                    foreign.text(),
                                    missing.status(),
                                    missing.text()));
        }
    }

    private String pathBody(Call call) {
        return switch (call.name()) {
            case "PUT /partners/{id}/grants" -> "[]";
            case "POST /partners/{id}/accounts" ->
                    "{\"email\":\"x@example.com\",\"name\":\"x\",\"password\":\"long enough\",\"permissions\":[]}";
            case "POST /partners/{id}/accounts/{accountId}/reset-password",
                    "POST /partner-applications/{id}/approve" ->
                    "{\"password\":\"long enough\"}";
            case "POST /partner-applications/{id}/reject" -> "{\"reason\":\"no\"}";
            case "PUT /orders/{id}/license-managers/{partnerId}" -> "{\"grants\":[]}";
            case "POST /licenses/{id}/machines" -> "{\"fingerprint\":\"cc:dd\"}";
            case "POST /licenses/{id}/transfer" -> "{\"customerId\":\"" + other.customerId + "\"}";
            default -> "{}";
        };
    }

    private Answer send(Call call, String token, String query, String body) {
        return sendTo(call, token, path(call, false) + query, body);
    }

    private Answer sendTo(Call call, String token, String path, String body) {
        Map<String, String> headers =
                call.method().equals("PATCH")
                        ? Map.of("Content-Type", "application/merge-patch+json")
                        : Map.of();
        return keyway.send(token, call.method(), path, body, headers);
    }

    private String missingPath(Call call) {
        return path(call, true);
    }

    /** With the first tree's ids in it; the last one missing if so asked. */
    private String path(Call call, boolean lastMissing) {
        String path = call.path();
        for (int brace = path.indexOf('{'); brace >= 0; brace = path.indexOf('{')) {
            int end = path.indexOf('}', brace);
            String upTo = call.path().substring(0, call.path().indexOf('}', end(call, path)) + 1);
            boolean last = path.indexOf('{', end) < 0;
            String kind = KINDS.getOrDefault(upTo, "none");
            String id = last && lastMissing ? missing(kind) : ids.getOrDefault(kind, "acme");
            path = path.substring(0, brace) + id + path.substring(end + 1);
        }
        String base = path.startsWith("/.well-known") ? "" : "/api/v1";
        return base + path;
    }

    /** Where, in the call's own path, the brace stands that is first in the filled one. */
    private static int end(Call call, String filled) {
        int open = (int) filled.chars().filter(c -> c == '{').count();
        int total = (int) call.path().chars().filter(c -> c == '{').count();
        int at = -1;
        for (int i = 0; i <= total - open; i++) {
            at = call.path().indexOf('{', at + 1);
        }
        return at;
    }

    private String missing(String kind) {
        String known = ids.getOrDefault(kind, "prt_");
        return known.substring(0, known.indexOf('_') + 1) + MISSING;
    }

    private JsonNode document;

    private JsonNode document() {
        if (document == null) {
            document = keyway.get("", "/api/v1/openapi.json").json();
        }
        return document;
    }

    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        document()
                .path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                operation ->
                                                        calls.add(
                                                                new Call(
                                                                        operation
                                                                                .getKey()
                                                                                .toUpperCase(
                                                                                        java.util
                                                                                                .Locale
                                                                                                .ROOT),
                                                                        path.getKey()
                                                                                .replaceFirst(
                                                                                        "^/api/v1",
                                                                                        ""),
                                                                        operation.getValue()))));
        return calls;
    }

    private void write(String file) throws IOException {
        Path target = Path.of("target");
        Files.createDirectories(target);
        Files.write(target.resolve(file), cells);
    }
}
