package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An order of a partner. Written {@code ord_} and 26 characters that sort by time. */
public record OrderId(@JsonValue String value) implements Id {

    private static final String PREFIX = "ord";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OrderId {
        Id.check(PREFIX, value);
    }

    public static OrderId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static OrderId with(String uniquePart) {
        return new OrderId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
