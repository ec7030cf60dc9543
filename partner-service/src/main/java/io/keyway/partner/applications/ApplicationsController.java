package io.keyway.partner.applications;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.ApplicationId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.applications.Application.ApplicationStatus;
import io.keyway.partner.contact.ContactRequest;
import io.keyway.partner.contact.Phone;
import io.keyway.partner.partners.CreatePartners;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.portfolio.GrantRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Applying to become a partner, and deciding about it. */
@RestController
@RequestMapping("/api/v1/partner-applications")
class ApplicationsController {

    /**
     * An application to become a partner.
     *
     * @param loginDomainOfParent login domain of the partner that is asked, at most 63 characters
     * @param type {@code distributor} or {@code reseller}
     * @param model {@code own_plans} or {@code commission}; required for a reseller
     * @param name name of the future partner, at most 200 characters
     * @param email e-mail address with which it will sign in, at most 320 characters
     * @param phone phone number in E.164, like {@code +4930901820}
     * @param website http or https address, at most 500 characters; absent for none
     * @param contact the person to write to
     * @param loginDomain login domain that it asks for: 2 to 63 lower-case letters, unique
     * @param message anything else, at most 2000 characters; absent for nothing
     */
    record Apply(
            @NotNull @Size(max = 63) String loginDomainOfParent,
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
            @NotNull
                    @Pattern(
                            regexp = Partner.LOGIN_DOMAIN_PATTERN,
                            message = Partner.LOGIN_DOMAIN_RULE)
                    String loginDomain,
            @Nullable @Size(max = 2000) String message) {}

    /**
     * The answer to an applicant. It says nothing about other applications.
     *
     * @param id the application
     * @param status {@code pending}
     */
    record AppliedResponse(ApplicationId id, ApplicationStatus status) {}

    /**
     * The terms on which an application is approved.
     *
     * @param password the partner's first password, 8 to 128 characters; must be changed at the
     *     first sign-in
     * @param permissions what the partner may do, within its parent's permissions, at most 100;
     *     absent for the usual ones of its type
     * @param planId plan that a partner above it offers; absent for none
     * @param discountPercent discount off list prices in percent, 0 to 100; absent for 0
     * @param commissionPercent commission on what it sells in percent, 0 to 100; absent for 0
     * @param grants what it may sell, at most 1000 products; absent for nothing yet
     */
    record ApproveApplication(
            @NotNull @Size(min = Passwords.LENGTH_MIN, max = Passwords.LENGTH_MAX) String password,
            @Nullable @Size(max = 100) Set<@NotNull Permission> permissions,
            @Nullable PlanId planId,
            @Nullable @DecimalMin("0") @DecimalMax("100") BigDecimal discountPercent,
            @Nullable @DecimalMin("0") @DecimalMax("100") BigDecimal commissionPercent,
            @Nullable @Size(max = 1000) List<@NotNull @Valid GrantRequest> grants) {

        CreatePartners.Terms toTerms() {
            return new CreatePartners.Terms(
                    password, permissions, planId, discountPercent, commissionPercent, grants);
        }
    }

    /**
     * A rejection.
     *
     * @param reason why the application is rejected, at most 2000 characters
     */
    record RejectApplication(@NotBlank @Size(max = 2000) String reason) {}

    private final Applications applications;
    private final SubmitApplications submit;
    private final DecideApplications decide;

    ApplicationsController(
            Applications applications, SubmitApplications submit, DecideApplications decide) {
        this.applications = applications;
        this.submit = submit;
        this.decide = decide;
    }

    /**
     * Apply to become a partner. Needs no sign-in. The partner that is asked, or one above it,
     * decides later. A login domain that is reserved or taken is {@code invalid_request}. More than
     * 5 applications an hour from one address, or 1000 undecided ones at the partner, are {@code
     * too_many_requests}.
     *
     * @return the pending application
     */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    AppliedResponse apply(Caller caller, NewId newId, @Valid @RequestBody Apply body) {
        Application application =
                submit.submit(caller.origin().address(), newId.as(ApplicationId::with), body);
        return new AppliedResponse(application.id(), application.status());
    }

    /**
     * List applications. Applications to the caller's partner and to partners below it, newest
     * first. Needs the permission {@code manage_partners} ({@code forbidden}).
     *
     * @param status only applications with this status; absent for all
     * @return a page of applications
     */
    @GetMapping
    Page<ApplicationResponse> list(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable ApplicationStatus status) {
        if (!caller.may(Permission.MANAGE_PARTNERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return applications.page(caller, status, page).map(ApplicationResponse::from);
    }

    /**
     * Get an application. It must have been made to a partner of the caller's branch ({@code
     * not_found}). Needs the permission {@code manage_partners} ({@code forbidden}).
     *
     * @param id the application
     * @return the application
     */
    @GetMapping("/{id}")
    ApplicationResponse get(Caller caller, @PathVariable ApplicationId id) {
        return ApplicationResponse.from(find(caller, id));
    }

    /**
     * Approve an application. Creates the partner with these terms. Refused as creating a partner
     * is, and with {@code conflict} if the application was decided before or is being approved by
     * another request; if that request died, it can be approved again after a minute. Needs {@code
     * manage_partners}.
     *
     * @param id the application
     * @return the approved application with its partner's id
     */
    @PostMapping("/{id}/approve")
    ApplicationResponse approve(
            Caller caller,
            NewId newId,
            @PathVariable ApplicationId id,
            @Valid @RequestBody ApproveApplication body) {
        find(caller, id);
        return ApplicationResponse.from(decide.approve(caller, newId, id, body.toTerms()));
    }

    /**
     * Reject an application. Refused with {@code conflict} if it was decided before or is being
     * approved. Needs {@code manage_partners} ({@code forbidden}).
     *
     * @param id the application
     * @return the rejected application
     */
    @PostMapping("/{id}/reject")
    ApplicationResponse reject(
            Caller caller,
            NewId newId,
            @PathVariable ApplicationId id,
            @Valid @RequestBody RejectApplication body) {
        find(caller, id);
        return ApplicationResponse.from(decide.reject(caller, newId, id, body.reason()));
    }

    private Application find(Caller caller, ApplicationId id) {
        Application application = applications.find(caller, id);
        if (!caller.may(Permission.MANAGE_PARTNERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return application;
    }
}
