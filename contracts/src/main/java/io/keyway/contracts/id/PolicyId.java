package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A policy: the terms of a license. Written {@code pol_} and 26 characters that sort by time. */
public record PolicyId(@JsonValue String value) implements Id {

    private static final String PREFIX = "pol";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PolicyId {
        Id.check(PREFIX, value);
    }

    public static PolicyId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static PolicyId with(String uniquePart) {
        return new PolicyId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
