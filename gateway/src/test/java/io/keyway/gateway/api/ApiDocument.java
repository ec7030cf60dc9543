package io.keyway.gateway.api;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Permission;
import io.keyway.gateway.routes.Route;
import io.keyway.gateway.routes.Routes;
import io.keyway.gateway.routes.Service;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One OpenAPI document of all routes, merged from the services' parts. A path without a route is
 * left out. A schema name that two services use for different content gets the service's name as a
 * prefix.
 */
final class ApiDocument {

    private static final List<String> FILE_TYPES = List.of(".csv", ".pdf");

    private static final String SCHEMAS = "#/components/schemas/";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ObjectNode document = JSON.createObjectNode();
    private final Map<String, ObjectNode> paths = new TreeMap<>();
    private final Map<String, JsonNode> schemas = new TreeMap<>();

    /** By method and path without the base. */
    private final JsonNode examples;

    private ApiDocument(JsonNode examples) {
        this.examples = examples;
    }

    /**
     * @param parts each service's own document
     * @param examples by call: {@code request}, {@code status} and {@code answer}
     */
    static JsonNode of(Map<Service, JsonNode> parts, JsonNode examples) {
        ApiDocument api = new ApiDocument(examples);
        parts.forEach(api::add);
        return api.write();
    }

    private void add(Service service, JsonNode part) {
        JsonNode own = renamed(service, part);
        own.path("components")
                .path("schemas")
                .properties()
                .forEach(schema -> schemas.put(schema.getKey(), schema.getValue()));
        Map<String, JsonNode> pathsBySkeleton = new HashMap<>();
        own.path("paths")
                .properties()
                .forEach(path -> pathsBySkeleton.put(skeleton(path.getKey()), path.getValue()));
        for (Route route : Routes.ALL) {
            add(route, service, own, pathsBySkeleton);
            // The same resource as a file: the gateway routes it like the resource.
            for (String type : FILE_TYPES) {
                Route file =
                        new Route(
                                route.method(),
                                route.path() + type,
                                route.service(),
                                route.access());
                add(file, service, own, pathsBySkeleton);
            }
        }
    }

    private void add(
            Route route, Service service, JsonNode own, Map<String, JsonNode> pathsBySkeleton) {
        String method = route.method().name().toLowerCase(Locale.ROOT);
        JsonNode operation =
                pathsBySkeleton
                        .getOrDefault(skeleton(route.path()), JSON.createObjectNode())
                        .path(method);
        if (route.service() == service && operation instanceof ObjectNode found) {
            paths.computeIfAbsent(pathOf(own, route), name -> JSON.createObjectNode())
                    .set(method, withExample(route, described(route, found)));
        }
    }

    /**
     * The part with those schemas renamed that another service has under the same name with other
     * content.
     */
    private JsonNode renamed(Service service, JsonNode part) {
        String text = part.toString();
        Map<String, String> names = new LinkedHashMap<>();
        part.path("components")
                .path("schemas")
                .properties()
                .forEach(
                        schema -> {
                            JsonNode known = schemas.get(schema.getKey());
                            if (known != null && !known.equals(schema.getValue())) {
                                names.put(schema.getKey(), prefix(service) + schema.getKey());
                            }
                        });
        for (Map.Entry<String, String> name : names.entrySet()) {
            text =
                    text.replace(
                            "\"" + SCHEMAS + name.getKey() + "\"",
                            "\"" + SCHEMAS + name.getValue() + "\"");
        }
        ObjectNode copy = (ObjectNode) JSON.readTree(text);
        if (copy.path("components").path("schemas") instanceof ObjectNode own) {
            names.forEach((from, to) -> own.set(to, own.remove(from)));
        }
        return copy;
    }

    private static ObjectNode described(Route route, ObjectNode operation) {
        ObjectNode described = operation.deepCopy();
        described.remove("tags");
        described.putArray("tags").add(tag(route));
        described.put("operationId", operationId(route));
        String description = operation.path("description").asString("");
        described.put("description", (description + "\n\n" + audience(route.access())).strip());
        ArrayNode security = described.putArray("security");
        if (route.access() instanceof Route.Access.Of) {
            security.addObject().putArray("bearer");
        }
        Refusals.describe(route, described);
        return described;
    }

    /** Adds the example, for each media type that has none of its own. */
    private ObjectNode withExample(Route route, ObjectNode operation) {
        String call = route.method() + " " + route.path().replaceFirst("^/api/v1", "");
        JsonNode example =
                examples.properties().stream()
                        .filter(known -> skeleton(known.getKey()).equals(skeleton(call)))
                        .findFirst()
                        .map(Map.Entry::getValue)
                        .orElse(JSON.nullNode());
        setExample(operation.path("requestBody"), example.path("request"));
        setExample(
                operation.path("responses").path(example.path("status").asString("")),
                example.path("answer"));
        return operation;
    }

