package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A request to become a partner. Written {@code apl_} and 26 characters that sort by time. */
public record ApplicationId(@JsonValue String value) implements Id {

    private static final String PREFIX = "apl";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ApplicationId {
        Id.check(PREFIX, value);
    }

    public static ApplicationId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static ApplicationId with(String uniquePart) {
        return new ApplicationId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
