package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An end user or company; belongs to exactly one partner. Written {@code cus_} and 26 characters
 * that sort by time.
 */
public record CustomerId(@JsonValue String value) implements PayerId {

    static final String PREFIX = "cus";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CustomerId {
        Id.check(PREFIX, value);
    }

    public static CustomerId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static CustomerId with(String uniquePart) {
        return new CustomerId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
