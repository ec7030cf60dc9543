package io.keyway.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** The AsyncAPI document describes exactly the topics and events of the code. */
class AsyncApiTest {

    private static final Path ROOT = Path.of("..");
    private static final Map<String, Object> DOCUMENT =
            read(ROOT.resolve("docs/events/asyncapi.yaml"));
    private static final EventSchemas RECORDS = new EventSchemas(leaves(DomainEvent.class));
    private static final List<String> PROCESSES =
            List.of(
                    "gateway",
                    "license-service",
                    "order-service",
                    "partner-service",
                    "usage-service");

    /**
     * Usage events do not leave usage-service: the record is there, and its schema is written by
     * hand.
     */
    private static final String USAGE = "io.keyway.usage.reported.v1";

    private static final Set<String> WRITTEN_BY_HAND =
            Set.of(
                    "Attribution",
                    "ChunkKey",
                    "Fingerprint",
                    "Measurement",
                    "MeterId",
                    "QuotaKey",
                    "UsageCorrectionId",
                    "VendorAndLicense");

    /** Processes that read a topic without a binding in an application.yml. */
    private static final Map<String, List<String>> READ_WITHOUT_BINDING =
            Map.of(
                    "partners", List.of("gateway"),
                    "accounts", List.of("gateway"),
                    "credentials", List.of("gateway"),
                    "customers", List.of("gateway"),
                    "licenses", List.of("license-service"),
                    "usage", List.of("usage-service"));

