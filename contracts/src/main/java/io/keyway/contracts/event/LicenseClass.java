package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a license is valid without another one. */
public enum LicenseClass {
    /** Valid on its own. */
    @JsonProperty("primary")
    PRIMARY,
    /** Needs a primary license of the same product at the same customer. */
    @JsonProperty("additional")
    ADDITIONAL
}
