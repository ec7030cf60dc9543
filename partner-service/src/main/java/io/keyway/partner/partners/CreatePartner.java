package io.keyway.partner.partners;

import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.NotFormula;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.contact.ContactRequest;
import io.keyway.partner.contact.Phone;
import io.keyway.partner.portfolio.GrantRequest;
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
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A partner to create.
 *
 * @param type {@code vendor} (by the operator only), {@code distributor} or {@code reseller}
 * @param model {@code own_plans} or {@code commission}; required for a reseller
 * @param parentId partner in the caller's branch that it is created under; absent for the caller's
 *     own
 * @param name its name, at most 200 characters
 * @param email e-mail address with which it signs in, at most 320 characters, unique in the
 *     installation
 * @param phone phone number in E.164, like {@code +4930901820}
 * @param website http or https address, at most 500 characters; absent for none
 * @param password first password, 8 to 128 characters; must be changed at the first sign-in
 * @param contact the person that notifications are sent to
 * @param loginDomain 2 to 63 lower-case letters, unique; its people sign in at {@code
 *     <loginDomain>.partner.<host>}
 * @param currency ISO 4217 code of a vendor and so of its whole tree; absent for EUR
 * @param planId plan that a partner above it offers; absent for none
 * @param permissions what it may do, within its parent's permissions, at most 100; absent for the
 *     usual ones of its type and model
 * @param discountPercent discount off list prices in percent, 0 to 100; absent for 0
 * @param commissionPercent commission on what it sells in percent, 0 to 100; absent for 0
 * @param unpaidLicenseLimit licenses issued from its portfolio that may be unpaid at once, 0 to
 *     1000000; absent for 10
 * @param trialLicenseLimit trial licenses that it may issue in a calendar month (UTC), 0 to
 *     1000000; absent for any number
 * @param externalReferenceId reference in the caller's own system, at most 200 characters; absent
 *     for none
 * @param grants what it may sell, at most 1000 products; absent for nothing yet
 */
record CreatePartner(
        @NotNull PartnerType type,
        @Nullable PartnerModel model,
        @Nullable PartnerId parentId,
        @NotBlank @Size(max = 200) @NotFormula String name,
        @NotNull @Email @Size(max = Account.EMAIL_MAX) String email,
        @NotNull @Phone String phone,
        @Nullable
                @Size(max = 500)
                @Pattern(regexp = Partner.WEBSITE_PATTERN, message = Partner.WEBSITE_RULE)
                String website,
        @NotNull @Size(min = Passwords.LENGTH_MIN, max = Passwords.LENGTH_MAX) String password,
        @NotNull @Valid ContactRequest contact,
        @NotNull
                @Pattern(regexp = Partner.LOGIN_DOMAIN_PATTERN, message = Partner.LOGIN_DOMAIN_RULE)
                String loginDomain,
        @Nullable @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code")
                String currency,
        @Nullable PlanId planId,
        @Nullable @Size(max = 100) Set<@NotNull Permission> permissions,
        @Nullable @DecimalMin("0") @DecimalMax("100") BigDecimal discountPercent,
        @Nullable @DecimalMin("0") @DecimalMax("100") BigDecimal commissionPercent,
        @Nullable @Min(0) @Max(1_000_000) Integer unpaidLicenseLimit,
        @Nullable @Min(0) @Max(1_000_000) Integer trialLicenseLimit,
        @Nullable @Size(max = 200) String externalReferenceId,
        @Nullable @Size(max = 1000) List<@NotNull @Valid GrantRequest> grants) {}
