package io.keyway.license.planning;

import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.ManagerGrant;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.access.NotSold;
import io.keyway.license.catalog.Policy;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.terms.LicenseTerms;
import io.keyway.license.terms.TrialRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a partner may issue licenses, on which terms, and which quotas to claim. The only
 * place with these rules: {@code POST /licenses}, batches, order lines and access checks all use
 * it. Pure: it reads no store and no clock.
 */
public final class IssueRules {

    private IssueRules() {}

    public static IssueDecision decide(IssueRequest request, IssueFacts facts) {
        return decide(RequestedTerms.of(request), facts);
    }

    static IssueDecision decide(RequestedTerms request, IssueFacts facts) {
        return checkRequest(request, facts)
                .orElseGet(
                        () ->
                                facts.order() == null
                                        ? fromPortfolio(request, facts)
                                        : fromOrder(request, facts, facts.order()));
    }

    /** The rules that hold for every request, whoever owes the licenses. */
    private static Optional<IssueDecision> checkRequest(RequestedTerms request, IssueFacts facts) {
        Policy policy = facts.policy();
        if (!policy.productId().equals(facts.product().id())) {
            return refused(AccessRule.NOT_FOUND, "the product has no such policy");
        }
        Optional<NotSold> withdrawn = NotSold.withdrawn(facts.product().status(), policy.status());
        if (withdrawn.isPresent()) {
            return refused(withdrawn.get().rule(), "The product or policy was withdrawn.");
        }
        CustomerState customer = facts.customer();
        if (customer != null && !customer.active()) {
            return refused(AccessRule.CUSTOMER_INACTIVE, "The customer is switched off.");
        }
        if (request.type() != null
                && request.type() != LicenseType.TRIAL
                && request.type() != policy.type()) {
            return Optional.of(
                    new IssueDecision.Invalid(
                            "type", "the policy does not issue licenses of this type"));
        }
        boolean needsPrimary =
                request.licenseClass() == LicenseClass.ADDITIONAL || policy.requirePrimary();
        if (needsPrimary && customer != null && !facts.customerHasPrimary()) {
            return refused(
                    AccessRule.PRIMARY_LICENSE_MISSING,
                    "The customer has no primary license of this product.");
        }
        return Optional.empty();
    }

    private static IssueDecision fromPortfolio(RequestedTerms request, IssueFacts facts) {
        PartnerState issuer = facts.issuer();
        Optional<NotSold> notGranted = notGranted(issuer.path(), facts);
        if (notGranted.isPresent()) {
            return new IssueDecision.Refused(
                    notGranted.get().rule(), "It is not in your portfolio.", notGranted.get().at());
        }
        List<QuotaClaim> claims = grantClaims(issuer.path(), request, facts);
        claims.addAll(trialClaims(request, facts));
        boolean owed = issuer.type() != PartnerType.VENDOR && !isTrial(request, facts.policy());
        if (owed) {
            claims.add(
                    QuotaClaim.ofUnpaid(
                            issuer.id(), request.quantity(), issuer.unpaidLicenseLimit()));
        }
        return new IssueDecision.Planned(
                new IssuePlan(
                        terms(request, facts),
                        owed ? PaymentStatus.PENDING : PaymentStatus.NOT_DUE,
                        owed ? facts.policy().price() : null,
                        null,
                        claims));
    }

    private static IssueDecision fromOrder(
            RequestedTerms request, IssueFacts facts, OrderState order) {
        if (order.fulfillment() != Fulfillment.ON_DEMAND) {
            return new IssueDecision.Refused(
                    AccessRule.ORDER_IMMEDIATE, "The licenses of this order are issued at once.");
        }
        if (!order.status().inForce()) {
            return new IssueDecision.Refused(
                    AccessRule.ORDER_CLOSED, "Nothing can be issued in this order any more.");
        }
        List<QuotaClaim> claims = new ArrayList<>();
        PartnerId issuer = facts.issuer().id();
        if (!issuer.equals(order.ownerId())) {
            Optional<ManagerGrant> grant = managerGrant(order, issuer, facts);
            if (grant.isEmpty()) {
                return new IssueDecision.Refused(
                        AccessRule.NOT_ASSIGNED, "You are not assigned to issue it in this order.");
            }
            Long max = grant.get().licensesMax();
            if (max != null) {
                claims.add(
                        QuotaClaim.ofManager(
                                order.id(), issuer, facts.product().id(), request.quantity(), max));
            }
        }
        List<Line> lines =
                order.lines().stream()
                        .filter(
                                candidate ->
                                        candidate.productId().equals(facts.product().id())
                                                && candidate.policyId().equals(facts.policy().id()))
                        .toList();
        if (lines.isEmpty()) {
            return new IssueDecision.Refused(
                    AccessRule.NOT_IN_ORDER, "The order has no line for it.");
        }
        Line line =
                lines.stream()
                        .filter(
                                candidate ->
                                        facts.usedOfLines().getOrDefault(candidate.id(), 0L)
                                                        + request.quantity()
                                                <= candidate.quantity())
                        .findFirst()
                        .orElse(lines.getFirst());
        return inOrder(request, facts, order, line, claims);
    }

