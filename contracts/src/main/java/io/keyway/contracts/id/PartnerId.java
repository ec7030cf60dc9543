package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A node of the partner tree: vendor, distributor or reseller. Written {@code prt_} and 26
 * characters that sort by time.
 */
public record PartnerId(@JsonValue String value) implements PayerId {

    private static final String PREFIX = "prt";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PartnerId {
        Id.check(PREFIX, value);
    }

    public static PartnerId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static PartnerId with(String uniquePart) {
        return new PartnerId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
