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
 * Approves and rejects applications. An approval marks the application, creates the partner under
 * an id derived from the application's, and then stores the decision. If its process dies in
 * between, another approval may take over after {@code applications.approval-takeover}: it creates
 * the same partner and finishes. Until then other decisions are refused.
 */
@Component
class DecideApplications {

    private final Applications applications;
    private final CreatePartners createPartners;
    private final Partners partners;
    private final Accounts accounts;
    private final Passwords passwords;
    private final PartnerProperties.Applications settings;
    private final Clock clock;

    DecideApplications(
            Applications applications,
            CreatePartners createPartners,
            Partners partners,
            Accounts accounts,
            Passwords passwords,
            PartnerProperties settings,
            Clock clock) {
        this.applications = applications;
        this.createPartners = createPartners;
        this.partners = partners;
        this.accounts = accounts;
        this.passwords = passwords;
        this.settings = settings.applications();
        this.clock = clock;
    }

    /**
     * Creates the partner and stores the approval.
     *
     * @param request id of the request; a repetition gets the same answer
     * @param terms what the partner is given besides what it applied for
     */
    Application approve(
            Caller caller, NewId request, ApplicationId id, CreatePartners.Terms terms) {
        String requestId = request.uniquePart();
        boolean[] takenOver = new boolean[1];
        Application marked =
                applications.change(
                        id,
                        now -> {
                            if (now.isDecidedBy(requestId)) {
                                return now;
                            }
                            requireOpen(now, requestId);
                            takenOver[0] = now.approval() != null;
                            return now.with(
                                    now.status(), new Approval(requestId, clock.instant()), null);
                        });
        if (marked.isDecidedBy(requestId)) {
            return marked;
        }
        PartnerId partner = marked.partnerToBe();
        try {
            createPartners.create(
                    caller, new NewId(partner.uniquePart()), applicant(marked), terms);
        } catch (Refused refused) {
            applications.change(id, now -> isMarkedBy(requestId, now) ? unmarked(now) : now);
            throw refused;
        }
        if (takenOver[0]) {
            setPassword(AccountId.with(partner.uniquePart()), terms.password());
        }
        // The partner exists, so the application is approved, whatever other requests tried
        // meanwhile.
        return applications.change(
                id,
                now ->
                        now.status() == ApplicationStatus.APPROVED
                                ? now
                                : now.with(
                                        ApplicationStatus.APPROVED,
                                        null,
                                        decided(caller, requestId, null, partner)));
    }

    /** Stores the rejection. */
    Application reject(Caller caller, NewId request, ApplicationId id, String reason) {
        String requestId = request.uniquePart();
        return applications.change(
                id,
                now -> {
                    if (now.isDecidedBy(requestId)) {
                        return now;
                    }
                    requireOpen(now, requestId);
                    if (now.approval() != null && partners.load(now.partnerToBe()).isPresent()) {
                        throw new Refused(
                                ProblemCode.CONFLICT, "Its partner is there: approve it again.");
                    }
                    return now.with(
                            ApplicationStatus.REJECTED,
                            null,
                            decided(caller, requestId, reason, null));
                });
    }

    private void requireOpen(Application application, String requestId) {
        if (application.status() != ApplicationStatus.PENDING) {
            throw new Refused(ProblemCode.CONFLICT, "It was decided before.");
        }
        if (application.isBeingApprovedByAnother(
                requestId, clock.instant(), settings.approvalTakeover())) {
            throw new Refused(ProblemCode.CONFLICT, "It is being approved.");
        }
    }

    /** The approval that died may have created the account with a different password. */
    private void setPassword(AccountId id, String password) {
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

    private static CreatePartners.Applicant applicant(Application application) {
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
