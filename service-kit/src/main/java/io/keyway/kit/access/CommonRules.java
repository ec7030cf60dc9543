package io.keyway.kit.access;

import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.portfolio.Portfolio;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The rules that are checked first in every service. Pure functions: they read no store and no
 * clock.
 */
public final class CommonRules {

    private CommonRules() {}

    /**
     * The rules that are checked before the resource is looked at: role, activation, permission.
     */
    static Optional<Finding> general(Subject subject, AccessQuestion question) {
        return role(subject, question)
                .or(() -> switchedOff(subject))
                .or(() -> permission(subject, question.action()));
    }

    private static Optional<Finding> role(Subject subject, AccessQuestion question) {
        Role role = subject.viewer().role();
        boolean fits =
                question.action().isFor(role)
                        && (role != Role.CUSTOMER || isAllowedForCustomer(question));
        return fits
                ? Optional.empty()
                : Finding.of(
                        AccessRule.ROLE,
                        switch (role) {
                            case OPERATOR -> "Only partners do that, not the operator.";
                            case CUSTOMER ->
                                    "Only partners do that; a customer looks at itself and at its"
                                            + " licenses.";
                            case PARTNER, ANONYMOUS, GATEWAY -> "That is not for such an account.";
                        });
    }

    /** Customers may ask about their own resources only; anything else is not found for them. */
    private static boolean isAllowedForCustomer(AccessQuestion question) {
        return question.resource() == null
                || question.resource() instanceof LicenseId
                || question.resource() instanceof CustomerId;
    }

    private static Optional<Finding> switchedOff(Subject subject) {
        for (PartnerState partner : subject.path()) {
            if (partner.status() != PartnerStatus.ACTIVE) {
                return Finding.of(
                        AccessRule.PARTNER_INACTIVE,
                        subject.name(partner.id()) + " is switched off, and everything below it.");
            }
        }
        if (subject.viewer().role() == Role.PARTNER
                && subject.path().size() > 1
                && !subject.path().getFirst().portalEnabled()) {
            return Finding.of(
                    AccessRule.PORTAL_OFF, "The partner portal of the vendor is switched off.");
        }
        return Optional.empty();
    }

    private static Optional<Finding> permission(Subject subject, AccessAction action) {
        Permission needed = action.needed();
        if (needed == null || subject.viewer().role() != Role.PARTNER) {
            return Optional.empty();
        }
        String name = needed.name().toLowerCase(Locale.ROOT);
        for (PartnerState partner : subject.path()) {
            if (!partner.permissions().contains(needed)) {
                return Finding.of(
                        AccessRule.PARTNER_PERMISSION_MISSING,
                        "%s does not have the permission %s."
                                .formatted(subject.name(partner.id()), name));
            }
        }
        return !subject.asOther() && !subject.asker().may(needed)
                ? Finding.of(
                        AccessRule.ACCOUNT_PERMISSION_MISSING,
                        "Your account or key does not have the permission %s.".formatted(name))
                : Optional.empty();
    }

    /** The rules for a customer that an action concerns: visible, and active for a sale. */
    public static Optional<Finding> customer(
            Subject subject, AccessAction action, Optional<CustomerState> customer) {
        return customer.filter(known -> subject.sees(known.path(), known.id()))
                .map(
                        known ->
                                action.sells() && !known.active()
                                        ? Finding.of(
                                                AccessRule.CUSTOMER_INACTIVE,
                                                "The customer is switched off.")
                                        : Optional.<Finding>empty())
                .orElseGet(Finding::notFound);
    }

    /**
     * The rules for a policy that exists for the subject: not withdrawn, and granted on the whole
     * path. A withdrawn policy is visible to its vendor only.
     */
    public static Optional<Finding> policy(
            Subject subject,
            AccessAction action,
            ProductState product,
            PolicyState policy,
            Portfolio portfolio,
            Instant now) {
        if (subject.ids().isEmpty()) {
            return Optional.empty();
        }
        boolean onlyOnSale =
                action.sells() || (action == AccessAction.SEE && subject.ids().size() > 1);
        return (onlyOnSale
                        ? NotSold.withdrawn(product.status(), policy.status())
                        : Optional.<NotSold>empty())
                .or(() -> NotSold.notGranted(portfolio, product.id(), policy.id(), now))
                .map(notSold -> notSold.explained(subject));
    }
}
