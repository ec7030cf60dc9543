package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An activated device of a license. Written {@code mac_} and 26 characters that sort by time. */
public record MachineId(@JsonValue String value) implements Id {

    private static final String PREFIX = "mac";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MachineId {
        Id.check(PREFIX, value);
    }

    public static MachineId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static MachineId with(String uniquePart) {
        return new MachineId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
