package io.keyway.partner.partners;

import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.store.Aggregate;
import java.math.BigDecimal;
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
        @Nullable String externalReferenceId,
        Instant createdAt)
        implements Aggregate {

    /** Where notifications go. */
    public record Contact(String name, String email, String phone) {}

    Partner withStatus(PartnerStatus next) {
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
                next,
                portalEnabled,
                permissions,
                currency,
                planId,
                discountPercent,
                commissionPercent,
                unpaidLicenseLimit,
                externalReferenceId,
                createdAt);
    }

    public PartnerState told() {
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
                unpaidLicenseLimit);
    }
}
