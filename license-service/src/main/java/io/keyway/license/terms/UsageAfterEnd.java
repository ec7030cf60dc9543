package io.keyway.license.terms;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Whether usage counts that happened after its license had ended: revoked, suspended or expired.
 */
public enum UsageAfterEnd {
    /** It is rejected; usage from before the end counts, however late it is reported. */
    @JsonProperty("reject")
    REJECT,
    /** It counts like usage before the end. */
    @JsonProperty("count")
    COUNT
}
