package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A payment for issued licenses. Written {@code stl_} and 26 characters that sort by time. */
public record SettlementId(@JsonValue String value) implements Id {

    private static final String PREFIX = "stl";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SettlementId {
        Id.check(PREFIX, value);
    }

    public static SettlementId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static SettlementId with(String uniquePart) {
        return new SettlementId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
