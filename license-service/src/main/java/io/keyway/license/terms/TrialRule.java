package io.keyway.license.terms;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How often a product may be tried. */
public enum TrialRule {
    /** One trial license per customer and product. */
    @JsonProperty("once_per_customer")
    ONCE_PER_CUSTOMER,
    /** Any number of trial licenses, but each device can activate only one of them. */
    @JsonProperty("once_per_fingerprint")
    ONCE_PER_FINGERPRINT,
    /** Any number of trial licenses. */
    @JsonProperty("unlimited")
    UNLIMITED
}
