package io.keyway.partner.accesscheck;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The rules in the order in which they are asked; the first that fails explains the refusal. */
enum AccessRule {
    /** Nothing refuses. */
    @JsonProperty("allowed")
    ALLOWED,
    /** Only some kinds of account do such a thing at all. */
    @JsonProperty("role")
    ROLE,
    @JsonProperty("partner_inactive")
    PARTNER_INACTIVE,
    @JsonProperty("portal_off")
    PORTAL_OFF,
    /** The partner, or one above it, does not have the permission. */
    @JsonProperty("partner_permission_missing")
    PARTNER_PERMISSION_MISSING,
    /** The partner has the permission, the account or key does not. */
    @JsonProperty("account_permission_missing")
    ACCOUNT_PERMISSION_MISSING,
    /** It does not exist, or lies outside the branch: nobody is told which. */
    @JsonProperty("not_found")
    NOT_FOUND,
    /** A partner's terms are its parent's business. */
    @JsonProperty("own_terms")
    OWN_TERMS,
    @JsonProperty("customer_inactive")
    CUSTOMER_INACTIVE,
    @JsonProperty("product_withdrawn")
    PRODUCT_WITHDRAWN,
    @JsonProperty("policy_withdrawn")
    POLICY_WITHDRAWN,
    @JsonProperty("product_not_granted")
    PRODUCT_NOT_GRANTED,
    @JsonProperty("policy_not_granted")
    POLICY_NOT_GRANTED,
    @JsonProperty("grant_expired")
    GRANT_EXPIRED
}
