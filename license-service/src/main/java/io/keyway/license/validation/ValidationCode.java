package io.keyway.license.validation;

/**
 * Why a key is or is not valid: the closed list. The first that applies is returned. Existing
 * license clients know these names, so a code is added, never renamed.
 */
public enum ValidationCode {
    NOT_FOUND("no license has this key"),
    BANNED("the license was revoked"),
    SUSPENDED("the license is suspended"),
    EXPIRED("the license has expired"),
    OVERDUE("the license is overdue for a check-in"),
    PRODUCT_SCOPE_MISMATCH("the license is for another product"),
    POLICY_SCOPE_MISMATCH("the license has another policy"),
    FINGERPRINT_SCOPE_REQUIRED("the license is bound to machines: say which one asks"),
    NO_MACHINE("the license has no machine yet: activate this one"),
    NO_MACHINES("the license has no machines yet: activate this one"),
    FINGERPRINT_SCOPE_MISMATCH("the license is not activated on this machine"),
    HEARTBEAT_NOT_STARTED("the machine has not sent its first heartbeat"),
    HEARTBEAT_DEAD("the machine has missed its heartbeat"),
    ENTITLEMENTS_MISSING("the license lacks an entitlement that was asked for"),
    TOO_MANY_MACHINES("the license has more machines than its policy allows"),
    VALID("the license is valid");

    private final String detail;

    ValidationCode(String detail) {
        this.detail = detail;
    }

    public String detail() {
        return detail;
    }
}
