package io.keyway.e2e;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates requests from the API document: valid ones, ones with a single mistake, and hostile
 * ones. The same seed gives the same requests.
 */
final class RequestGenerator {

    /** Calls that would end the session that the journey needs. */
    private static final Set<String> LEFT_OUT =
            Set.of("/tokens/current", "/session", "/me/password");

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int DEPTH_MAX = 6;

    /** Small, so that valid requests do not create much. */
    private static final long NUMBER_MAX = 3;

    private final Random random;
    private final JsonNode document;
    private final List<ApiCall> calls;
    private final Map<String, List<String>> ids;

    /** What is wrong with the request that is being made. */
    private String fault = "";

    private boolean body;

    enum Kind {
        VALID,
        NEARLY_VALID,
        HOSTILE
    }

    /**
     * A request.
     *
     * @param why what is wrong with it, for the report
     */
    record Request(
            ApiCall call,
            Kind kind,
            String why,
            String method,
            String target,
            List<String> headers,
            Optional<byte[]> body) {

        @Override
        public String toString() {
            return "%s %s (%s%s) %s"
                    .formatted(
                            method,
                            shortened(target),
                            kind,
                            why.isEmpty() ? "" : ": " + shortened(why),
                            body.map(bytes -> shortened(new String(bytes, StandardCharsets.UTF_8)))
                                    .orElse(""));
        }

        private static String shortened(String text) {
            return text.length() < 300 ? text : text.substring(0, 300) + "…";
        }
    }

    /**
     * Creates a generator.
     *
     * @param ids by kind, as {@link MatrixTables} names them
     */
    RequestGenerator(long seed, JsonNode document, Map<String, List<String>> ids) {
        this.random = new Random(seed);
        this.document = document;
        this.calls =
                ApiCall.all(document).stream()
                        .filter(
                                call ->
                                        call.method().equals("POST")
                                                || !LEFT_OUT.contains(call.path()))
                        .toList();
        this.ids = ids;
    }

    List<ApiCall> calls() {
        return calls;
    }

