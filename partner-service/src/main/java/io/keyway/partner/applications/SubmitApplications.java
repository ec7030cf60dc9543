package io.keyway.partner.applications;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.ApplicationId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.applications.Application.ApplicationStatus;
import io.keyway.partner.applications.ApplicationsController.Apply;
import io.keyway.partner.logindomains.LoginDomains;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import io.keyway.partner.throttle.Counts;
import io.keyway.partner.throttle.Limit;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Checks and stores an application, and limits how many are made. */
@Component
class SubmitApplications {

    private final Applications applications;
    private final Partners partners;
    private final LoginDomains loginDomains;
    private final Counts counts;
    private final PartnerProperties settings;
    private final Clock clock;

    SubmitApplications(
            Applications applications,
            Partners partners,
            LoginDomains loginDomains,
            Counts counts,
            PartnerProperties settings,
            Clock clock) {
        this.applications = applications;
        this.partners = partners;
        this.loginDomains = loginDomains;
        this.counts = counts;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Stores the application. Whether the e-mail is in use is not checked: the answer would tell
     * anybody who has an account.
     *
     * @param address the caller's IP address
     */
    Application submit(String address, ApplicationId id, Apply body) {
        Partner parent = parent(body.loginDomainOfParent());
        if (body.type() == PartnerType.VENDOR) {
            throw Refused.invalid("type", "must be distributor or reseller").get();
        }
        if (body.type() == PartnerType.RESELLER && body.model() == null) {
            throw Refused.invalid("model", "is required for a reseller").get();
        }
        requireFree(body.loginDomain());
        requireWithinLimits(address, parent.id());
        return applications.insert(application(id, parent, body));
    }

    /** The partner at the login domain, if it can have one more partner below it. */
    private Partner parent(String loginDomain) {
        return partners.atLoginDomain(loginDomain)
                .filter(partner -> partner.type() != PartnerType.RESELLER)
                .filter(partner -> partner.scope().size() < settings.depthMax())
                .orElseThrow(
                        Refused.invalid(
                                "loginDomainOfParent", "no partner there accepts applications"));
    }

    private void requireFree(String loginDomain) {
        loginDomains
                .obstacle(loginDomain)
                .ifPresent(
                        obstacle -> {
                            throw Refused.invalid(
                                            "loginDomain",
                                            switch (obstacle) {
                                                case INVALID -> Partner.LOGIN_DOMAIN_RULE;
                                                case RESERVED -> "is reserved";
                                                case TAKEN -> "is taken";
                                            })
                                    .get();
                        });
    }

    private void requireWithinLimits(String address, PartnerId parent) {
        PartnerProperties.Applications limits = settings.applications();
        if (applications.countPending(parent) >= limits.pendingMax()) {
            throw new Refused(ProblemCode.TOO_MANY_REQUESTS);
        }
        Duration wait =
                counts.tryAcquire(
                        "applications " + address,
                        new Limit.FixedWindow(limits.perAddressMax(), limits.perAddressSpan()));
        if (!wait.isZero()) {
            throw Refused.tooManyRequests(wait);
        }
    }

    private Application application(ApplicationId id, Partner parent, Apply body) {
        return new Application(
                id,
                parent.scope(),
                parent.id(),
                ApplicationStatus.PENDING,
                body.type(),
                body.model(),
                body.name().strip(),
                Account.login(body.email()),
                body.phone(),
                body.website(),
                body.contact().toContact(),
                body.loginDomain(),
                body.message(),
                clock.instant(),
                null,
                null);
    }
}
