package io.keyway.partner.accesscheck;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.access.Permission;
import org.jspecify.annotations.Nullable;

/** What somebody may want to do with a partner, a customer, a product or a policy. */
enum Action {
    @JsonProperty("see")
    SEE(null),
    /** Issue licenses of a product or policy, or to a customer. */
    @JsonProperty("issue")
    ISSUE(Permission.ISSUE_LICENSES),
    /** Order a product or policy, or for a customer. */
    @JsonProperty("order")
    ORDER(Permission.CREATE_ORDERS),
    /** Grant a product or policy to a partner below. */
    @JsonProperty("grant")
    GRANT(Permission.MANAGE_PARTNERS),
    /** Create, edit, switch or delete a partner. */
    @JsonProperty("manage_partner")
    MANAGE_PARTNER(Permission.MANAGE_PARTNERS),
    /** Create, edit or switch a customer. */
    @JsonProperty("manage_customer")
    MANAGE_CUSTOMER(Permission.MANAGE_CUSTOMERS);

    private final @Nullable Permission needed;

    Action(@Nullable Permission needed) {
        this.needed = needed;
    }

    @Nullable Permission needed() {
        return needed;
    }

    /** Whether it is about what is sold: a product that is withdrawn or not granted refuses it. */
    boolean sells() {
        return this == ISSUE || this == ORDER || this == GRANT;
    }
}
