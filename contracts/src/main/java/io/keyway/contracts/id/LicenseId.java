package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One license. Written {@code lic_} and 26 characters that sort by time. */
public record LicenseId(@JsonValue String value) implements Id {

    private static final String PREFIX = "lic";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LicenseId {
        Id.check(PREFIX, value);
    }

    public static LicenseId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static LicenseId with(String uniquePart) {
        return new LicenseId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
