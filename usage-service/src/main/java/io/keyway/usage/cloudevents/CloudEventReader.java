package io.keyway.usage.cloudevents;

import io.keyway.usage.metering.Refusal;
import io.keyway.usage.metering.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads an event in the JSON format of CloudEvents 1.0, or lists everything that is wrong with it.
 * What the specification allows is an event, even if it cannot be usage: one without a subject, or
 * with data that is not JSON. Extension attributes are checked and dropped.
 *
 * <p>Source: CloudEvents 1.0.2, "JSON Event Format" and "Type System".
 */
public final class CloudEventReader {

    /** Longest id of a usage event. */
    public static final int ID_CHARS_MAX = 256;

    /** Longest source of a usage event. */
    public static final int SOURCE_CHARS_MAX = 512;

    /** Longest type of a usage event. */
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
                    "data",
                    "data_base64");

    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]++");

    /** {@code type/subtype} of RFC 2046, and parameters. */
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("([a-z0-9!#$&^_.+-]++)/([a-z0-9!#$&^_.+-]++) *+(;.*+)?");

    private CloudEventReader() {}

    /** A valid event, or the faults of what is none. */
    public sealed interface Parsed {}

    /** A valid event: one that can be usage, or one that cannot. */
    public sealed interface Valid extends Parsed {

        String id();
    }

    /** An event that can be usage. */
    public record Usage(CloudEvent event) implements Valid {

        @Override
        public String id() {
            return event.id();
        }
    }

    /**
     * A valid event that is no usage.
     *
     * @param id cut to {@value #ID_CHARS_MAX} characters
     */
    public record NoUsage(String id, Refusal refusal) implements Valid {}

    /** Not a CloudEvent. */
    public record Faulty(List<Fault> faults) implements Parsed {}

    /**
     * @param field the attribute at fault; empty for the event as a whole
     * @param reason a sentence for the sender
     */
    public record Fault(String field, String reason) {}

    public static Parsed read(JsonNode json) {
        if (!json.isObject()) {
            return new Faulty(List.of(new Fault("", "must be a CloudEvent object")));
        }
        List<Fault> faults = new ArrayList<>();
        String version = required(json, "specversion", faults);
        if (version != null && !version.equals("1.0")) {
            faults.add(new Fault("specversion", "must be 1.0"));
        }
        String id = required(json, "id", faults);
        String source = required(json, "source", faults);
        String type = required(json, "type", faults);
        String subject = text(json, "subject", faults);
        Instant time = time(text(json, "time", faults), faults);
        Matcher mediaType = mediaType(text(json, "datacontenttype", faults), faults);
        text(json, "dataschema", faults);
        binary(json, faults);
        extensions(json, faults);
        if (id == null || source == null || type == null || !faults.isEmpty()) {
            return new Faulty(List.copyOf(faults));
        }
        if (id.length() > ID_CHARS_MAX
                || source.length() > SOURCE_CHARS_MAX
                || type.length() > TYPE_CHARS_MAX
                || (subject != null && subject.length() > SUBJECT_CHARS_MAX)) {
            return new NoUsage(
                    id.substring(0, Math.min(ID_CHARS_MAX, id.length())),
                    Refusal.ATTRIBUTE_TOO_LONG);
        }
        if (subject == null) {
            return new NoUsage(id, Refusal.SUBJECT_MISSING);
        }
        if (json.hasNonNull("data_base64") || (json.hasNonNull("data") && !isJson(mediaType))) {
            return new NoUsage(id, Refusal.DATA_NOT_JSON);
        }
        JsonNode data =
                json.hasNonNull("data") ? json.get("data") : JsonNodeFactory.instance.objectNode();
        return new Usage(new CloudEvent(id, source, type, subject, time, data));
    }

    /** Data is JSON unless its type says that it is not. */
    static boolean isJson(@Nullable String mediaType) {
        return isJson(mediaType(mediaType, new ArrayList<>()));
    }

    private static boolean isJson(@Nullable Matcher mediaType) {
        return mediaType == null
                || mediaType.group(2).equals("json")
                || mediaType.group(2).endsWith("+json");
    }

    private static @Nullable Matcher mediaType(@Nullable String text, List<Fault> faults) {
        if (text == null) {
            return null;
        }
        Matcher matcher = MEDIA_TYPE.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            faults.add(new Fault("datacontenttype", "must be a media type like application/json"));
            return null;
        }
        return matcher;
    }

    private static void binary(JsonNode json, List<Fault> faults) {
        String base64 = text(json, "data_base64", faults);
        if (base64 == null) {
            return;
        }
        if (json.hasNonNull("data")) {
            faults.add(new Fault("data_base64", "must not come beside data"));
        }
        try {
            Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            faults.add(new Fault("data_base64", "must be base64"));
        }
    }

    private static void extensions(JsonNode json, List<Fault> faults) {
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            String name = property.getKey();
            if (KNOWN.contains(name)) {
                continue;
            }
            JsonNode value = property.getValue();
            if (!EXTENSION.matcher(name).matches()) {
                faults.add(new Fault(name, "is no CloudEvents attribute"));
            } else if (!value.isString()
                    && !value.isIntegralNumber()
                    && !value.isBoolean()
                    && !value.isNull()) {
                faults.add(new Fault(name, "must be a text, an integer or a boolean"));
            }
        }
    }

    private static @Nullable String required(JsonNode json, String field, List<Fault> faults) {
        if (!json.hasNonNull(field)) {
            faults.add(new Fault(field, "is required"));
            return null;
        }
        return text(json, field, faults);
    }

    private static @Nullable String text(JsonNode json, String field, List<Fault> faults) {
        JsonNode node = json.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            faults.add(new Fault(field, "must be a text"));
            return null;
        }
        String text = node.asString();
        if (text.isEmpty()) {
            faults.add(new Fault(field, "must not be empty"));
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
        Optional<Instant> time = Rfc3339.read(text);
        if (time.isPresent()) {
            return time.get();
        }
        faults.add(new Fault("time", "must be an RFC 3339 time like 2026-01-31T23:59:59Z"));
        return null;
    }
}
