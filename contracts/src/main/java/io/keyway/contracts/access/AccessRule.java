package io.keyway.contracts.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.portfolio.Portfolio;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rules that can refuse an action, in every service, each with the problem code of the refused
 * call. They are in the order in which they are checked: of two refused alternatives, the one
 * refused by the later rule comes closer to being allowed. Clients match on them, so a rule may be
 * added, never renamed.
 */
public enum AccessRule {
    /** No rule refuses. */
    ALLOWED(null),

    /** Accounts of this role never do this. */
    ROLE(ProblemCode.FORBIDDEN),
    PARTNER_INACTIVE(ProblemCode.UNAUTHENTICATED),
    PORTAL_OFF(ProblemCode.UNAUTHENTICATED),
    /** The partner, or one above it, lacks the permission. */
    PARTNER_PERMISSION_MISSING(ProblemCode.FORBIDDEN),
    /** The partner has the permission, but the account or API key lacks it. */
    ACCOUNT_PERMISSION_MISSING(ProblemCode.FORBIDDEN),

    /** The service that decides has not received the partner's data yet. */
    NOT_READY(ProblemCode.NOT_READY),
    /** More than one request may ask for. */
    QUANTITY_TOO_LARGE(ProblemCode.INVALID_REQUEST),
    /** It does not exist, or lies outside the branch; the answer does not say which. */
    NOT_FOUND(ProblemCode.NOT_FOUND),
    /** Only the parent may change a partner's terms. */
    OWN_TERMS(ProblemCode.FORBIDDEN),

    PRODUCT_WITHDRAWN(ProblemCode.NOT_IN_PORTFOLIO),
    POLICY_WITHDRAWN(ProblemCode.NOT_IN_PORTFOLIO),
    CUSTOMER_INACTIVE(ProblemCode.CONFLICT),
    PRIMARY_LICENSE_MISSING(ProblemCode.PRIMARY_LICENSE_REQUIRED),

    /** Only the order's owner, and partners above it, assign license managers to it. */
    NOT_ORDER_OWNER(ProblemCode.FORBIDDEN),
    /** The licenses of this order are issued at once, not drawn by license managers. */
    ORDER_IMMEDIATE(ProblemCode.CONFLICT),
    ORDER_CLOSED(ProblemCode.CONFLICT),
    LICENSE_MANAGERS_FULL(ProblemCode.CONFLICT),
    /**
     * The partner is neither the order's owner nor a license manager for this product and policy.
     */
    NOT_ASSIGNED(ProblemCode.NOT_IN_PORTFOLIO),
    /** The order has no line for it. */
    NOT_IN_ORDER(ProblemCode.NOT_IN_PORTFOLIO),

    PRODUCT_NOT_GRANTED(ProblemCode.NOT_IN_PORTFOLIO),
    POLICY_NOT_GRANTED(ProblemCode.NOT_IN_PORTFOLIO),
    GRANT_EXPIRED(ProblemCode.NOT_IN_PORTFOLIO),

    /** The maximum of the license manager for the product in this order is reached. */
    LICENSE_MANAGER_MAX_REACHED(ProblemCode.QUOTA_EXCEEDED),
    /** The ordered quantity is used up. */
    ORDER_LINE_USED_UP(ProblemCode.QUOTA_EXCEEDED),
    /**
     * The maximum that a partner on the path, with all below it, may issue of the product is
     * reached.
     */
    GRANT_USED_UP(ProblemCode.QUOTA_EXCEEDED),
    UNPAID_LIMIT_REACHED(ProblemCode.UNPAID_LIMIT_REACHED),
    /** The partner's monthly maximum of trial licenses is reached. */
    TRIAL_LIMIT_REACHED(ProblemCode.QUOTA_EXCEEDED),
    /** The customer, or the device, has already had its trial of the product. */
    TRIAL_USED_UP(ProblemCode.QUOTA_EXCEEDED),

    /** The policy has no list price, so it cannot be ordered. */
    NO_PRICE(ProblemCode.INVALID_REQUEST),
    /** The policy is not priced in the currency in which the partner is billed. */
    FOREIGN_CURRENCY(ProblemCode.INVALID_REQUEST),
    /** The total exceeds the largest amount of money. */
    AMOUNT_TOO_LARGE(ProblemCode.INVALID_REQUEST),

    LICENSE_REVOKED(ProblemCode.CONFLICT),
    LICENSE_SUSPENDED(ProblemCode.CONFLICT),
    LICENSE_EXPIRED(ProblemCode.CONFLICT),
    TRIAL_NOT_RENEWED(ProblemCode.CONFLICT),
    /** The other policy costs more, or the change would end a trial. */
    POLICY_COSTS_MORE(ProblemCode.CONFLICT),
    /** The license has no end that could be moved. */
    LICENSE_WITHOUT_END(ProblemCode.CONFLICT),
    /** The policy allows no license files without an end. */
    FILE_NEEDS_END(ProblemCode.CONFLICT),
    MACHINES_USED_UP(ProblemCode.QUOTA_EXCEEDED);

    private final @Nullable ProblemCode code;

    AccessRule(@Nullable ProblemCode code) {
        this.code = code;
    }

    /** The rule for a gap in a partner's portfolio. */
    public static AccessRule of(Portfolio.Gap gap) {
        return switch (gap) {
            case PRODUCT_NOT_GRANTED -> PRODUCT_NOT_GRANTED;
            case POLICY_NOT_GRANTED -> POLICY_NOT_GRANTED;
            case GRANT_EXPIRED -> GRANT_EXPIRED;
        };
    }

    @JsonValue
    public String rule() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The code with which the call is refused; absent for {@link #ALLOWED}. */
    public @Nullable ProblemCode code() {
        return code;
    }

    /**
     * The code with which the call is refused.
     *
     * @throws IllegalStateException for {@link #ALLOWED}
     */
    public ProblemCode refusal() {
        if (code == null) {
            throw new IllegalStateException("nothing refuses");
        }
        return code;
    }
}
