package io.keyway.license.issuance;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.Issuance.Claiming;
import io.keyway.license.issuance.Issuance.Completed;
import io.keyway.license.issuance.Issuance.Confirming;
import io.keyway.license.issuance.Issuance.Failed;
import io.keyway.license.issuance.Issuance.Issuing;
import io.keyway.license.issuance.Issuance.Planned;
import io.keyway.license.issuance.Issuance.Releasing;
import io.keyway.license.issuance.Issuance.Waiting;
import io.keyway.license.issuance.IssuanceDocument.Stage;
import io.keyway.license.issuance.IssuanceSaga.Progress;
import io.keyway.license.licenses.License;
import io.keyway.license.planning.IssueDecision;
import io.keyway.license.planning.IssueFacts;
import io.keyway.license.planning.IssuePlan;
import io.keyway.license.planning.IssueRequest;
import io.keyway.license.planning.IssueRules;
import io.keyway.license.planning.LoadFacts;
import io.keyway.license.planning.PreparedIssue;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Issues licenses to a customer in the caller's branch, in an order or directly from the portfolio.
 */
@Component
public class IssueLicenses {

    /** The result of a request. */
    public sealed interface Outcome {
        record Issued(Issuance issuance, List<License> licenses) implements Outcome {}

        /** Accepted; {@code GET /issuances/{id}} shows its progress. */
        record InBackground(Issuance issuance) implements Outcome {}

        record Refused(ProblemCode code, String detail) implements Outcome {}

        record Invalid(String field, String message) implements Outcome {}
    }

    private final Issuances issuances;
    private final IssuanceSaga saga;
    private final LicenseFactory factory;
    private final LoadFacts loadFacts;
    private final LicenseProperties.Issuance settings;
    private final Clock clock;

    IssueLicenses(
            Issuances issuances,
            IssuanceSaga saga,
            LicenseFactory factory,
            LoadFacts loadFacts,
            LicenseProperties settings,
            Clock clock) {
        this.issuances = issuances;
        this.saga = saga;
        this.factory = factory;
        this.loadFacts = loadFacts;
        this.settings = settings.issuance();
        this.clock = clock;
    }

    /**
     * @param id the same for a repeated request, which then continues what the first one began
     */
    public Outcome issue(Caller caller, IssueRequest request, IssuanceId id) {
        PartnerId issuer = caller.partnerId();
        if (issuer == null || !caller.may(Permission.ISSUE_LICENSES)) {
            return new Outcome.Refused(ProblemCode.FORBIDDEN, "You may not issue licenses.");
        }
        if (request.quantity() > settings.quantityMax()) {
            return new Outcome.Invalid("quantity", "must be at most " + settings.quantityMax());
        }
        Optional<Issuance> begunBefore = issuances.load(id);
        if (begunBefore.isPresent()) {
            return outcome(saga.advance(begunBefore.get()));
        }
        return switch (decide(caller, issuer, request)) {
            case Decided.Refused refused -> refused.outcome();
            case Decided.Ready ready ->
                    outcome(saga.advance(issuances.start(begin(id, caller, request, ready))));
        };
    }

    /**
     * Whether the request was begun and has failed. It stays failed: trying again needs a new id.
     */
    public boolean hasFailed(IssuanceId id) {
        return issuances.load(id).filter(begun -> Stage.of(begun) == Stage.FAILED).isPresent();
    }

    private Outcome outcome(Progress progress) {
        return switch (progress.issuance()) {
            case Releasing(_, _, ProblemCode code) -> noneLeft(code);
            case Failed(_, _, ProblemCode code) -> noneLeft(code);
            case Confirming confirming -> issued(confirming, progress.made());
            case Completed completed -> issued(completed, progress.made());
            case Waiting _, Claiming _, Issuing _ -> new Outcome.InBackground(progress.issuance());
        };
    }

    private static Outcome noneLeft(ProblemCode code) {
        return new Outcome.Refused(code, "Not that many are left.");
    }

    /** A repeated request finds its licenses made; they are made again, which gives the same. */
    private Outcome issued(Planned issuance, List<License> made) {
        if (issuance.prepared().inBackground()) {
            return new Outcome.InBackground(issuance);
        }
        int quantity = issuance.request().quantity();
        return new Outcome.Issued(
                issuance,
                made.size() == quantity ? made : factory.make(issuance, new Chunk(0, quantity)));
    }

    private sealed interface Decided {
        record Ready(IssuePlan plan, IssueFacts facts) implements Decided {}

        record Refused(Outcome outcome) implements Decided {}
    }

    private Decided decide(Caller caller, PartnerId issuer, IssueRequest request) {
        Optional<PartnerState> partner = loadFacts.issuer(issuer);
        if (partner.isEmpty()) {
            return refused(ProblemCode.NOT_READY, "Your account has only just been made.");
        }
        Optional<IssueFacts> facts = loadFacts.forRequest(caller, partner.get(), request);
        if (facts.isEmpty()) {
            return refused(ProblemCode.NOT_FOUND, "");
        }
        return switch (IssueRules.decide(request, facts.get())) {
            case IssueDecision.Refused refused ->
                    refused(refused.rule().refusal(), refused.detail());
            case IssueDecision.Invalid invalid ->
                    new Decided.Refused(new Outcome.Invalid(invalid.field(), invalid.message()));
            case IssueDecision.Planned planned -> new Decided.Ready(planned.plan(), facts.get());
        };
    }

    private static Decided refused(ProblemCode code, String detail) {
        return new Decided.Refused(new Outcome.Refused(code, detail));
    }

    private Issuance begin(
            IssuanceId id, Caller caller, IssueRequest request, Decided.Ready ready) {
        PreparedIssue prepared =
                PreparedIssue.of(
                        request, ready.plan(), ready.facts(), factory.currentKid(), settings);
        return Issuance.requested(
                id,
                caller.path().subList(0, caller.path().indexOf(caller.partnerId()) + 1),
                request,
                prepared,
                clock.instant());
    }
}
