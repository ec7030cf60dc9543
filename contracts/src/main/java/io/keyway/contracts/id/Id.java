package io.keyway.contracts.id;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.regex.Pattern;

/** A typed id: a prefix that says what it names and a unique part (a ULID) that sorts by time. */
public interface Id {

    /** The form of a unique part. */
    Pattern UNIQUE = Pattern.compile("[0-7][0-9a-hjkmnp-tv-z]{25}");

    String value();

    /**
     * A new unique part: 26 characters of Crockford's base 32 in lower case; later ones sort after
     * earlier ones.
     */
    static String unique() {
        return UlidCreator.getMonotonicUlid().toLowerCase();
    }

    /**
     * What follows the prefix, for a resource that is made together with this one and shares it.
     */
    default String uniquePart() {
        return value().substring(value().indexOf('_') + 1);
    }

    /**
     * @throws IllegalArgumentException if the value is not this prefix and a unique part
     */
    static void check(String prefix, String value) {
        if (!value.startsWith(prefix + "_")
                || !UNIQUE.matcher(value.substring(prefix.length() + 1)).matches()) {
            throw new IllegalArgumentException("not an id of the form " + prefix + "_…");
        }
    }
}
