package io.keyway.contracts.access;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What kind of account calls. What it may do within that is its permissions. */
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
    /** Nobody yet: signs in, applies, validates a key. */
    @JsonProperty("anonymous")
    ANONYMOUS,
    /** The gateway itself, asking whom a credential belongs to. */
    @JsonProperty("gateway")
    GATEWAY
}
