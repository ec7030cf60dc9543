package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One record of the audit trail. Written {@code aud_} and 26 characters that sort by time. */
public record AuditId(@JsonValue String value) implements Id {

    private static final String PREFIX = "aud";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AuditId {
        Id.check(PREFIX, value);
    }

    public static AuditId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static AuditId with(String uniquePart) {
        return new AuditId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
