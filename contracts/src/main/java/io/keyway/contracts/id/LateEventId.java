package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A usage event that came too late to count. Written {@code lev_} and 26 characters that sort by
 * time.
 */
public record LateEventId(@JsonValue String value) implements Id {

    private static final String PREFIX = "lev";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LateEventId {
        Id.check(PREFIX, value);
    }

    public static LateEventId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static LateEventId with(String uniquePart) {
        return new LateEventId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
