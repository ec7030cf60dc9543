package io.keyway.partner.applications;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.ApplicationId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.applications.Application.ApplicationStatus;
import io.keyway.partner.applications.Application.Decided;
import io.keyway.partner.logindomains.LoginDomains;
import io.keyway.partner.partners.CreatePartners;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import io.keyway.partner.partners.Phone;
import io.keyway.partner.portfolio.GrantRequest;
import io.keyway.partner.throttle.Counts;
import io.keyway.partner.throttle.Limit;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

    record ApplicantContact(
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull @Email @Size(max = 320) String email,
            @NotNull @Phone String phone) {}

    /**
     * @param loginDomainOfParent of the partner that is asked
     * @param loginDomain at which the applicant wants to sign in
     */
    record Apply(
            @NotNull @Size(max = 63) String loginDomainOfParent,
            @NotNull PartnerType type,
            @Nullable PartnerModel model,
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull @Email @Size(max = 320) String email,
            @NotNull @Phone String phone,
            @Nullable
                    @Size(max = 500)
                    @Pattern(regexp = "https?://\\S+", message = "must be an http(s) address")
                    String website,
            @NotNull @Valid ApplicantContact contact,
            @NotNull
                    @Pattern(regexp = "[a-z]{2,63}", message = "must be 2 to 63 lower-case letters")
                    String loginDomain,
            @Nullable @Size(max = 2000) String message) {}

    /** All that the applicant hears: it is not to learn from this how others did. */
    record AppliedResponse(ApplicationId id, ApplicationStatus status) {}

    /**
     * @param password the partner's first one; it is changed at the first sign-in
     * @param permissions absent for the usual ones of its type
     */
    record ApproveApplication(
            @NotNull @Size(min = 8, max = 128) String password,
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

    record RejectApplication(@NotBlank @Size(max = 2000) String reason) {}

    /**
     * @param partnerId the partner that it became
     * @param reason why it was rejected
     */
    record ApplicationResponse(
            ApplicationId id,
            ApplicationStatus status,
            PartnerId parentId,
            PartnerType type,
            @Nullable PartnerModel model,
            String name,
            String email,
            String phone,
            @Nullable String website,
            Partner.Contact contact,
            String loginDomain,
            @Nullable String message,
            @Nullable String reason,
            @Nullable PartnerId partnerId,
            Instant createdAt,
            @Nullable Instant decidedAt,
            @Nullable AccountId decidedBy) {

        static ApplicationResponse from(Application application) {
            Decided decision = application.decision();
            return new ApplicationResponse(
                    application.id(),
                    application.status(),
                    application.parentId(),
                    application.type(),
                    application.model(),
                    application.name(),
                    application.email(),
                    application.phone(),
                    application.website(),
                    application.contact(),
                    application.loginDomain(),
                    application.message(),
                    decision == null ? null : decision.reason(),
                    decision == null ? null : decision.partnerId(),
                    application.createdAt(),
                    decision == null ? null : decision.at(),
                    decision == null ? null : decision.by());
        }
    }

    private final Applications applications;
    private final DecideApplications decide;
    private final Partners partners;
    private final LoginDomains loginDomains;
    private final Counts counts;
    private final PartnerProperties settings;
    private final Clock clock;

    ApplicationsController(
            Applications applications,
            DecideApplications decide,
            Partners partners,
            LoginDomains loginDomains,
            Counts counts,
            PartnerProperties settings,
            Clock clock) {
        this.applications = applications;
        this.decide = decide;
        this.partners = partners;
        this.loginDomains = loginDomains;
        this.counts = counts;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether the e-mail is in use is not told: anybody may ask this. */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    AppliedResponse apply(Caller caller, NewId newId, @Valid @RequestBody Apply body) {
        Partner parent = parent(body.loginDomainOfParent());
        if (body.type() == PartnerType.VENDOR) {
            throw Refused.invalid("type", "must be distributor or reseller").get();
        }
        if (body.type() == PartnerType.RESELLER && body.model() == null) {
            throw Refused.invalid("model", "is required for a reseller").get();
        }
        loginDomains
                .obstacle(body.loginDomain())
                .ifPresent(
                        obstacle -> {
                            throw Refused.invalid(
                                            "loginDomain",
                                            switch (obstacle) {
                                                case INVALID ->
                                                        "must be 2 to 63 lower-case letters";
                                                case RESERVED -> "is reserved";
                                                case TAKEN -> "is taken";
                                            })
                                    .get();
                        });
        takePlace(caller.origin().address(), parent.id());
        Application application = applications.insert(application(newId, parent, body));
        return new AppliedResponse(application.id(), application.status());
    }

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

    @GetMapping("/{id}")
    ApplicationResponse get(Caller caller, @PathVariable ApplicationId id) {
        return ApplicationResponse.from(find(caller, id));
    }

    @PostMapping("/{id}/approve")
    ApplicationResponse approve(
            Caller caller,
            NewId newId,
            @PathVariable ApplicationId id,
            @Valid @RequestBody ApproveApplication body) {
        find(caller, id);
        return ApplicationResponse.from(decide.approve(caller, newId, id, body.toTerms()));
    }

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

    /** Somebody who could have one more partner below. */
    private Partner parent(String loginDomain) {
        return partners.atLoginDomain(loginDomain)
                .filter(partner -> partner.type() != PartnerType.RESELLER)
                .filter(partner -> partner.scope().size() < settings.depthMax())
                .orElseThrow(
                        Refused.invalid("loginDomainOfParent", "nobody takes applications there"));
    }

    private void takePlace(String address, PartnerId parent) {
        PartnerProperties.Applications limits = settings.applications();
        if (applications.pending(parent) >= limits.pendingMax()) {
            throw new Refused(ProblemCode.TOO_MANY_REQUESTS);
        }
        Duration wait =
                counts.take(
                        "applications " + address,
                        new Limit.PerSpan(limits.perAddressMax(), limits.perAddressSpan()));
        if (!wait.isZero()) {
            throw Refused.tooManyRequests(wait);
        }
    }

    private Application application(NewId newId, Partner parent, Apply body) {
        ApplicantContact contact = body.contact();
        return new Application(
                newId.as(ApplicationId::with),
                parent.scope(),
                parent.id(),
                ApplicationStatus.PENDING,
                body.type(),
                body.model(),
                body.name().strip(),
                Account.login(body.email()),
                body.phone(),
                body.website(),
                new Partner.Contact(contact.name(), contact.email(), contact.phone()),
                body.loginDomain(),
                body.message(),
                clock.instant(),
                null,
                null);
    }
}
