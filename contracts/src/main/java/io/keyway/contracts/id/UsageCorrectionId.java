package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A correction of an event that was counted. Written {@code ucr_} and 26 characters that sort by
 * time.
 */
public record UsageCorrectionId(@JsonValue String value) implements Id {

    private static final String PREFIX = "ucr";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UsageCorrectionId {
        Id.check(PREFIX, value);
    }

    public static UsageCorrectionId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static UsageCorrectionId with(String uniquePart) {
        return new UsageCorrectionId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
