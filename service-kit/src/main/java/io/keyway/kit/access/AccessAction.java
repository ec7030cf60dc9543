package io.keyway.kit.access;

import static io.keyway.contracts.access.Role.CUSTOMER;
import static io.keyway.contracts.access.Role.OPERATOR;
import static io.keyway.contracts.access.Role.PARTNER;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.kit.access.AccessQuestion.Kind;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Actions that access questions can be about. Role and permission of each are those of the call
 * that does it.
 */
public enum AccessAction {
    @JsonProperty("see")
    SEE(EnumSet.of(OPERATOR, PARTNER, CUSTOMER), null, EnumSet.allOf(Kind.class)),
    /** Issue licenses: of a product or policy, in an order, or to a customer. */
    @JsonProperty("issue")
    ISSUE(
            EnumSet.of(PARTNER),
            Permission.ISSUE_LICENSES,
            EnumSet.of(Kind.PRODUCT, Kind.POLICY, Kind.ORDER, Kind.CUSTOMER)),
    /** Order a product or policy, or for a customer. */
    @JsonProperty("order")
    ORDER(
            EnumSet.of(PARTNER),
            Permission.CREATE_ORDERS,
            EnumSet.of(Kind.PRODUCT, Kind.POLICY, Kind.CUSTOMER)),
    /** Grant a product or policy, or to a partner below. */
    @JsonProperty("grant")
    GRANT(
            EnumSet.of(OPERATOR, PARTNER),
            Permission.MANAGE_PARTNERS,
            EnumSet.of(Kind.PRODUCT, Kind.POLICY, Kind.PARTNER)),
    /** Create, edit, activate, deactivate or delete a partner. */
    @JsonProperty("manage_partner")
    MANAGE_PARTNER(
            EnumSet.of(OPERATOR, PARTNER), Permission.MANAGE_PARTNERS, EnumSet.of(Kind.PARTNER)),
    /** Create, edit, activate or deactivate a customer. */
    @JsonProperty("manage_customer")
    MANAGE_CUSTOMER(
            EnumSet.of(OPERATOR, PARTNER), Permission.MANAGE_CUSTOMERS, EnumSet.of(Kind.CUSTOMER)),
    /** Assign license managers to an order. */
    @JsonProperty("assign_manager")
    ASSIGN_MANAGER(EnumSet.of(PARTNER), Permission.MANAGE_LICENSE_MANAGERS, EnumSet.of(Kind.ORDER)),
    @JsonProperty("suspend")
    SUSPEND(EnumSet.of(PARTNER), Permission.ISSUE_LICENSES, EnumSet.of(Kind.LICENSE)),
    @JsonProperty("reinstate")
    REINSTATE(EnumSet.of(PARTNER), Permission.ISSUE_LICENSES, EnumSet.of(Kind.LICENSE)),
    @JsonProperty("revoke")
    REVOKE(EnumSet.of(PARTNER), Permission.ISSUE_LICENSES, EnumSet.of(Kind.LICENSE)),
    @JsonProperty("renew")
    RENEW(EnumSet.of(PARTNER), Permission.ISSUE_LICENSES, EnumSet.of(Kind.LICENSE)),
    @JsonProperty("transfer")
    TRANSFER(EnumSet.of(PARTNER), Permission.ISSUE_LICENSES, EnumSet.of(Kind.LICENSE)),
    /** Check out a license file; allowed to every caller who sees the license. */
    @JsonProperty("check_out")
    CHECK_OUT(EnumSet.of(OPERATOR, PARTNER, CUSTOMER), null, EnumSet.of(Kind.LICENSE)),
    /** Check out a license file that never expires. */
    @JsonProperty("check_out_without_end")
    CHECK_OUT_WITHOUT_END(EnumSet.of(OPERATOR, PARTNER, CUSTOMER), null, EnumSet.of(Kind.LICENSE)),
    /**
     * Activate a machine. A partner's account needs the permission to issue; a customer needs none.
     */
    @JsonProperty("activate_machine")
    ACTIVATE_MACHINE(
            EnumSet.of(OPERATOR, PARTNER, CUSTOMER),
            Permission.ISSUE_LICENSES,
            EnumSet.of(Kind.LICENSE));

    private final Set<Role> roles;
    private final @Nullable Permission needed;
    private final Set<Kind> kinds;

    AccessAction(Set<Role> roles, @Nullable Permission needed, Set<Kind> kinds) {
        this.roles = roles;
        this.needed = needed;
        this.kinds = kinds;
    }

    boolean isFor(Role role) {
        return roles.contains(role);
    }

    /**
     * The permission that an account of a partner needs; absent where seeing the resource is
     * enough.
     */
    public @Nullable Permission needed() {
        return needed;
    }

    Set<Kind> kinds() {
        return kinds;
    }

    /** Whether it is a sale, which a withdrawn product and a deactivated customer refuse. */
    public boolean sells() {
        return this == ISSUE || this == ORDER;
    }
}
