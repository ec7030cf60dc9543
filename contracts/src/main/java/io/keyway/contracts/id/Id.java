package io.keyway.contracts.id;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.regex.Pattern;

/** A typed id: a prefix that names the type, and a unique part (a ULID) that sorts by time. */
public interface Id {

    /**
     * The form of a unique part, for documentation; {@link #check} tests the same without a
     * matcher.
     */
    Pattern UNIQUE = Pattern.compile("[0-7][0-9a-hjkmnp-tv-z]{25}");

    String value();

    /**
     * A new unique part: 26 characters of Crockford's base 32 in lower case; later ones sort after
     * earlier ones.
     */
    static String unique() {
        return UlidCreator.getMonotonicUlid().toLowerCase();
    }

    /** When the id was made, to the millisecond. */
    default Instant madeAt() {
        return Ulid.getInstant(uniquePart());
    }

    /** The part after the prefix, for another resource that is created together with this one. */
    default String uniquePart() {
        return value().substring(value().indexOf('_') + 1);
    }

    /**
     * Checks a value.
     *
     * @throws IllegalArgumentException if it is not this prefix and a unique part
     */
    static void check(String prefix, String value) {
        int start = prefix.length() + 1;
        boolean fits =
                value.length() == start + 26
                        && value.startsWith(prefix)
                        && value.charAt(start - 1) == '_'
                        && value.charAt(start) <= '7';
        // By hand: every event has half a dozen ids, and a matcher cost ingest 7 % of its time.
        for (int i = start; fits && i < value.length(); i++) {
            fits = isUniqueChar(value.charAt(i));
        }
        if (!fits) {
            throw new IllegalArgumentException("not an id of the form " + prefix + "_…");
        }
    }

    private static boolean isUniqueChar(char c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z' && c != 'i' && c != 'l' && c != 'o' && c != 'u');
    }
}
