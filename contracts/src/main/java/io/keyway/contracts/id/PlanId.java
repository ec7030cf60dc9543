package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A plan: fee, included quantities and rates that a partner offers. Written {@code pln_} and 26
 * characters that sort by time.
 */
public record PlanId(@JsonValue String value) implements Id {

    private static final String PREFIX = "pln";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PlanId {
        Id.check(PREFIX, value);
    }

    public static PlanId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static PlanId with(String uniquePart) {
        return new PlanId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
