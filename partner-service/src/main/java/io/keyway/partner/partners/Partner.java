package io.keyway.partner.partners;

import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.store.Aggregate;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree.
 *
 * @param scope from the vendor down to itself
 * @param phone E.164
 * @param loginDomain signs in at {@code <loginDomain>.partner.<host>}; unique
 * @param portalEnabled on a vendor: whether its partners may sign in
 * @param trialLicenseLimit how many trials it may issue in a calendar month; absent: any number
 * @param closedAt since when nobody may be made below it, while it is decided whether somebody is
 *     there; absent otherwise
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
        @Nullable Instant closedAt)
        implements Aggregate {

    /** A mark that is older was left by a process that died while it decided. */
    private static final Duration CLOSED_AT_MOST = Duration.ofMinutes(1);

    /** Where notifications go. */
    public record Contact(String name, String email, String phone) {}

    /** Made with it, and signing in with its e-mail. */
    AccountId accountId() {
        return AccountId.with(id.uniquePart());
    }

    /** With another e-mail in place of the one. */
    Partner calledBy(String other, String one) {
        return copy(email.equals(one) ? other : email, status, closedAt);
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
        return closedAt != null && now.isBefore(closedAt.plus(CLOSED_AT_MOST));
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
                newClosedAt);
    }

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
                trialLicenseLimit);
    }
}
