package io.keyway.license.checkout;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * For how long a file is asked for: {@code P30D}, or {@code none} for one without end.
 *
 * @param length null: without end
 */
record FileTerm(@Nullable Duration length) {

    private static final String WITHOUT_END = "none";

    /**
     * The name is the one that conversions of parameters look for.
     *
     * @throws IllegalArgumentException if it is neither
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
