package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A product that can be licensed. Written {@code prd_} and 26 characters that sort by time. */
public record ProductId(@JsonValue String value) implements Id {

    private static final String PREFIX = "prd";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProductId {
        Id.check(PREFIX, value);
    }

    public static ProductId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static ProductId with(String uniquePart) {
        return new ProductId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
