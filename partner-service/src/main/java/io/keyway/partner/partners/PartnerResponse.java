package io.keyway.partner.partners;

import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A partner as the API shows it. */
record PartnerResponse(
        PartnerId id,
        PartnerType type,
        @Nullable PartnerModel model,
        @Nullable PartnerId parentId,
        List<PartnerId> path,
        String name,
        String email,
        String phone,
        @Nullable String website,
        Partner.Contact contact,
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
        Instant createdAt) {

    static PartnerResponse from(Partner partner) {
        return new PartnerResponse(
                partner.id(),
                partner.type(),
                partner.model(),
                partner.parentId(),
                partner.scope(),
                partner.name(),
                partner.email(),
                partner.phone(),
                partner.website(),
                partner.contact(),
                partner.loginDomain(),
                partner.status(),
                partner.portalEnabled(),
                partner.permissions(),
                partner.currency(),
                partner.planId(),
                partner.discountPercent(),
                partner.commissionPercent(),
                partner.unpaidLicenseLimit(),
                partner.trialLicenseLimit(),
                partner.externalReferenceId(),
                partner.createdAt());
    }
}
