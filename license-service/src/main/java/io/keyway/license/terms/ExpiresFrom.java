package io.keyway.license.terms;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When the term of a license begins. */
public enum ExpiresFrom {
    @JsonProperty("issue")
    ISSUE,
    /** When its first machine is activated; until then it has no end. */
    @JsonProperty("first_activation")
    FIRST_ACTIVATION,
    /** When its key is first found valid; until then it has no end. */
    @JsonProperty("first_validation")
    FIRST_VALIDATION
}
