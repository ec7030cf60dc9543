package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The closing of a period by one partner or the operator. Written {@code scl_} and 26 characters
 * that sort by time.
 */
public record StatementCloseId(@JsonValue String value) implements Id {

    private static final String PREFIX = "scl";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public StatementCloseId {
        Id.check(PREFIX, value);
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static StatementCloseId with(String uniquePart) {
        return new StatementCloseId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