    @Test
    void namesEveryTopicAndNoOther() {
        assertThat(channels().keySet())
                .containsExactlyInAnyOrderElementsOf(topics().map(Topic::topicName).toList());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void describesTheTopicAsItIsMade(Topic topic) {
        Map<String, Object> channel = channel(topic);
        Map<String, Object> kafka = at(channel, "bindings", "kafka");
        assertThat(channel).containsEntry("address", topic.topicName());
        assertThat(kafka)
                .containsEntry("topic", topic.topicName())
                .containsEntry(
                        "partitions",
                        topic == Topic.USAGE ? Topic.USAGE_PARTITIONS : Topic.PARTITIONS)
                .containsEntry(
                        "topicConfiguration",
                        topic.cleanup() == Topic.Cleanup.COMPACT
                                ? Map.of("cleanup.policy", List.of("compact"))
                                : Map.of(
                                        "cleanup.policy",
                                        List.of("delete"),
                                        "retention.ms",
                                        retention(topic)));
    }

    private static Object retention(Topic topic) {
        if (topic == Topic.USAGE) {
            return Duration.ofDays(60).toMillis();
        }
        return topic.cleanup() == Topic.Cleanup.PASS ? (Object) 604_800_000 : -1;
    }

    @ParameterizedTest
    @MethodSource("topics")
    void namesTheEventsOfTheTopicAndNoOther(Topic topic) {
        Map<String, Object> expected =
                Samples.ALL.stream()
                        .filter(event -> event.topic() == topic)
                        .map(event -> DomainEvent.typeOf(event.getClass()))
                        .collect(Collectors.toMap(type -> type, AsyncApiTest::message));
        if (topic == Topic.USAGE) {
            expected.put(USAGE, message(USAGE));
        }
        assertThat(at(channel(topic), "messages")).isEqualTo(expected);
    }

    @Test
    void describesEveryEventAndNoOther() {
        Set<String> expected = new TreeSet<>(RECORDS.payloads().keySet());
        expected.add(USAGE);
        assertThat(messages().keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("events")
    void describesThePayloadAsItsRecordIs(DomainEvent event) {
        String type = DomainEvent.typeOf(event.getClass());
        assertThat(withoutProse(at(messages(), type, "payload")))
                .isEqualTo(RECORDS.payloads().get(type));
    }

    @Test
    void describesExactlyThePartsOfPayloads() {
        Map<String, Object> described = new TreeMap<>(schemas());
        described.keySet().removeAll(WRITTEN_BY_HAND);
        described.replaceAll((name, schema) -> withoutProse(schema));
        assertThat(described).isEqualTo(RECORDS.named());
    }

    @ParameterizedTest
    @MethodSource("events")
    void describesTheKeyOfTheEvent(DomainEvent event) {
        Map<String, Object> message = at(messages(), DomainEvent.typeOf(event.getClass()));
        assertThat(
                        faults(
                                ContractJson.mapper().valueToTree(event.key()),
                                at(message, "bindings", "kafka", "key"),
                                "key"))
                .isEmpty();
        assertThat(message)
                .containsEntry(
                        "traits", List.of(Map.of("$ref", "#/components/messageTraits/event")))
                .containsKey("summary");
    }

    @ParameterizedTest
    @MethodSource("events")
    void describesTheGoldenFile(DomainEvent event) throws IOException {
        String type = DomainEvent.typeOf(event.getClass());
        try (InputStream golden =
                AsyncApiTest.class.getResourceAsStream("/golden/" + type + ".json")) {
            assertThat(golden).isNotNull();
            assertThat(
                            faults(
                                    ContractJson.mapper().readTree(golden),
                                    at(messages(), type, "payload"),
                                    ""))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void namesTheConsumersOfTheTopic(Topic topic) {
        Set<String> consumers =
                new TreeSet<>(READ_WITHOUT_BINDING.getOrDefault(topic.topicName(), List.of()));
        for (String process : PROCESSES) {
            if (destinations(process).contains(topic.topicName())) {
                consumers.add(process);
            }
        }
        assertThat(channel(topic).get("x-consumers")).isEqualTo(List.copyOf(consumers));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void namesTheProducersOfTheTopic(Topic topic) throws IOException {
        Set<String> senders = new TreeSet<>();
        if (topic == Topic.USAGE) {
            senders.add("usage-service");
        }
        List<String> events =
                Samples.ALL.stream()
                        .filter(event -> event.topic() == topic)
                        .map(event -> event.getClass().getSimpleName())
                        .toList();
        for (String process : PROCESSES) {
            // The kit records the changes of every service in the audit trail.
            boolean records = topic == Topic.AUDIT && !process.equals("gateway");
            if (records || (!events.isEmpty() && makesAnyOf(events, process))) {
                senders.add(process);
            }
        }
        assertThat(channel(topic).get("x-sent-by")).isEqualTo(List.copyOf(senders));
    }

    @Test
    void everyReferenceResolves() {
        List<String> missing = new ArrayList<>();
        references(DOCUMENT)
                .forEach(
                        reference -> {
                            if (resolved(reference) == null) {
                                missing.add(reference);
                            }
                        });
        assertThat(missing).isEmpty();
    }

    static Stream<Topic> topics() {
        return Stream.of(Topic.values());
    }

    static Stream<DomainEvent> events() {
        return Samples.ALL.stream();
    }

    private static Set<Class<? extends DomainEvent>> leaves(Class<? extends DomainEvent> type) {
        if (!type.isSealed()) {
            return Set.of(type);
        }
        return Stream.of(type.getPermittedSubclasses())
                .flatMap(permitted -> leaves(permitted.asSubclass(DomainEvent.class)).stream())
                .collect(Collectors.toSet());
    }

    /** The inbound destinations in the application.yml of the process. */
    private static Set<String> destinations(String process) {
        Set<String> destinations = new TreeSet<>();
        Path file = ROOT.resolve(process + "/src/main/resources/application.yml");
        for (Map<String, Object> document : readAll(file)) {
            flat("", document, new HashMap<>())
                    .forEach(
                            (key, value) -> {
                                if (key.matches(
                                        "spring\\.cloud\\.stream\\.bindings\\..*-in-0\\.destination")) {
                                    destinations.add(value.toString());
                                }
                            });
        }
        return destinations;
    }

    private static Map<String, Object> flat(
            String prefix, Map<String, Object> from, Map<String, Object> to) {
        from.forEach(
                (key, value) -> {
                    if (value instanceof Map<?, ?>) {
                        flat(prefix + key + ".", asMap(value), to);
                    } else {
                        to.put(prefix + key, value);
                    }
                });
        return to;
    }

    /** The process whose code creates an event publishes it. */
    private static boolean makesAnyOf(List<String> events, String process) throws IOException {
        String names = String.join("|", events);
        Pattern made =
                Pattern.compile("\\bnew (\\w+\\.)?(" + names + ")\\(|\\b(" + names + ")::new\\b");
        try (Stream<Path> files = Files.walk(ROOT.resolve(process + "/src/main/java"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                if (made.matcher(Files.readString(file)).find()) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Differences between the JSON and its schema: fields that are not described, missing or of
     * another form.
     */
    private static List<String> faults(JsonNode json, Object described, String path) {
        Map<String, Object> schema = whole(described);
        List<String> faults = new ArrayList<>();
        String type = schema.getOrDefault("type", "").toString();
        boolean fits =
                switch (type) {
                    case "object" -> json.isObject();
                    case "array" -> json.isArray();
                    case "string" -> json.isString();
                    case "integer" -> json.isIntegralNumber();
                    case "boolean" -> json.isBoolean();
                    default -> false;
                };
        if (!fits) {
            faults.add(path + " is no " + type);
        } else if (json.isObject()) {
            Map<String, Object> properties = at(schema, "properties");
            asList(schema.getOrDefault("required", List.of())).stream()
                    .filter(field -> !json.has(field.toString()))
                    .forEach(field -> faults.add(path + "." + field + " is missing"));
            json.forEachEntry(
                    (field, value) -> {
                        if (properties.containsKey(field)) {
                            faults.addAll(faults(value, properties.get(field), path + "." + field));
                        } else {
                            faults.add(path + "." + field + " is not described");
                        }
                    });
        } else if (json.isArray()) {
            json.forEach(item -> faults.addAll(faults(item, schema.get("items"), path + "[]")));
        } else if (json.isString()) {
            faults.addAll(faultsOfText(json.asString(), schema, path));
        }
        return faults;
    }

    private static List<String> faultsOfText(String text, Map<String, Object> schema, String path) {
        boolean fits =
                schema.getOrDefault("const", text).equals(text)
                        && asList(schema.getOrDefault("enum", List.of(text))).contains(text)
                        && Pattern.compile(schema.getOrDefault("pattern", "").toString())
                                .matcher(text)
                                .find();
        return fits ? List.of() : List.of(path + " may not be " + text);
    }

    /** The schema with references followed. */
    private static Map<String, Object> whole(Object described) {
        Map<String, Object> schema = asMap(withoutProse(described));
        Object reference = schema.get("$ref");
        return reference == null ? schema : whole(resolved(reference.toString()));
    }

    /**
     * The parts of a schema that records define. A reference with a description beside it counts as
     * the reference.
     */
    private static Object withoutProse(Object node) {
        if (node instanceof List<?> list) {
            return list.stream().map(AsyncApiTest::withoutProse).toList();
        }
        if (!(node instanceof Map<?, ?>)) {
            return node;
        }
        Map<String, Object> stripped = new LinkedHashMap<>(asMap(node));
        if (stripped.get("description") instanceof String) {
            stripped.remove("description");
        }
        if (stripped.keySet().equals(Set.of("allOf"))
                && asList(stripped.get("allOf")).size() == 1) {
            return asList(stripped.get("allOf")).getFirst();
        }
        stripped.replaceAll((key, value) -> withoutProse(value));
        return stripped;
    }

    private static List<String> references(Object node) {
        List<String> references = new ArrayList<>();
        if (node instanceof List<?> list) {
            list.forEach(item -> references.addAll(references(item)));
        } else if (node instanceof Map<?, ?>) {
            asMap(node)
                    .forEach(
                            (key, value) -> {
                                if (key.equals("$ref")) {
                                    references.add(value.toString());
                                } else {
                                    references.addAll(references(value));
                                }
                            });
        }
        return references;
    }

    private static Object resolved(String reference) {
        Matcher form =
                Pattern.compile("#/components/(schemas|messages|messageTraits)/([^/]+)")
                        .matcher(reference);
        return form.matches() ? at(DOCUMENT, "components", form.group(1)).get(form.group(2)) : null;
    }

    private static Map<String, Object> message(String type) {
        return Map.of("$ref", "#/components/messages/" + type);
    }

    private static Map<String, Object> channels() {
        return at(DOCUMENT, "channels");
    }

    private static Map<String, Object> channel(Topic topic) {
        return at(channels(), topic.topicName());
    }

    private static Map<String, Object> messages() {
        return at(DOCUMENT, "components", "messages");
    }

    private static Map<String, Object> schemas() {
        return at(DOCUMENT, "components", "schemas");
    }

    private static Map<String, Object> at(Map<String, Object> from, String... path) {
        Map<String, Object> found = from;
        for (String key : path) {
            assertThat(found).containsKey(key);
            found = asMap(found.get(key));
        }
        return found;
    }

    private static Map<String, Object> read(Path file) {
        return readAll(file).getFirst();
    }

    private static List<Map<String, Object>> readAll(Path file) {
        List<Map<String, Object>> documents = new ArrayList<>();
        try {
            new Yaml()
                    .loadAll(Files.readString(file))
                    .forEach(document -> documents.add(asMap(document)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return documents;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object node) {
        return (Map<String, Object>) node;
    }

    private static List<?> asList(Object node) {
        return (List<?>) node;
    }
}
