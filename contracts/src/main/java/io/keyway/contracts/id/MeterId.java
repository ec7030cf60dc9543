package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A meter: a kind of usage that is counted. Written {@code mtr_} and 26 characters that sort by
 * time.
 */
public record MeterId(@JsonValue String value) implements Id {

    private static final String PREFIX = "mtr";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MeterId {
        Id.check(PREFIX, value);
    }

    public static MeterId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static MeterId with(String uniquePart) {
        return new MeterId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
