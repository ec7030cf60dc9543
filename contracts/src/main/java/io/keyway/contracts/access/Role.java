package io.keyway.contracts.access;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kind of account that calls. Permissions limit what it may do within its role. */
public enum Role {
    /** Runs the installation; creates vendors. */
    @JsonProperty("operator")
    OPERATOR,
    /** Acts for a partner: its own login or one of its staff. */
    @JsonProperty("partner")
    PARTNER,
    /** Sees its own licenses. */
    @JsonProperty("customer")
    CUSTOMER,
    /** Without a credential: signs in, applies, validates a key. */
    @JsonProperty("anonymous")
    ANONYMOUS,
    /** The gateway itself, asking whose credential it has received. */
    @JsonProperty("gateway")
    GATEWAY
}
