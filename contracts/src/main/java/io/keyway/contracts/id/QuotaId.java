package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a license, customer or partner may use of a meter in a month. Written {@code qta_} and 26
 * characters that sort by time.
 */
public record QuotaId(@JsonValue String value) implements Id {

    private static final String PREFIX = "qta";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public QuotaId {
        Id.check(PREFIX, value);
    }

    public static QuotaId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static QuotaId with(String uniquePart) {
        return new QuotaId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
