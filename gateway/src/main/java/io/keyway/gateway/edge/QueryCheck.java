package io.keyway.gateway.edge;

import io.keyway.contracts.Text;
import io.keyway.gateway.Problems.InvalidField;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a query can be decoded in one way only. Wrongly encoded queries may be read
 * differently by the gateway and by a service, so they are refused.
 */
public final class QueryCheck {

    private final int parametersMax;

    public QueryCheck(int parametersMax) {
        this.parametersMax = parametersMax;
    }

    /**
     * Checks a query.
     *
     * @param query as in the request line
     * @return the first mistake; empty if there is none
     */
    public Optional<InvalidField> mistake(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return Optional.empty();
        }
        String[] parameters = query.split("&", parametersMax + 1);
        if (parameters.length > parametersMax) {
            return wrong("query", "must have at most " + parametersMax + " parameters");
        }
        for (String parameter : parameters) {
            int end = parameter.indexOf('=');
            String name = decoded(end < 0 ? parameter : parameter.substring(0, end));
            if (name == null || name.isEmpty() || !Text.isReadable(name)) {
                return wrong("query", "must name each parameter, in UTF-8");
            }
            String value = decoded(end < 0 ? "" : parameter.substring(end + 1));
            if (value == null) {
                return wrong(name, "must be UTF-8, encoded with %");
            }
            if (!Text.isReadable(value)) {
                return wrong(name, "must not have control characters or halves of characters");
            }
        }
        return Optional.empty();
    }

    private static Optional<InvalidField> wrong(String field, String message) {
        return Optional.of(new InvalidField(field, message));
    }

    /** The decoded text; null if it is not encoded correctly. */
    private static @Nullable String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character != '%') {
                bytes.write(character == '+' ? ' ' : character);
                if (character > 0x7f) {
                    return null;
                }
                continue;
            }
            if (i + 2 >= text.length()) {
                return null;
            }
            int high = Character.digit(text.charAt(++i), 16);
            int low = Character.digit(text.charAt(++i), 16);
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high << 4 | low);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }
}
