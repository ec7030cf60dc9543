package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A batch of many requests for licenses. Written {@code bat_} and 26 characters that sort by time.
 */
public record BatchId(@JsonValue String value) implements Id {

    private static final String PREFIX = "bat";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BatchId {
        Id.check(PREFIX, value);
    }

    public static BatchId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static BatchId with(String uniquePart) {
        return new BatchId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
