package io.keyway.partner.partners;

import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.NotFormula;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.contact.Contact;
import io.keyway.partner.contact.ContactRequest;
import io.keyway.partner.contact.Phone;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a partner that PATCH may change.
 *
 * @param type a distributor may become a reseller and back; the new type brings its usual
 *     permissions unless permissions are given
 * @param model {@code own_plans} brings the permission to manage plans and another model removes
 *     it, unless permissions are given
 * @param name its name, at most 200 characters
 * @param email new e-mail address, at most 320 characters; its primary account signs in with it
 *     from then on
 * @param phone phone number in E.164, like {@code +4930901820}
 * @param website http or https address, at most 500 characters; null for none
 * @param contact the person that notifications are sent to
 * @param portalEnabled of a vendor, by the operator only: whether the partners below it may sign in
 * @param permissions what it may do, within its parent's permissions, at most 100
 * @param planId plan that a partner above it offers; null for none, which is a cancellation
 * @param planFrom first day of the new plan (UTC), like {@code 2026-12-01}: from the first day of
 *     the previous month to two years from today; absent for today
 * @param discountPercent discount off list prices in percent, 0 to 100
 * @param commissionPercent commission on what it sells in percent, 0 to 100
 * @param unpaidLicenseLimit licenses issued from its portfolio that may be unpaid at once, 0 to
 *     1000000
 * @param trialLicenseLimit trial licenses that it may issue in a calendar month (UTC), 0 to
 *     1000000; null for any number
 * @param externalReferenceId reference in the parent's own system, at most 200 characters; null for
 *     none
 */
record EditPartner(
        @NotNull PartnerType type,
        @Nullable PartnerModel model,
        @NotBlank @Size(max = 200) @NotFormula String name,
        @NotNull @Email @Size(max = Account.EMAIL_MAX) String email,
        @NotNull @Phone String phone,
        @Nullable
                @Size(max = 500)
                @Pattern(regexp = Partner.WEBSITE_PATTERN, message = Partner.WEBSITE_RULE)
                String website,
        @NotNull @Valid ContactRequest contact,
        boolean portalEnabled,
        @NotNull @Size(max = 100) Set<@NotNull Permission> permissions,
        @Nullable PlanId planId,
        @Nullable LocalDate planFrom,
        @NotNull @DecimalMin("0") @DecimalMax("100") BigDecimal discountPercent,
        @NotNull @DecimalMin("0") @DecimalMax("100") BigDecimal commissionPercent,
        @NotNull @Min(0) @Max(1_000_000) Integer unpaidLicenseLimit,
        @Nullable @Min(0) @Max(1_000_000) Integer trialLicenseLimit,
        @Nullable @Size(max = 200) String externalReferenceId) {

    static EditPartner of(Partner partner) {
        Contact contact = partner.contact();
        return new EditPartner(
                partner.type(),
                partner.model(),
                partner.name(),
                partner.email(),
                partner.phone(),
                partner.website(),
                new ContactRequest(contact.name(), contact.email(), contact.phone()),
                partner.portalEnabled(),
                partner.permissions(),
                partner.planId(),
                null,
                partner.discountPercent(),
                partner.commissionPercent(),
                partner.unpaidLicenseLimit(),
                partner.trialLicenseLimit(),
                partner.externalReferenceId());
    }

    /** All but the plan, whose change has a date. */
    Partner applyTo(Partner partner, Set<Permission> granted) {
        return new Partner(
                partner.id(),
                partner.scope(),
                type,
                model,
                name.strip(),
                Account.login(email),
                phone,
                website,
                contact.toContact(),
                partner.loginDomain(),
                partner.status(),
                portalEnabled,
                granted,
                partner.currency(),
                partner.planId(),
                discountPercent,
                commissionPercent,
                unpaidLicenseLimit,
                trialLicenseLimit,
                externalReferenceId,
                partner.createdAt(),
                partner.closedAt(),
                partner.plans());
    }
}
