package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One request to issue licenses. Written {@code iss_} and 26 characters that sort by time. */
public record IssuanceId(@JsonValue String value) implements Id {

    private static final String PREFIX = "iss";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public IssuanceId {
        Id.check(PREFIX, value);
    }

    public static IssuanceId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static IssuanceId with(String uniquePart) {
        return new IssuanceId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
