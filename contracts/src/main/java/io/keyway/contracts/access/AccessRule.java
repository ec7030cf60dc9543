package io.keyway.contracts.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.portfolio.Portfolio;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why something is refused, whichever service decides it, with the code that the call itself is
 * answered with. They stand in the order in which they are asked: of two things that are refused,
 * the one whose rule stands later almost fits. Clients match on them, so a rule is added, never
 * renamed.
 */
public enum AccessRule {
    /** Nothing refuses. */
    ALLOWED(null),

    /** Only some kinds of account do such a thing at all. */
    ROLE(ProblemCode.FORBIDDEN),
    PARTNER_INACTIVE(ProblemCode.UNAUTHENTICATED),
    PORTAL_OFF(ProblemCode.UNAUTHENTICATED),
    /** The partner, or one above it, does not have the permission. */
    PARTNER_PERMISSION_MISSING(ProblemCode.FORBIDDEN),
    /** The partner has the permission, the account or key does not. */
    ACCOUNT_PERMISSION_MISSING(ProblemCode.FORBIDDEN),

    /** The service that decides has not heard of the partner yet. */
    NOT_READY(ProblemCode.NOT_READY),
    /** More than one request may ask for. */
    QUANTITY_TOO_LARGE(ProblemCode.INVALID_REQUEST),
    /** It does not exist, or lies outside the branch: nobody is told which. */
    NOT_FOUND(ProblemCode.NOT_FOUND),
    /** A partner's terms are its parent's business. */
    OWN_TERMS(ProblemCode.FORBIDDEN),

    PRODUCT_WITHDRAWN(ProblemCode.NOT_IN_PORTFOLIO),
    POLICY_WITHDRAWN(ProblemCode.NOT_IN_PORTFOLIO),
    CUSTOMER_INACTIVE(ProblemCode.CONFLICT),
    PRIMARY_LICENSE_MISSING(ProblemCode.PRIMARY_LICENSE_REQUIRED),

    /** Only its owner, and who stands above that, assigns license managers to an order. */
    NOT_ORDER_OWNER(ProblemCode.FORBIDDEN),
    /** Its licenses are issued at once: nobody draws on it. */
    ORDER_IMMEDIATE(ProblemCode.CONFLICT),
    ORDER_CLOSED(ProblemCode.CONFLICT),
    LICENSE_MANAGERS_FULL(ProblemCode.CONFLICT),
    /** Neither the order's owner nor a license manager for this product and policy. */
    NOT_ASSIGNED(ProblemCode.NOT_IN_PORTFOLIO),
    /** The order has no line for it. */
    NOT_IN_ORDER(ProblemCode.NOT_IN_PORTFOLIO),

    PRODUCT_NOT_GRANTED(ProblemCode.NOT_IN_PORTFOLIO),
    POLICY_NOT_GRANTED(ProblemCode.NOT_IN_PORTFOLIO),
    GRANT_EXPIRED(ProblemCode.NOT_IN_PORTFOLIO),

    /** What the license manager may issue of the product in the order. */
    LICENSE_MANAGER_MAX_REACHED(ProblemCode.QUOTA_EXCEEDED),
    /** What was ordered. */
    ORDER_LINE_USED_UP(ProblemCode.QUOTA_EXCEEDED),
    /** What a partner on the path, and all below it, may issue of the product. */
    GRANT_USED_UP(ProblemCode.QUOTA_EXCEEDED),
    UNPAID_LIMIT_REACHED(ProblemCode.UNPAID_LIMIT_REACHED),
    /** The trial licenses that a partner may issue in a month. */
    TRIAL_LIMIT_REACHED(ProblemCode.QUOTA_EXCEEDED),
    /** The customer, or the device, has had its trial of the product. */
    TRIAL_USED_UP(ProblemCode.QUOTA_EXCEEDED),

    /** It has no list price, so it cannot be ordered. */
    NO_PRICE(ProblemCode.INVALID_REQUEST),
    /** It is not sold in the currency in which the partner is billed. */
    FOREIGN_CURRENCY(ProblemCode.INVALID_REQUEST),
    /** It comes to more than an amount of money can hold. */
    AMOUNT_TOO_LARGE(ProblemCode.INVALID_REQUEST),

    LICENSE_REVOKED(ProblemCode.CONFLICT),
    LICENSE_SUSPENDED(ProblemCode.CONFLICT),
    LICENSE_EXPIRED(ProblemCode.CONFLICT),
    TRIAL_NOT_RENEWED(ProblemCode.CONFLICT),
    /** A license changes to a policy that costs more, or is none of a trial any more. */
    POLICY_COSTS_MORE(ProblemCode.CONFLICT),
    /** There is no end to move. */
    LICENSE_WITHOUT_END(ProblemCode.CONFLICT),
    /** The policy allows no files that never expire. */
    FILE_NEEDS_END(ProblemCode.CONFLICT),
    MACHINES_USED_UP(ProblemCode.QUOTA_EXCEEDED);

    private final @Nullable ProblemCode code;

    AccessRule(@Nullable ProblemCode code) {
        this.code = code;
    }

    /** What a partner on the path lacks. */
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

    /** With which the call is refused; absent for {@link #ALLOWED}. */
    public @Nullable ProblemCode code() {
        return code;
    }

    /**
     * With which the call is refused.
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
