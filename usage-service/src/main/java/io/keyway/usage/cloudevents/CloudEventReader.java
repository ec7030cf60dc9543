package io.keyway.usage.cloudevents;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads a usage event from JSON, or lists everything that is wrong with it. Extension attributes
 * are accepted as CloudEvents requires (lower-case letters and digits) and dropped.
 */
public final class CloudEventReader {

    public static final int ID_CHARS_MAX = 256;
    public static final int SOURCE_CHARS_MAX = 512;
    public static final int TYPE_CHARS_MAX = 256;
    private static final int SUBJECT_CHARS_MAX = 256;

    private static final Set<String> KNOWN =
            Set.of(
                    "specversion",
                    "id",
                    "source",
                    "type",
                    "subject",
                    "time",
                    "datacontenttype",
                    "dataschema",
                    "data");

    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,64}");
    private static final Pattern JSON_TYPE =
            Pattern.compile("(application/json|[a-z]+/[a-z0-9.+-]+\\+json)( *;.*)?");

    private CloudEventReader() {}

    /** A valid event, or its faults. */
    public sealed interface Parsed {
        record Event(CloudEvent event) implements Parsed {}

        record Faulty(List<Fault> faults) implements Parsed {}
    }

    /**
     * @param field the attribute at fault; empty for the event as a whole
     * @param reason a sentence for the sender
     */
    public record Fault(String field, String reason) {}

    public static Parsed read(JsonNode json) {
        List<Fault> faults = new ArrayList<>();
        if (!json.isObject()) {
            return new Parsed.Faulty(List.of(new Fault("", "must be a CloudEvent object")));
        }
        if (!"1.0".equals(text(json, "specversion", 8, true, faults)) && faults.isEmpty()) {
            faults.add(new Fault("specversion", "must be 1.0"));
        }
        String id = text(json, "id", ID_CHARS_MAX, true, faults);
        String source = text(json, "source", SOURCE_CHARS_MAX, true, faults);
        String type = text(json, "type", TYPE_CHARS_MAX, true, faults);
        String subject = text(json, "subject", SUBJECT_CHARS_MAX, true, faults);
        Instant time = time(text(json, "time", 64, false, faults), faults);
        String contentType = text(json, "datacontenttype", 128, false, faults);
        if (contentType != null && !JSON_TYPE.matcher(contentType).matches()) {
            faults.add(new Fault("datacontenttype", "must be application/json"));
        }
        text(json, "dataschema", SOURCE_CHARS_MAX, false, faults);
        JsonNode data = json.get("data");
        if (data != null && !data.isNull() && !data.isObject()) {
            faults.add(new Fault("data", "must be an object"));
        }
        extensions(json, faults);
        if (id == null || source == null || type == null || subject == null || !faults.isEmpty()) {
            return new Parsed.Faulty(List.copyOf(faults));
        }
        JsonNode object =
                data == null || data.isNull() ? JsonNodeFactory.instance.objectNode() : data;
        return new Parsed.Event(new CloudEvent(id, source, type, subject, time, object));
    }

    private static void extensions(JsonNode json, List<Fault> faults) {
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            String name = property.getKey();
            if (KNOWN.contains(name)) {
                continue;
            }
            if (name.equals("data_base64")) {
                faults.add(new Fault(name, "binary data carries no usage: send data"));
            } else if (!EXTENSION.matcher(name).matches()) {
                faults.add(new Fault(name, "is no CloudEvents attribute"));
            } else if (!property.getValue().isValueNode()) {
                faults.add(new Fault(name, "must be a text, number or boolean"));
            }
        }
    }

    private static @Nullable String text(
            JsonNode json, String field, int charsMax, boolean required, List<Fault> faults) {
        JsonNode node = json.get(field);
        if (node == null || node.isNull()) {
            if (required) {
                faults.add(new Fault(field, "is required"));
            }
            return null;
        }
        if (!node.isString()) {
            faults.add(new Fault(field, "must be a text"));
            return null;
        }
        String text = node.asString();
        if (text.isBlank()) {
            faults.add(new Fault(field, "must not be empty"));
            return null;
        }
        if (text.length() > charsMax) {
            faults.add(new Fault(field, "must have at most " + charsMax + " characters"));
            return null;
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            faults.add(new Fault(field, "must not contain control characters"));
            return null;
        }
        return text;
    }

    private static @Nullable Instant time(@Nullable String text, List<Fault> faults) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            faults.add(new Fault("time", "must be an RFC 3339 time like 2026-01-31T23:59:59Z"));
            return null;
        }
    }
}
