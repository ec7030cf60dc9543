package io.keyway.usage.cloudevents;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event in HTTP's binary mode: its attributes are headers with the prefix {@code ce-}, percent
 * encoded; its data is the body. Source: CloudEvents 1.0.2, "HTTP Protocol Binding", 3.1.
 */
public final class BinaryMode {

    /** A request with this header is an event in binary mode. */
    public static final String VERSION_HEADER = "ce-specversion";

    private static final String PREFIX = "ce-";

    private BinaryMode() {}

    /**
     * The same event in the JSON format. A body of another type than JSON becomes {@code
     * data_base64}.
     *
     * @param headers the first value of each header
     * @throws tools.jackson.core.JacksonException if the body's type is JSON and the body is not
     */
    public static JsonNode toJson(
            Map<String, String> headers,
            @Nullable String contentType,
            byte[] body,
            JsonMapper json) {
        ObjectNode event = json.createObjectNode();
        headers.forEach(
                (name, value) -> {
                    String lower = name.toLowerCase(Locale.ROOT);
                    if (lower.startsWith(PREFIX)) {
                        event.put(lower.substring(PREFIX.length()), decoded(value));
                    }
                });
        event.remove("data");
        event.remove("data_base64");
        event.put("datacontenttype", contentType);
        if (body.length > 0) {
            if (CloudEventReader.isJson(contentType)) {
                event.set("data", json.readTree(body));
            } else {
                event.put("data_base64", Base64.getEncoder().encodeToString(body));
            }
        }
        return event;
    }

    /** A value that is not encoded correctly is taken as it is. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
