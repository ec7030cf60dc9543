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

/** What somebody may want to do. Roles and permissions are those of the call itself. */
public enum AccessAction {
    @JsonProperty("see")
    SEE(EnumSet.of(OPERATOR, PARTNER, CUSTOMER), null, EnumSet.allOf(Kind.class)),
    /** Issue licenses: of a product or policy, in an order, to a customer. */
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
    /** Create, edit, switch or delete a partner. */
    @JsonProperty("manage_partner")
    MANAGE_PARTNER(
            EnumSet.of(OPERATOR, PARTNER), Permission.MANAGE_PARTNERS, EnumSet.of(Kind.PARTNER)),
    /** Create, edit or switch a customer. */
    @JsonProperty("manage_customer")
    MANAGE_CUSTOMER(
            EnumSet.of(OPERATOR, PARTNER), Permission.MANAGE_CUSTOMERS, EnumSet.of(Kind.CUSTOMER)),
    /** Say who else may issue in an order. */
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
    /** Whoever sees a license may have its file. */
    @JsonProperty("check_out")
    CHECK_OUT(EnumSet.of(OPERATOR, PARTNER, CUSTOMER), null, EnumSet.of(Kind.LICENSE)),
    /** Have a file that never expires. */
    @JsonProperty("check_out_without_end")
    CHECK_OUT_WITHOUT_END(EnumSet.of(OPERATOR, PARTNER, CUSTOMER), null, EnumSet.of(Kind.LICENSE)),
    /** Of a partner's people, who issues; a customer on its own. */
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

    /** What a partner needs for it; absent where seeing the resource is enough. */
    public @Nullable Permission needed() {
        return needed;
    }

    Set<Kind> kinds() {
        return kinds;
    }

    /** Whether a product that is withdrawn and a customer that is switched off refuse it. */
    public boolean sells() {
        return this == ISSUE || this == ORDER;
    }
}
