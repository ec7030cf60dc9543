package io.keyway.license.issuance;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.catalog.Policy;
import io.keyway.license.catalog.Product;
import io.keyway.license.issuance.Issuance.Stage;
import io.keyway.license.licenses.License;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Issues licenses to a customer of the caller's branch, in an order or directly from the portfolio.
 */
@Component
public class IssueLicenses {

    /** What became of the request. */
    public sealed interface Outcome {
        record Issued(Issuance issuance, List<License> licenses) implements Outcome {}

        /** Accepted; {@code GET /issuances/{id}} says how far it is. */
        record InBackground(Issuance issuance) implements Outcome {}

        record Refused(ProblemCode code, String detail) implements Outcome {}

        record Invalid(String field, String message) implements Outcome {}
    }

    private final Issuances issuances;
    private final IssuanceSaga saga;
    private final LicenseFactory factory;
    private final FindFacts facts;
    private final LicenseProperties.Issuance settings;
    private final Clock clock;

    IssueLicenses(
            Issuances issuances,
            IssuanceSaga saga,
            LicenseFactory factory,
            FindFacts facts,
            LicenseProperties settings,
            Clock clock) {
        this.issuances = issuances;
        this.saga = saga;
        this.factory = factory;
        this.facts = facts;
        this.settings = settings.issuance();
        this.clock = clock;
    }

    /**
     * @param id the same when the request is repeated: then what it began is brought to its end
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
            case Decided.Not not -> not.outcome();
            case Decided.Ready ready ->
                    outcome(saga.advance(issuances.start(begin(id, caller, request, ready))));
        };
    }

    /**
     * Whether the request was begun and has failed: it stays so, and trying again is another
     * request.
     */
    public boolean hasFailed(IssuanceId id) {
        return issuances.load(id).filter(begun -> begun.stage() == Stage.FAILED).isPresent();
    }

    private Outcome outcome(Issuance issuance) {
        return switch (issuance.stage()) {
            case FAILED ->
                    new Outcome.Refused(
                            issuance.failure() == null ? ProblemCode.CONFLICT : issuance.failure(),
                            "Not that many are left.");
            case COMPLETED ->
                    issuance.preparation().inBackground()
                            ? new Outcome.InBackground(issuance)
                            : new Outcome.Issued(
                                    issuance,
                                    factory.make(
                                            issuance, new Chunk(0, issuance.request().quantity())));
            case WAITING, CLAIMING, ISSUING -> new Outcome.InBackground(issuance);
        };
    }

    private sealed interface Decided {
        record Ready(IssuePlan plan, CustomerState customer, Product product, Policy policy)
                implements Decided {}

        record Not(Outcome outcome) implements Decided {}
    }

    private Decided decide(Caller caller, PartnerId issuer, IssueRequest request) {
        Optional<PartnerState> partner = facts.issuer(issuer);
        if (partner.isEmpty()) {
            return not(ProblemCode.NOT_READY, "Your account has only just been made.");
        }
        Optional<CustomerState> customer = facts.customer(caller, request.customerId());
        Optional<Product> product = facts.product(caller, request.productId());
        Optional<Policy> policy = facts.policy(caller, request.policyId());
        OrderId orderId = request.orderId();
        Optional<OrderState> order =
                orderId == null ? Optional.empty() : facts.order(caller, orderId);
        if (customer.isEmpty()
                || product.isEmpty()
                || policy.isEmpty()
                || (orderId != null && order.isEmpty())) {
            return not(ProblemCode.NOT_FOUND, "");
        }
        IssuePlan.Facts known =
                facts.about(
                        partner.get(),
                        product.get(),
                        policy.get(),
                        customer.get(),
                        order.orElse(null));
        return switch (IssuePlan.decide(request, known)) {
            case IssuePlan.Decision.Refused refused ->
                    not(refused.rule().refusal(), refused.detail());
            case IssuePlan.Decision.Invalid invalid ->
                    new Decided.Not(new Outcome.Invalid(invalid.field(), invalid.message()));
            case IssuePlan.Decision.Planned planned ->
                    new Decided.Ready(planned.plan(), customer.get(), product.get(), policy.get());
        };
    }

    private static Decided not(ProblemCode code, String detail) {
        return new Decided.Not(new Outcome.Refused(code, detail));
    }

    private Issuance begin(
            IssuanceId id, Caller caller, IssueRequest request, Decided.Ready ready) {
        Issuance.Prepared prepared =
                Issuance.Prepared.of(
                        request,
                        ready.plan(),
                        ready.customer(),
                        ready.product(),
                        ready.policy(),
                        factory.currentKid(),
                        settings);
        return Issuance.requested(
                id,
                caller.path().subList(0, caller.path().indexOf(caller.partnerId()) + 1),
                request,
                prepared,
                clock.instant());
    }
}
