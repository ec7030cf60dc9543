package io.keyway.license.terms;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kind of license key that a policy issues. */
public enum KeyScheme {
    /** A long signed key that contains the license and verifies offline. */
    @JsonProperty("ed25519")
    ED25519,
    /** A short random key that can be typed; it verifies online or with a license file. */
    @JsonProperty("random")
    RANDOM
}
