package io.keyway.gateway.api;

import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.gateway.routes.Route;
import io.keyway.gateway.routes.Routes;
import io.keyway.gateway.routes.Service;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One OpenAPI document of all routes, from the parts that the services write about themselves. What
 * no route leads to is left out. Schemas of one name and different content are told apart by their
 * service.
 */
final class ApiDocument {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ObjectNode document = JSON.createObjectNode();
    private final Map<String, ObjectNode> paths = new TreeMap<>();
    private final Map<String, JsonNode> schemas = new TreeMap<>();

    private ApiDocument() {}

    /**
     * @param parts each service's own document
     */
    static JsonNode of(Map<Service, JsonNode> parts) {
        ApiDocument api = new ApiDocument();
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
            JsonNode operation =
                    pathsBySkeleton
                            .getOrDefault(skeleton(route.path()), JSON.createObjectNode())
                            .path(route.method().name().toLowerCase(Locale.ROOT));
            if (route.service() == service && operation instanceof ObjectNode found) {
                String path = pathOf(own, route);
                paths.computeIfAbsent(path, name -> JSON.createObjectNode())
                        .set(
                                route.method().name().toLowerCase(Locale.ROOT),
                                described(route, service, found));
            }
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

    private static ObjectNode described(Route route, Service service, ObjectNode operation) {
        ObjectNode described = operation.deepCopy();
        described.remove("tags");
        described.putArray("tags").add(tag(route));
        described.put("operationId", operationId(route));
        if (route.access() instanceof Route.Access.Of(var roles, var needed)) {
            described.putArray("security").addObject().putArray("bearer");
            String description = operation.path("description").asString("").strip();
            described.put(
                    "description",
                    (description.isEmpty() ? "" : description + "\n\n") + audience(roles, needed));
        } else {
            described.putArray("security");
        }
        described
                .withObject("/responses")
                .putObject("default")
                .put("description", "A refusal (RFC 9457)")
                .putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", SCHEMAS + "Problem");
        return described;
    }

    private static String audience(Set<Role> roles, Set<Permission> needed) {
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
                        "The license desk of a software vendor that sells through partners.");
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
        ObjectNode properties = problem.putObject("properties");
        for (String name : List.of("code", "title", "detail")) {
            properties.putObject(name).put("type", "string");
        }
        properties.putObject("status").put("type", "integer");
        ObjectNode field =
                properties
                        .putObject("invalidFields")
                        .put("type", "array")
                        .putObject("items")
                        .put("type", "object");
        ObjectNode parts = field.putObject("properties");
        parts.putObject("field").put("type", "string");
        parts.putObject("message").put("type", "string");
        problem.putArray("required").add("code").add("title").add("status");
        return problem;
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
