package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.e2e.Keyway.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The example of each call in the API document: what was sent to the running system and what it
 * answered, kept in {@code docs/api/examples.json}. With {@code -Dkeyway.api.write=true} the file
 * is written; otherwise the answers must have the committed form.
 */
final class ApiExamples {

    private static final Path FILE = Keyway.HOME.resolve("docs/api/examples.json");
    private static final boolean WRITE = Boolean.getBoolean("keyway.api.write");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Map<String, String> MERGE_PATCH =
            Map.of("Content-Type", "application/merge-patch+json");

    /** Fields that have ids as names. */
    private static final Set<String> FREE = Set.of("names");

    private final Keyway keyway;
    private final List<ApiCall> calls;

    /** Removed from what is kept: it makes names unique in a system that other journeys use. */
    private final String suffix;

    private final Map<String, ObjectNode> examples = new TreeMap<>();

    ApiExamples(Keyway keyway, String suffix) {
        this.keyway = keyway;
        this.suffix = suffix;
        this.calls = ApiCall.all(keyway.get("", "/api/v1/openapi.json").json());
    }

    JsonNode get(String token, String path) {
        return call(token, "GET", path, null).json();
    }

    JsonNode post(String token, String path, String body) {
        return call(token, "POST", path, body).json();
    }

    Answer call(String token, String method, String path, String body) {
        return call(token, method, path, body, method.equals("PATCH") ? MERGE_PATCH : Map.of());
    }

    /**
     * Sends a request, which must succeed, and keeps the first of each call.
     *
     * @param path from the base on, with ids and query
     * @param body JSON; null for none
     */
    Answer call(
            String token, String method, String path, String body, Map<String, String> headers) {
        String full = path.startsWith("/.well-known") ? path : "/api/v1" + path;
        Answer answer = keyway.send(token, method, full, body, headers);
        assertThat(answer.status()).as(method + " " + path + ": " + answer.text()).isLessThan(300);
        ObjectNode example = JSON.createObjectNode();
        if (body != null) {
            example.set("request", JSON.readTree(body.replace(suffix, "")));
        }
        example.put("status", answer.status());
        String text = answer.text().replace(suffix, "");
        if (!text.isEmpty()) {
            String type = answer.contentType();
            example.set(
                    "answer",
                    type.contains("json")
                            ? JSON.readTree(text)
                            : JSON.valueToTree(type.startsWith("text/") ? text : "(a file)"));
        }
        examples.putIfAbsent(nameOf(method, full), example);
        return answer;
    }

    private String nameOf(String method, String path) {
        String plain = path.replaceFirst("\\?.*", "");
        return calls.stream()
                .filter(call -> call.method().equals(method))
                .map(call -> Map.entry(call.filled((braces, last) -> "{}"), call.name()))
                .filter(
                        call ->
                                plain.matches(
                                        call.getKey().replace(".", "\\.").replace("{}", "[^/.]+")))
                // A word in a path is meant before an id in its place: /orders/preview.
                .min(
                        (one, other) ->
                                Boolean.compare(
                                        one.getKey().contains("{"), other.getKey().contains("{")))
                .orElseThrow(() -> new AssertionError("the document has no " + method + " " + path))
                .getValue();
    }

    /** Compares the examples with the committed ones, or writes them. */
    void areThoseOfTheDocument() throws IOException {
        TreeSet<String> all = new TreeSet<>();
        calls.forEach(call -> all.add(call.name()));
        assertThat(examples.keySet())
                .as("a call of the document without an example")
                .isEqualTo(all);
        if (WRITE) {
            Files.writeString(FILE, JSON.writeValueAsString(examples) + "\n");
        }
        JsonNode committed = JSON.readTree(Files.readString(FILE));
        List<String> differences = new ArrayList<>();
        examples.forEach(
                (name, example) -> compare(name, committed.path(name), example, differences));
        assertThat(differences)
                .as("differs from docs/api/examples.json, which bin/api --examples writes")
                .isEmpty();
    }

    /** Compares the forms: names and JSON types, not values. Of lists the first elements. */
    private static void compare(
            String place, JsonNode committed, JsonNode now, List<String> differences) {
        if (committed.getNodeType() != now.getNodeType()) {
            differences.add(place + " was " + committed + " and is " + now);
        } else if (now.isObject()) {
            Set<String> names = new TreeSet<>(now.propertyNames());
            if (!names.equals(new TreeSet<>(committed.propertyNames()))) {
                differences.add(place + " had " + committed.propertyNames() + " and has " + names);
            }
            names.stream()
                    .filter(name -> committed.has(name) && !FREE.contains(name))
                    .forEach(
                            name ->
                                    compare(
                                            place + "." + name,
                                            committed.path(name),
                                            now.path(name),
                                            differences));
        } else if (now.isArray() && !now.isEmpty() && !committed.isEmpty()) {
            compare(place + "[0]", committed.path(0), now.path(0), differences);
        }
    }
}