    private static void setExample(JsonNode described, JsonNode value) {
        described
                .path("content")
                .forEachEntry(
                        (mediaType, content) -> {
                            boolean fits = value.isString() != mediaType.contains("json");
                            if (fits && !value.isMissingNode() && !content.has("example")) {
                                ((ObjectNode) content).set("example", value);
                            }
                        });
    }

    private static String audience(Route.Access access) {
        if (!(access instanceof Route.Access.Of(var roles, var needed))) {
            return "Callers: anybody; no token is needed.";
        }
        String callers =
                roles.stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .collect(Collectors.joining(", "));
        String permissions = needed.isEmpty() ? "" : "; a partner needs " + names(needed);
        return "Callers: " + callers + permissions + ".";
    }

    private static String names(Set<Permission> permissions) {
        return permissions.stream()
                .map(permission -> permission.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private JsonNode write() {
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Keyway")
                .put("version", "1")
                .put(
                        "description",
                        "The license desk of a software vendor that sells through partners. Lists"
                                + " are pages (`limit`, `cursor`), refusals are RFC 9457 problems"
                                + " with a stable `code`, and what lies outside the caller's branch"
                                + " is answered like what does not exist. docs/api/README.md is the"
                                + " guide.")
                .putObject("contact")
                .put("name", "The operator of the installation");
        ArrayNode tags = document.putArray("tags");
        Tags.ALL.forEach(
                (name, text) -> tags.addObject().put("name", name).put("description", text));
        document.putArray("servers").addObject().put("url", "/");
        paths.forEach((path, operations) -> document.withObject("/paths").set(path, operations));
        ObjectNode components = document.putObject("components");
        ObjectNode all = components.putObject("schemas");
        schemas.forEach(all::set);
        all.set("Problem", problem());
        components
                .putObject("securitySchemes")
                .putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "An access token (POST /api/v1/tokens)");
        return document;
    }

    private static ObjectNode problem() {
        ObjectNode problem = JSON.createObjectNode();
        problem.put("type", "object");
        problem.put("description", "A refusal or failure, as RFC 9457 writes it.");
        ObjectNode properties = problem.putObject("properties");
        ArrayNode codes =
                text(
                                properties,
                                "code",
                                "Stable: clients match on it; docs/api/README.md lists them.")
                        .putArray("enum");
        for (ProblemCode code : ProblemCode.values()) {
            codes.add(code.code());
        }
        text(properties, "title", "The code in words, the same for every problem of that code.");
        text(
                properties,
                "detail",
                "What exactly is in the way; absent where the title says it all.");
        properties
                .putObject("status")
                .put("type", "integer")
                .put("description", "The HTTP status.");
        ObjectNode field =
                properties
                        .putObject("invalidFields")
                        .put("type", "array")
                        .put("description", "The fields at fault, at most 20; absent if none is.")
                        .putObject("items")
                        .put("type", "object");
        ObjectNode parts = field.putObject("properties");
        text(
                parts,
                "field",
                "Path in the body, or the name of a parameter, such as `lines[0].quantity`.");
        text(parts, "message", "What is wrong with it, to follow the field's name.");
        problem.putArray("required").add("code").add("title").add("status");
        return problem;
    }

    private static ObjectNode text(ObjectNode properties, String name, String description) {
        return properties.putObject(name).put("type", "string").put("description", description);
    }

    /**
     * The path with the service's own names for its variables: the operation's parameters use
     * those.
     */
    private static String pathOf(JsonNode part, Route route) {
        return part.path("paths").properties().stream()
                .map(Map.Entry::getKey)
                .filter(path -> skeleton(path).equals(skeleton(route.path())))
                .findFirst()
                .orElse(route.path());
    }

    private static String skeleton(String path) {
        return path.replaceAll("\\{[^}]*}", "{}");
    }

    private static String tag(Route route) {
        String[] segments = route.path().split("/");
        return route.path().startsWith("/api/") ? segments[3] : segments[2];
    }

    /** {@code POST /orders/{id}/cancel} → {@code postOrdersIdCancel}. */
    private static String operationId(Route route) {
        HttpMethod method = route.method();
        StringBuilder id = new StringBuilder(method.name().toLowerCase(Locale.ROOT));
        for (String word : route.path().replaceFirst("^/api/v1", "").split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty()) {
                id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return id.toString();
    }

    private static String prefix(Service service) {
        String name = service.name().replace("_SERVICE", "");
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