    Request next(ApiCall call) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        fault = "";
        body = call.takesBody();
        List<String> headers = new ArrayList<>();
        String method = call.method();
        String contentType = call.takesBody() ? contentType(call) : "";
        JsonNode valid = call.takesBody() ? value(schemaOf(call), "", 0) : null;
        String json = valid == null ? "" : JSON.writeValueAsString(valid);
        String target = call.filled(this::idFor);
        List<String> query = query(call);
        if (kind == Kind.NEARLY_VALID) {
            json = valid == null ? json : nearly(valid);
            if (valid == null || random.nextInt(4) == 0) {
                query = nearly(query, call);
            }
        } else if (kind == Kind.HOSTILE) {
            switch (random.nextInt(10)) {
                case 0 ->
                        target = wrong("path", target + "/" + Hostile.any(random, Hostile.ENCODED));
                case 1 ->
                        target = call.filled((path, last) -> Hostile.any(random, Hostile.ENCODED));
                case 2 -> query = List.of(wrong("query", Hostile.any(random, Hostile.QUERIES)));
                case 3 ->
                        query =
                                call.queryParameters().isEmpty()
                                        ? List.of("q=" + Hostile.any(random, Hostile.ENCODED))
                                        : hostile(call);
                case 4 -> headers.add(wrong("header", Hostile.any(random, Hostile.HEADERS)));
                case 5 -> {
                    if (!LEFT_OUT.contains(call.path())) {
                        method = wrong("method", Hostile.any(random, Hostile.METHODS));
                    }
                }
                case 6 -> {
                    contentType = wrong("content type", Hostile.any(random, Hostile.CONTENT_TYPES));
                    body = true;
                }
                default -> {
                    if (valid == null) {
                        headers.add(wrong("header", Hostile.any(random, Hostile.HEADERS)));
                    } else {
                        json = hostile(valid);
                    }
                }
            }
        }
        if (!contentType.isEmpty()) {
            headers.add("Content-Type: " + contentType);
        }
        return new Request(
                call,
                kind,
                fault,
                method,
                query.isEmpty() ? target : target + "?" + String.join("&", query),
                headers,
                body ? Optional.of(json.getBytes(StandardCharsets.UTF_8)) : Optional.empty());
    }

    private String wrong(String what, String how) {
        fault = what + " " + how;
        return how;
    }

    private static String contentType(ApiCall call) {
        return call.operation().path("requestBody").path("content").propertyNames().stream()
                .findFirst()
                .orElse("application/json");
    }

    private JsonNode schemaOf(ApiCall call) {
        for (JsonNode type : call.operation().path("requestBody").path("content")) {
            return type.path("schema");
        }
        throw new IllegalStateException("no schema: " + call.name());
    }

    private String idFor(String path, boolean last) {
        return id(MatrixTables.kindInPath(path));
    }

    private String id(String kind) {
        List<String> known = ids.get(kind);
        return known == null || known.isEmpty() ? "word" : Hostile.any(random, known);
    }

    // Valid requests

    private JsonNode value(JsonNode schema, String name, int depth) {
        JsonNode resolved = ApiCall.resolved(schema, document);
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (resolved.has("enum")) {
            JsonNode options = resolved.path("enum");
            return options.get(random.nextInt(options.size()));
        }
        String type = resolved.path("type").toString();
        if (depth > DEPTH_MAX) {
            return json.nullNode();
        }
        if (type.contains("array")) {
            ArrayNode list = json.arrayNode();
            int size = Math.max(resolved.path("minItems").asInt(0), random.nextInt(3));
            for (int i = 0; i < size; i++) {
                list.add(value(resolved.path("items"), name, depth + 1));
            }
            return list;
        }
        if (resolved.has("properties")) {
            return object(resolved, depth);
        }
        if (type.contains("integer") || type.contains("number")) {
            long min = resolved.path("minimum").asLong(0);
            return json.numberNode(min + random.nextLong(NUMBER_MAX));
        }
        if (type.contains("boolean")) {
            return json.booleanNode(random.nextBoolean());
        }
        return json.stringNode(text(resolved, name));
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        List<String> required =
                schema.path("required").valueStream().map(JsonNode::asString).toList();
        schema.path("properties")
                .forEachEntry(
                        (name, property) -> {
                            if (required.contains(name) || random.nextInt(3) > 0) {
                                object.set(name, value(property, name, depth + 1));
                            }
                        });
        return object;
    }

    private String text(JsonNode schema, String name) {
        if (MatrixTables.isId(name)) {
            return id(MatrixTables.kindOfField(name));
        }
        return switch (schema.path("format").asString("")) {
            case "date-time" -> Instant.now().toString();
            case "date" -> "2026-01-31";
            case "email" -> Tree.letters() + "@example.com";
            default ->
                    switch (name) {
                        case "phone" -> "+4930901820";
                        case "website" -> "https://example.com";
                        case "currency" -> "EUR";
                        case "code", "loginDomain", "loginDomainOfParent" -> Tree.letters();
                        case "duration", "heartbeat", "ttl" -> "P30D";
                        case "period" -> "2026-01";
                        case "email", "username" -> Tree.letters() + "@example.com";
                        case "quantity", "unit", "included", "minimum", "upTo", "flat" ->
                                String.valueOf(random.nextInt(100));
                        default -> "Ada " + random.nextInt(1_000_000);
                    };
        };
    }

    private List<String> query(ApiCall call) {
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : call.queryParameters()) {
            if (parameter.path("required").asBoolean(false) || random.nextInt(3) == 0) {
                query.add(name(parameter) + "=" + parameterValue(parameter));
            }
        }
        return query;
    }

    private String parameterValue(JsonNode parameter) {
        String name = name(parameter);
        List<String> kinds = MatrixTables.kindsOfParameter(name);
        if (!kinds.isEmpty()) {
            return id(Hostile.any(random, kinds));
        }
        String value = value(parameter.path("schema"), name, 0).asString("");
        return switch (name) {
            case "meter" -> "messages";
            case "cursor" -> id("cursor");
            default -> value.replace(" ", "%20").replace("+", "%2B");
        };
    }

    private static String name(JsonNode parameter) {
        return parameter.path("name").asString();
    }

    // Requests with one mistake

    private String nearly(JsonNode valid) {
        if (!(valid.deepCopy() instanceof ObjectNode object) || object.isEmpty()) {
            return wrong("body", "{}");
        }
        List<String> names = List.copyOf(object.propertyNames());
        String name = Hostile.any(random, names);
        JsonNode value = object.get(name);
        switch (random.nextInt(6)) {
            case 0 -> object.remove(name);
            case 1 -> object.putNull(name);
            case 2 ->
                    object.put(name, value.isString() ? value.asString() + "x".repeat(5_000) : "x");
            case 3 -> object.put(name, value.isNumber() ? Long.MAX_VALUE : 0);
            case 4 -> object.put(name + "x", 1);
            default -> object.set(name, JsonNodeFactory.instance.arrayNode().add(value));
        }
        fault = "body, " + name;
        return JSON.writeValueAsString(object);
    }

    private List<String> nearly(List<String> query, ApiCall call) {
        List<String> other = new ArrayList<>(query);
        List<JsonNode> known = call.queryParameters();
        String name = known.isEmpty() ? "unknown" : name(known.get(random.nextInt(known.size())));
        other.add(
                wrong(
                        "query",
                        name
                                + "="
                                + Hostile.any(
                                        random,
                                        List.of("", "x", "0", "-1", "201", "true", "2026-01-01"))));
        return other;
    }

    // Hostile requests

    private List<String> hostile(ApiCall call) {
        JsonNode parameter =
                call.queryParameters().get(random.nextInt(call.queryParameters().size()));
        return List.of(
                wrong("query", name(parameter) + "=" + Hostile.any(random, Hostile.ENCODED)));
    }

    /**
     * Replaces some value of the body, at any depth, as text: no JSON library writes some of these.
     */
    private String hostile(JsonNode valid) {
        String other = Hostile.any(random, Hostile.JSON);
        fault = "body with " + other;
        if (!(valid instanceof ObjectNode object) || object.isEmpty() || random.nextInt(8) == 0) {
            return other;
        }
        String mark = "@@hostile@@";
        JsonNode copy = object.deepCopy();
        JsonNode inner = copy;
        while (true) {
            if (inner instanceof ObjectNode map && !map.isEmpty()) {
                String name = Hostile.any(random, List.copyOf(map.propertyNames()));
                if (map.get(name).isContainer()
                        && !map.get(name).isEmpty()
                        && random.nextBoolean()) {
                    inner = map.get(name);
                    continue;
                }
                fault = name + " with " + other;
                map.put(name, mark);
            } else if (inner instanceof ArrayNode list && !list.isEmpty()) {
                int place = random.nextInt(list.size());
                if (list.get(place).isContainer() && !list.get(place).isEmpty()) {
                    inner = list.get(place);
                    continue;
                }
                list.set(place, JsonNodeFactory.instance.stringNode(mark));
            }
            break;
        }
        return JSON.writeValueAsString(copy).replace('"' + mark + '"', other);
    }
}
