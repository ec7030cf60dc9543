package io.keyway.partner.partners;

import io.keyway.contracts.Dated;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.partner.contact.Contact;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A partner.
 *
 * @param id the partner
 * @param type {@code vendor}, {@code distributor} or {@code reseller}
 * @param model {@code own_plans}: has plans of its own; {@code commission}: sells its parent's
 *     plans; absent for a partner without one
 * @param parentId the partner above it; absent for a vendor
 * @param path ids from the vendor down to the partner itself
 * @param name its name
 * @param email e-mail address with which its primary account signs in, lower case
 * @param phone phone number in E.164, like {@code +4930901820}
 * @param website http or https address; absent for none
 * @param contact the person that notifications are sent to
 * @param loginDomain its people sign in at {@code <loginDomain>.partner.<host>}
 * @param status {@code active}, or {@code inactive}: nobody in its branch has access
 * @param portalEnabled of a vendor: whether the partners below it may sign in
 * @param permissions what its accounts may do at most
 * @param currency ISO 4217 code; the same in a vendor's whole tree
 * @param planId plan that it is on today (UTC); absent for none
 * @param plans the plan that it is on and the one that is to come, by date; a plan holds until the
 *     next one begins
 * @param discountPercent its discount off list prices in percent, 0 to 100
 * @param commissionPercent its commission on what it sells in percent, 0 to 100
 * @param unpaidLicenseLimit licenses issued from its portfolio that may be unpaid at once
 * @param trialLicenseLimit trial licenses that it may issue in a calendar month (UTC); absent for
 *     any number
 * @param externalReferenceId reference in the parent's own system; absent for none
 * @param createdAt when it was created
 */
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
        Contact contact,
        String loginDomain,
        PartnerStatus status,
        boolean portalEnabled,
        Set<Permission> permissions,
        String currency,
        @Nullable PlanId planId,
        List<PlanPeriod> plans,
        BigDecimal discountPercent,
        BigDecimal commissionPercent,
        int unpaidLicenseLimit,
        @Nullable Integer trialLicenseLimit,
        @Nullable String externalReferenceId,
        Instant createdAt) {

    static PartnerResponse from(Partner stored, LocalDate today) {
        Partner partner = stored.asOf(today);
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
                Dated.onwards(partner.planPeriods(), today),
                partner.discountPercent(),
                partner.commissionPercent(),
                partner.unpaidLicenseLimit(),
                partner.trialLicenseLimit(),
                partner.externalReferenceId(),
                partner.createdAt());
    }
}
