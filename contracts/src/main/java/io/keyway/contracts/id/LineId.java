package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One line of an order. Written {@code lin_} and 26 characters that sort by time. */
public record LineId(@JsonValue String value) implements Id {

    private static final String PREFIX = "lin";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LineId {
        Id.check(PREFIX, value);
    }

    public static LineId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static LineId with(String uniquePart) {
        return new LineId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
