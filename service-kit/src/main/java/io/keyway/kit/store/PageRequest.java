package io.keyway.kit.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is requested. A cursor is a position and grants nothing: the query is
 * limited to the caller's scope like any other.
 *
 * @param after the last item of the page before; absent for the first page
 */
public record PageRequest(int limit, @Nullable Position after) {

    private static final Pattern ID = Pattern.compile("[a-z]{3}_[0-9a-z]{26}");

    /**
     * The position of an item in a list.
     *
     * @param sorting of the list; in another order the position is meaningless
     * @param key the item's sort key; empty for lists sorted by id
     */
    public record Position(Sorting sorting, String key, String id) {}

    public static PageRequest first(int limit) {
        return new PageRequest(limit, null);
    }

    /** The page after an item of a list that is sorted by id, newest first. */
    public static PageRequest after(int limit, String id) {
        return new PageRequest(limit, new Position(Sorting.NEWEST_FIRST, "", id));
    }

    /** The cursor of an item in a list that is sorted by id, newest first. */
    public static String cursor(String id) {
        return cursor(new Position(Sorting.NEWEST_FIRST, "", id));
    }

    /** The cursor of the last item of a page. */
    public static String cursor(Position last) {
        String text = last.sorting().wire() + '\n' + last.id() + '\n' + last.key();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a cursor; empty if it is malformed. */
    public static Optional<Position> position(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts = text.split("\n", 3);
            return parts.length == 3 && ID.matcher(parts[1]).matches()
                    ? Optional.of(new Position(Sorting.of(parts[0]), parts[2], parts[1]))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /**
     * The id of the position in a list that is sorted by id, newest first.
     *
     * @throws InvalidCursorException if the cursor belongs to a list in another order
     */
    public @Nullable String afterId() {
        Position position = after(Sorting.NEWEST_FIRST);
        return position == null ? null : position.id();
    }

    /**
     * The position in a list of this order; null for the first page.
     *
     * @throws InvalidCursorException if the cursor belongs to a list in another order
     */
    public @Nullable Position after(Sorting sorting) {
        if (after != null && !after.sorting().equals(sorting)) {
            throw new InvalidCursorException();
        }
        return after;
    }
}
