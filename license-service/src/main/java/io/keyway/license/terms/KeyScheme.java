package io.keyway.license.terms;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the keys of a policy look like. */
public enum KeyScheme {
    /** A long key that carries its license and verifies offline. */
    @JsonProperty("ed25519")
    ED25519,
    /** A short key that a person can type; it verifies online, or by its license file. */
    @JsonProperty("random")
    RANDOM
}
