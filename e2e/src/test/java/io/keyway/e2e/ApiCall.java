package io.keyway.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One call of the API document.
 *
 * @param path without the base; ids in braces
 */
record ApiCall(String method, String path, JsonNode operation, JsonNode document) {

    private static final String BASE = "/api/v1";
    private static final Pattern BRACES = Pattern.compile("\\{[^}]*}");

    /** Recursive schemas are followed to this depth. */
    private static final int DEPTH_MAX = 6;

    static List<ApiCall> all(JsonNode document) {
        List<ApiCall> calls = new ArrayList<>();
        document.path("paths")
                .forEachEntry(
                        (path, operations) ->
                                operations.forEachEntry(
                                        (method, operation) ->
                                                calls.add(
                                                        new ApiCall(
                                                                method.toUpperCase(Locale.ROOT),
                                                                path.replaceFirst("^" + BASE, ""),
                                                                operation,
                                                                document))));
        return calls;
    }

    String name() {
        return method + " " + path;
    }

    boolean isGet() {
        return method.equals("GET");
    }

    boolean takesBody() {
        return operation.has("requestBody");
    }

    boolean namesSomething() {
        return path.contains("{");
    }

    /** Whether the path has more than one id. */
    boolean namesMore() {
        return path.indexOf('{') != path.lastIndexOf('{');
    }

    /**
     * The path with ids.
     *
     * @param id of a placeholder, given the path up to its closing brace and whether it is the last
     *     one
     */
    String filled(BiFunction<String, Boolean, String> id) {
        int last = path.lastIndexOf('{');
        String filled =
                BRACES.matcher(path)
                        .replaceAll(
                                (MatchResult brace) ->
                                        id.apply(
                                                path.substring(0, brace.end()),
                                                brace.start() == last));
        return filled.startsWith("/.well-known") ? filled : BASE + filled;
    }

    List<JsonNode> queryParameters() {
        return operation
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("in").asString().equals("query"))
                .toList();
    }

    /** The fields of the body that contain ids: {@code lines[].productId}, {@code licenseIds[]}. */
    List<String> idsInBody() {
        List<String> found = new ArrayList<>();
        for (JsonNode type : resolved(operation.path("requestBody")).path("content")) {
            addIds(type.path("schema"), "", found, 0);
            break; // The other media types have the same schema.
        }
        return found;
    }

    /** The lists of the body, by their path. */
    Map<String, JsonNode> listsInBody() {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        for (JsonNode type : resolved(operation.path("requestBody")).path("content")) {
            addLists(type.path("schema"), "", found, 0);
        }
        return found;
    }

    private void addLists(JsonNode schema, String path, Map<String, JsonNode> found, int depth) {
        JsonNode resolved = resolved(schema);
        if (depth > DEPTH_MAX) {
            return;
        }
        if (resolved.path("type").toString().contains("array")) {
            found.put(path, resolved);
            addLists(resolved.path("items"), path + "[]", found, depth + 1);
        }
        resolved.path("properties")
                .forEachEntry(
                        (property, its) -> addLists(its, path + "." + property, found, depth + 1));
    }

    private void addIds(JsonNode schema, String path, List<String> found, int depth) {
        JsonNode resolved = resolved(schema);
        String name = path.substring(path.lastIndexOf('.') + 1);
        if (depth > DEPTH_MAX) {
            return;
        }
        if (resolved.path("type").toString().contains("array")) {
            addIds(resolved.path("items"), path + "[]", found, depth + 1);
        } else if (resolved.has("properties")) {
            String prefix = path.isEmpty() ? "" : path + ".";
            resolved.path("properties")
                    .forEachEntry(
                            (property, its) -> addIds(its, prefix + property, found, depth + 1));
        } else if (MatrixTables.isId(name)) {
            found.add(path);
        }
    }

    private JsonNode resolved(JsonNode node) {
        return resolved(node, document);
    }

    /** Follows a reference; of several alternatives it takes the first. */
    static JsonNode resolved(JsonNode node, JsonNode document) {
        JsonNode now = node;
        while (now.has("$ref")) {
            now = document.at(now.path("$ref").asString().substring(1));
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (now.has(choice)) {
                return resolved(now.path(choice).path(0), document);
            }
        }
        return now;
    }
}
