package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One token or API key of an account. Written {@code crd_} and 26 characters that sort by time. */
public record CredentialId(@JsonValue String value) implements Id {

    private static final String PREFIX = "crd";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CredentialId {
        Id.check(PREFIX, value);
    }

    public static CredentialId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static CredentialId with(String uniquePart) {
        return new CredentialId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
