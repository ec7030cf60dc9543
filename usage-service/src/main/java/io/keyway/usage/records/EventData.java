package io.keyway.usage.records;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The data of an event as it came, kept so that a meter can read it again. In the store it is one
 * text: names of properties that senders choose are no names of fields there.
 */
public record EventData(JsonNode json) {

    /** Numbers stay as exact as they were sent, and as short: {@code 1e999} is not written out. */
    static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static EventData of(String text) {
        return new EventData(JSON.readTree(text));
    }

    @JsonValue
    String text() {
        return JSON.writeValueAsString(json);
    }

    /**
     * The data, unless it is longer than what is kept.
     *
     * @param bytesMax in UTF-8
     */
    public static @Nullable EventData kept(@Nullable EventData data, int bytesMax) {
        return data == null || data.text().getBytes(StandardCharsets.UTF_8).length > bytesMax
                ? null
                : data;
    }
}
