package io.keyway.license.terms;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How often the product of a policy may be tried. */
public enum TrialRule {
    @JsonProperty("once_per_customer")
    ONCE_PER_CUSTOMER,
    /** Any number of licenses, but each device runs one of them only. */
    @JsonProperty("once_per_fingerprint")
    ONCE_PER_FINGERPRINT,
    @JsonProperty("unlimited")
    UNLIMITED
}