    /**
     * Decides an immediate order line. order-service has accepted it, so only the rules about the
     * request and the owner's portfolio are checked.
     */
    public static IssueDecision decideOrderLine(
            IssueRequest request, IssueFacts facts, OrderState order, Line line) {
        RequestedTerms wanted = RequestedTerms.of(request);
        return checkRequest(wanted, facts)
                .orElseGet(() -> inOrder(wanted, facts, order, line, new ArrayList<>()));
    }

    /**
     * The order's owner owes what is issued in it, whoever issues, so the owner's portfolio must
     * still contain the policy.
     */
    private static IssueDecision inOrder(
            RequestedTerms request,
            IssueFacts facts,
            OrderState order,
            Line line,
            List<QuotaClaim> claims) {
        Optional<NotSold> notGranted = notGranted(order.path(), facts);
        if (notGranted.isPresent()) {
            return new IssueDecision.Refused(
                    notGranted.get().rule(),
                    "It is no longer in the portfolio of the order's owner.",
                    notGranted.get().at());
        }
        claims.add(QuotaClaim.ofLine(order.id(), line.id(), request.quantity(), line.quantity()));
        claims.addAll(grantClaims(order.path(), request, facts));
        claims.addAll(trialClaims(request, facts));
        return new IssueDecision.Planned(
                new IssuePlan(
                        terms(request, facts), PaymentStatus.NOT_DUE, null, line.id(), claims));
    }

    private static Optional<ManagerGrant> managerGrant(
            OrderState order, PartnerId issuer, IssueFacts facts) {
        return order.managers().stream()
                .filter(manager -> manager.partnerId().equals(issuer))
                .map(LicenseManager::grants)
                .flatMap(List::stream)
                .filter(
                        grant ->
                                grant.productId().equals(facts.product().id())
                                        && (grant.policyIds() == null
                                                || grant.policyIds().contains(facts.policy().id())))
                .findFirst();
    }

    /**
     * One claim for each partner on the path whose grant has a maximum: a maximum counts the
     * licenses of the partner and of all partners below it.
     */
    private static List<QuotaClaim> grantClaims(
            List<PartnerId> path, RequestedTerms request, IssueFacts facts) {
        List<QuotaClaim> claims = new ArrayList<>();
        for (PartnerId partner : path.subList(1, path.size())) {
            GrantsState state = facts.grants().get(partner);
            List<Grant> grants = state == null ? List.of() : state.grants();
            grants.stream()
                    .filter(
                            grant ->
                                    grant.covers(
                                            facts.product().id(), facts.policy().id(), facts.now()))
                    .findFirst()
                    .map(Grant::licensesMax)
                    .ifPresent(
                            max ->
                                    claims.add(
                                            QuotaClaim.ofGrant(
                                                    partner,
                                                    facts.product().id(),
                                                    request.quantity(),
                                                    max)));
        }
        return claims;
    }

    /** The monthly trial limit of the issuer, and one trial per customer and product. */
    private static List<QuotaClaim> trialClaims(RequestedTerms request, IssueFacts facts) {
        List<QuotaClaim> claims = new ArrayList<>();
        if (!isTrial(request, facts.policy())) {
            return claims;
        }
        Integer limit = facts.issuer().trialLicenseLimit();
        if (limit != null) {
            claims.add(
                    QuotaClaim.ofTrials(
                            facts.issuer().id(), facts.now(), request.quantity(), limit));
        }
        CustomerState customer = facts.customer();
        if (customer != null && facts.policy().trials() == TrialRule.ONCE_PER_CUSTOMER) {
            claims.add(QuotaClaim.ofTrial(customer.id(), facts.product().id(), request.quantity()));
        }
        return claims;
    }

    private static Optional<NotSold> notGranted(List<PartnerId> path, IssueFacts facts) {
        return NotSold.notGranted(
                new Portfolio(path, facts.grants()),
                facts.product().id(),
                facts.policy().id(),
                facts.now());
    }

    private static LicenseTerms terms(RequestedTerms request, IssueFacts facts) {
        return facts.policy().terms(facts.product(), isTrial(request, facts.policy()));
    }

    private static boolean isTrial(RequestedTerms request, Policy policy) {
        return request.type() == LicenseType.TRIAL || policy.type() == LicenseType.TRIAL;
    }

    private static Optional<IssueDecision> refused(AccessRule rule, String detail) {
        return Optional.of(new IssueDecision.Refused(rule, detail));
    }
}
