package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a partner or customer may pay its statements with: a grant, or what it has paid in advance.
 * Written {@code cdt_} and 26 characters that sort by time.
 */
public record CreditId(@JsonValue String value) implements Id {

    private static final String PREFIX = "cdt";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CreditId {
        Id.check(PREFIX, value);
    }

    public static CreditId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static CreditId with(String uniquePart) {
        return new CreditId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
