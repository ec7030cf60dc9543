package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An account that can sign in. Written {@code acc_} and 26 characters that sort by time. */
public record AccountId(@JsonValue String value) implements Id {

    private static final String PREFIX = "acc";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AccountId {
        Id.check(PREFIX, value);
    }

    public static AccountId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static AccountId with(String uniquePart) {
        return new AccountId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
