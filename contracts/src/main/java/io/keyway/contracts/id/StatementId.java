package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What one partner owes its parent for a period. Written {@code stm_} and 26 characters that sort
 * by time.
 */
public record StatementId(@JsonValue String value) implements Id {

    private static final String PREFIX = "stm";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public StatementId {
        Id.check(PREFIX, value);
    }

    public static StatementId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static StatementId with(String uniquePart) {
        return new StatementId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
