package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A return within an order. Written {@code ret_} and 26 characters that sort by time. */
public record ReturnId(@JsonValue String value) implements Id {

    private static final String PREFIX = "ret";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ReturnId {
        Id.check(PREFIX, value);
    }

    public static ReturnId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static ReturnId with(String uniquePart) {
        return new ReturnId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
