package io.keyway.license.terms;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When the duration of a license starts. */
public enum ExpiresFrom {
    /** When it is issued. */
    @JsonProperty("issue")
    ISSUE,
    /** When its first machine is activated; until then it does not expire. */
    @JsonProperty("first_activation")
    FIRST_ACTIVATION,
    /** When its key first validates; until then it does not expire. */
    @JsonProperty("first_validation")
    FIRST_VALIDATION
}
