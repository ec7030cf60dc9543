package io.keyway.kit.http;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.Text;
import io.keyway.kit.KitProperties;
import java.nio.CharBuffer;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Checks a JSON body in one pass before it is deserialized: limits its lists, values, depth and
 * numbers, and refuses texts that cannot be stored unchanged.
 */
final class BodyCheck {

    /** Exponents of four digits or more: beyond any double, and costly when written out in full. */
    private static final Pattern EXPONENT = Pattern.compile("[^eE]*[eE][+-]?0*[1-9][0-9]{3,}");

    private final JsonFactory json;
    private final int listMax;
    private final int valuesMax;

    BodyCheck(KitProperties.Http settings, int listMax, int valuesMax) {
        this.listMax = listMax;
        this.valuesMax = valuesMax;
        this.json =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(settings.depthMax())
                                        .maxNumberLength(settings.digitsMax())
                                        .build())
                        .build();
    }

    /** The first mistake in the body; empty if there is none. */
    Optional<Problem> mistake(byte[] body) {
        int values = 0;
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                if (token.isStructEnd()) {
                    continue;
                }
                if (token == JsonToken.PROPERTY_NAME) {
                    if (!Text.isReadable(parser.currentName())) {
                        return Optional.of(
                                Problem.invalid(
                                        path(parser.streamReadContext().getParent()),
                                        "must not have control characters or halves of characters in a name"));
                    }
                    continue;
                }
                if (++values > valuesMax) {
                    return Optional.of(
                            Problem.invalid("", "must have at most " + valuesMax + " values"));
                }
                TokenStreamContext place =
                        token.isStructStart()
                                ? parser.streamReadContext().getParent()
                                : parser.streamReadContext();
                if (place.inArray() && place.getCurrentIndex() >= listMax) {
                    return Optional.of(
                            Problem.invalid(
                                    path(place.getParent()),
                                    "must have at most " + listMax + " elements"));
                }
                String wrong = wrong(token, parser);
                if (wrong != null) {
                    return Optional.of(Problem.invalid(path(place), wrong));
                }
            }
            return Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.of(Problem.of(ProblemCode.MALFORMED_JSON));
        }
    }

    private static @Nullable String wrong(JsonToken token, JsonParser parser) {
        return switch (token) {
            case VALUE_STRING -> {
                CharBuffer text =
                        CharBuffer.wrap(
                                parser.getStringCharacters(),
                                parser.getStringOffset(),
                                parser.getStringLength());
                if (!Text.isReadable(text)) {
                    yield "must not have control characters or halves of characters";
                }
                yield Text.isInvisible(text) ? "must have something that can be seen" : null;
            }
            case VALUE_NUMBER_FLOAT ->
                    EXPONENT.matcher(parser.getString()).matches() ? "is too large or small" : null;
            default -> null;
        };
    }

    /** The path in the form that validation uses: {@code lines[0].quantity}. */
    private static String path(@Nullable TokenStreamContext place) {
        if (place == null || place.inRoot()) {
            return "";
        }
        String outer = path(place.getParent());
        if (place.inArray()) {
            return outer + "[" + place.getCurrentIndex() + "]";
        }
        String name = String.valueOf(place.currentName());
        return outer.isEmpty() ? name : outer + "." + name;
    }
}
