package io.keyway.license.checkout;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a file is to be valid: {@code P30D}, or {@code none} for a file without end.
 *
 * @param length null for a file without end
 */
record FileTerm(@Nullable Duration length) {

    private static final String WITHOUT_END = "none";

    /**
     * Spring converts a request parameter with the static method of this name.
     *
     * @throws IllegalArgumentException if the text is neither a duration nor {@code none}
     */
    public static FileTerm valueOf(String text) {
        if (text.equals(WITHOUT_END)) {
            return new FileTerm((Duration) null);
        }
        try {
            return new FileTerm(Duration.parse(text));
        } catch (DateTimeException noDuration) {
            throw new IllegalArgumentException("not an ISO-8601 duration", noDuration);
        }
    }

    @JsonValue
    String text() {
        return length == null ? WITHOUT_END : length.toString();
    }
}
