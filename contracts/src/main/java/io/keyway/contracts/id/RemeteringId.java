package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A re-metering of a range of usage. Written {@code rmt_} and 26 characters that sort by time. */
public record RemeteringId(@JsonValue String value) implements Id {

    private static final String PREFIX = "rmt";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RemeteringId {
        Id.check(PREFIX, value);
    }

    public static RemeteringId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static RemeteringId with(String uniquePart) {
        return new RemeteringId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
