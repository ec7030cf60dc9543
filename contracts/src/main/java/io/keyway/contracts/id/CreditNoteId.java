package io.keyway.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What is taken off a line of a closed statement. Written {@code crn_} and 26 characters that sort
 * by time.
 */
public record CreditNoteId(@JsonValue String value) implements Id {

    private static final String PREFIX = "crn";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CreditNoteId {
        Id.check(PREFIX, value);
    }

    public static CreditNoteId next() {
        return with(Id.unique());
    }

    /** The id with this unique part, as {@link Id#unique()} makes it. */
    public static CreditNoteId with(String uniquePart) {
        return new CreditNoteId(PREFIX + "_" + uniquePart);
    }

    @Override
    public String toString() {
        return value;
    }
}
