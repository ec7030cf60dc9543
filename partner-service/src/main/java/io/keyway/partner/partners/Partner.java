package io.keyway.partner.partners;

import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.store.Aggregate;
import io.keyway.partner.contact.Contact;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A vendor, distributor or reseller: a node of the partner tree.
 *
 * @param scope from the vendor down to the partner itself
 * @param model absent for a vendor, and for a distributor without one
 * @param email e-mail of its own account, lower case
 * @param phone E.164
 * @param loginDomain its people sign in at {@code <loginDomain>.partner.<host>}; unique
 * @param portalEnabled of a vendor: whether the partners below it may sign in
 * @param permissions what its accounts may do at most
 * @param currency ISO 4217; the same in a vendor's whole tree
 * @param planId the plan that it was on when it was last written; absent for none
 * @param discountPercent off list prices, 0 to 100
 * @param commissionPercent of what it sells, 0 to 100
 * @param unpaidLicenseLimit licenses from its portfolio that it may have unpaid
 * @param trialLicenseLimit trial licenses that it may issue in a calendar month (UTC); absent for
 *     any number
 * @param closedAt since when no partner may be created below it ({@link PartnerLock}); absent
 *     normally
 * @param plans its plan by date; absent if it never changed
 */
public record Partner(
        PartnerId id,
        List<PartnerId> scope,
        PartnerType type,
        @Nullable PartnerModel model,
        String name,
        String email,
        String phone,
        @Nullable String website,
        Contact contact,
        String loginDomain,
        PartnerStatus status,
        boolean portalEnabled,
        Set<Permission> permissions,
        String currency,
        @Nullable PlanId planId,
        BigDecimal discountPercent,
        BigDecimal commissionPercent,
        int unpaidLicenseLimit,
        @Nullable Integer trialLicenseLimit,
        @Nullable String externalReferenceId,
        Instant createdAt,
        @Nullable Instant closedAt,
        @Nullable List<PlanPeriod> plans)
        implements Aggregate {

    /** What a website's address looks like. */
    public static final String WEBSITE_PATTERN = "https?://\\S+";

    public static final String WEBSITE_RULE = "must be an http(s) address";

    /** Only lower-case ASCII: no login domain looks like another, and host names ignore case. */
    public static final String LOGIN_DOMAIN_PATTERN = "[a-z]{2,63}";

    public static final String LOGIN_DOMAIN_RULE = "must be 2 to 63 lower-case letters";

    /** An older lock was left by a process that died while it held it. */
    private static final Duration CLOSED_MAX = Duration.ofMinutes(1);

    /** Its primary account, which was created with it and signs in with its e-mail. */
    AccountId accountId() {
        return AccountId.with(id.uniquePart());
    }

    /** The partner with the new e-mail, if it still has the old one. */
    Partner withEmailReplaced(String oldEmail, String newEmail) {
        return copy(email.equals(oldEmail) ? newEmail : email, status, closedAt);
    }

    Partner withStatus(PartnerStatus next) {
        return copy(email, next, closedAt);
    }

    Partner closed(Instant at) {
        return copy(email, status, at);
    }

    Partner opened() {
        return copy(email, status, null);
    }

    boolean isClosed(Instant now) {
        return closedAt != null && now.isBefore(closedAt.plus(CLOSED_MAX));
    }

    /** The partner with the plan that it is on that day. */
    Partner asOf(LocalDate today) {
        return withPlans(planPeriods(), today);
    }

    Partner withPlans(List<PlanPeriod> periods, LocalDate today) {
        return new Partner(
                id,
                scope,
                type,
                model,
                name,
                email,
                phone,
                website,
                contact,
                loginDomain,
                status,
                portalEnabled,
                permissions,
                currency,
                PlanPeriod.planOn(periods, today),
                discountPercent,
                commissionPercent,
                unpaidLicenseLimit,
                trialLicenseLimit,
                externalReferenceId,
                createdAt,
                closedAt,
                periods.size() == 1 ? null : periods);
    }

    private Partner copy(String newEmail, PartnerStatus newStatus, @Nullable Instant newClosedAt) {
        return new Partner(
                id,
                scope,
                type,
                model,
                name,
                newEmail,
                phone,
                website,
                contact,
                loginDomain,
                newStatus,
                portalEnabled,
                permissions,
                currency,
                planId,
                discountPercent,
                commissionPercent,
                unpaidLicenseLimit,
                trialLicenseLimit,
                externalReferenceId,
                createdAt,
                newClosedAt,
                plans);
    }

    List<PlanPeriod> planPeriods() {
        return PlanPeriod.all(plans, planId);
    }

    /** Null for a vendor. */
    public @Nullable PartnerId parentId() {
        return scope.size() < 2 ? null : scope.get(scope.size() - 2);
    }

    public PartnerState toState() {
        return new PartnerState(
                id,
                type,
                model,
                scope,
                name,
                status,
                portalEnabled,
                permissions,
                currency,
                planId,
                discountPercent,
                commissionPercent,
                unpaidLicenseLimit,
                trialLicenseLimit,
                plans);
    }
}
