package io.keyway.partner.applications;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.ApplicationId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Refused;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.applications.Application.ApplicationStatus;
import io.keyway.partner.applications.Application.Approval;
import io.keyway.partner.applications.Application.Decided;
import io.keyway.partner.partners.CreatePartners;
import io.keyway.partner.partners.Partners;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Approves and rejects. An approval marks the application, makes the partner, whose id is derived
 * from the application's, and then notes the decision; if it dies in between, the next approval
 * finds that partner and finishes. Meanwhile nobody else decides.
 */
@Component
class DecideApplications {

    private final Applications applications;
    private final CreatePartners create;
    private final Partners partners;
    private final Accounts accounts;
    private final Passwords passwords;
    private final PartnerProperties.Applications settings;
    private final Clock clock;

    DecideApplications(
            Applications applications,
            CreatePartners create,
            Partners partners,
            Accounts accounts,
            Passwords passwords,
            PartnerProperties settings,
            Clock clock) {
        this.applications = applications;
        this.create = create;
        this.partners = partners;
        this.accounts = accounts;
        this.passwords = passwords;
        this.settings = settings.applications();
        this.clock = clock;
    }

    /**
     * @param request whose repetition is the same approval
     * @param terms what the partner is given beside what was applied for
     */
    Application approve(
            Caller caller, NewId request, ApplicationId id, CreatePartners.Terms terms) {
        String mine = request.uniquePart();
        boolean[] takenOver = new boolean[1];
        Application marked =
                applications.change(
                        id,
                        now -> {
                            if (now.isDecidedBy(mine)) {
                                return now;
                            }
                            requireOpen(now, mine);
                            takenOver[0] = now.approval() != null;
                            return now.with(
                                    now.status(), new Approval(mine, clock.instant()), null);
                        });
        if (marked.isDecidedBy(mine)) {
            return marked;
        }
        PartnerId partner = marked.partnerToBe();
        try {
            create.create(caller, new NewId(partner.uniquePart()), body(marked), terms);
        } catch (Refused refused) {
            applications.change(id, now -> isMarkedBy(mine, now) ? unmarked(now) : now);
            throw refused;
        }
        if (takenOver[0]) {
            givePassword(AccountId.with(partner.uniquePart()), terms.password());
        }
        // The partner is there, so this is what was decided, whoever else has tried meanwhile.
        return applications.change(
                id,
                now ->
                        now.status() == ApplicationStatus.APPROVED
                                ? now
                                : now.with(
                                        ApplicationStatus.APPROVED,
                                        null,
                                        decided(caller, mine, null, partner)));
    }

    Application reject(Caller caller, NewId request, ApplicationId id, String reason) {
        String mine = request.uniquePart();
        return applications.change(
                id,
                now -> {
                    if (now.isDecidedBy(mine)) {
                        return now;
                    }
                    requireOpen(now, mine);
                    if (now.approval() != null && partners.load(now.partnerToBe()).isPresent()) {
                        throw new Refused(
                                ProblemCode.CONFLICT, "Its partner is there: approve it again.");
                    }
                    return now.with(
                            ApplicationStatus.REJECTED, null, decided(caller, mine, reason, null));
                });
    }

    private void requireOpen(Application application, String mine) {
        if (application.status() != ApplicationStatus.PENDING) {
            throw new Refused(ProblemCode.CONFLICT, "It was decided before.");
        }
        if (application.isApprovedByAnother(mine, clock.instant(), settings.approvalTakeover())) {
            throw new Refused(ProblemCode.CONFLICT, "It is being approved.");
        }
    }

    /** The approval that died may have made the account with another password than this one's. */
    private void givePassword(AccountId id, String password) {
        accounts.byId(id)
                .filter(account -> account.mustChangePassword())
                .filter(account -> !passwords.matches(password, account.passwordHash()))
                .ifPresent(account -> accounts.resetPassword(id, passwords.hash(password)));
    }

    private Decided decided(
            Caller caller, String request, @Nullable String reason, @Nullable PartnerId partner) {
        Instant now = clock.instant();
        return new Decided(request, now, caller.actor(), reason, partner);
    }

    private static boolean isMarkedBy(String request, Application application) {
        return application.approval() != null && application.approval().request().equals(request);
    }

    private static Application unmarked(Application application) {
        return application.with(application.status(), null, application.decision());
    }

    private static CreatePartners.Applicant body(Application application) {
        return new CreatePartners.Applicant(
                application.parentId(),
                application.type(),
                application.model(),
                application.name(),
                application.email(),
                application.phone(),
                application.website(),
                application.contact(),
                application.loginDomain());
    }
}
