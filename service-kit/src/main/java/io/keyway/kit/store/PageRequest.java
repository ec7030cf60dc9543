package io.keyway.kit.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for. A cursor is a position (the id of the last item), never a
 * right: the query that uses it is within the caller's scope like any other.
 *
 * @param after id after which the part starts; absent for the first part
 */
public record PageRequest(int limit, @Nullable String after) {

    private static final Pattern ID = Pattern.compile("[a-z]{3}_[0-9a-z]{26}");

    public static String cursor(String id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    /** The id in a cursor, or empty if the cursor is none of ours. */
    public static Optional<String> position(String cursor) {
        try {
            String id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return ID.matcher(id).matches() ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
