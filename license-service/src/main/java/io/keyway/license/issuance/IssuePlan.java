package io.keyway.license.issuance;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.ManagerGrant;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.event.Portfolio;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.license.catalog.Policy;
import io.keyway.license.catalog.Product;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.license.licenses.LicenseTerms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a request will be issued: on which terms, who owes it, and what it takes from which quota.
 * {@link #decide} is the one place that says whether a partner may issue something; it reads no
 * store and no clock.
 */
record IssuePlan(
        LicenseTerms terms,
        PaymentStatus paymentStatus,
        @Nullable Money price,
        @Nullable LineId lineId,
        List<QuotaClaim> claims) {

    /**
     * What the decision depends on, all of it within the issuer's scope already.
     *
     * @param usedOfLines how much of each order line is issued; a hint, the claim decides
     */
    record Facts(
            Instant now,
            PartnerState issuer,
            Product product,
            Policy policy,
            CustomerState customer,
            boolean customerHasPrimary,
            Map<PartnerId, GrantsState> grants,
            @Nullable OrderState order,
            Map<LineId, Long> usedOfLines) {}

    sealed interface Decision {
        record Planned(IssuePlan plan) implements Decision {}

        record Refused(ProblemCode code, String detail) implements Decision {}

        /** A field of the request does not fit what it names. */
        record Invalid(String field, String message) implements Decision {}
    }

    static Decision decide(IssueRequest request, Facts facts) {
        return ofTheRequest(request, facts)
                .orElseGet(
                        () ->
                                facts.order() == null
                                        ? fromPortfolio(request, facts)
                                        : fromOrder(request, facts, facts.order()));
    }

    /** What is wrong whoever pays for it. */
    private static Optional<Decision> ofTheRequest(IssueRequest request, Facts facts) {
        Policy policy = facts.policy();
        if (!policy.productId().equals(facts.product().id())) {
            return refused(ProblemCode.NOT_FOUND, "the product has no such policy");
        }
        if (!facts.product().onSale() || !policy.onSale()) {
            return refused(ProblemCode.NOT_IN_PORTFOLIO, "the product or policy was withdrawn");
        }
        if (!facts.customer().active()) {
            return refused(ProblemCode.CONFLICT, "the customer is not active");
        }
        if (request.type() != null
                && request.type() != LicenseType.TRIAL
                && request.type() != policy.type()) {
            return Optional.of(
                    new Decision.Invalid(
                            "type", "the policy does not issue licenses of this type"));
        }
        boolean needsPrimary =
                request.licenseClass() == LicenseClass.ADDITIONAL || policy.requirePrimary();
        if (needsPrimary && !facts.customerHasPrimary()) {
            return refused(
                    ProblemCode.PRIMARY_LICENSE_REQUIRED,
                    "the customer has no primary license of this product");
        }
        return Optional.empty();
    }

    private static Decision fromPortfolio(IssueRequest request, Facts facts) {
        PartnerState issuer = facts.issuer();
        if (!inPortfolio(issuer.path(), facts)) {
            return new Decision.Refused(
                    ProblemCode.NOT_IN_PORTFOLIO, "it is not in your portfolio");
        }
        List<QuotaClaim> claims = grantClaims(issuer.path(), request, facts);
        boolean owed = issuer.type() != PartnerType.VENDOR && !isTrial(request, facts.policy());
        if (owed) {
            claims.add(
                    QuotaClaim.ofUnpaid(
                            issuer.id(), request.quantity(), issuer.unpaidLicenseLimit()));
        }
        return new Decision.Planned(
                new IssuePlan(
                        terms(request, facts),
                        owed ? PaymentStatus.PENDING : PaymentStatus.NOT_DUE,
                        owed ? facts.policy().price() : null,
                        null,
                        claims));
    }

    private static Decision fromOrder(IssueRequest request, Facts facts, OrderState order) {
        if (order.fulfillment() != Fulfillment.ON_DEMAND) {
            return new Decision.Refused(
                    ProblemCode.CONFLICT, "the licenses of this order are issued at once");
        }
        if (order.status() != OrderStatus.PENDING && order.status() != OrderStatus.FULFILLED) {
            return new Decision.Refused(
                    ProblemCode.CONFLICT, "nothing can be issued in this order any more");
        }
        List<QuotaClaim> claims = new ArrayList<>();
        PartnerId issuer = facts.issuer().id();
        if (!issuer.equals(order.ownerId())) {
            Optional<ManagerGrant> grant = managerGrant(order, issuer, facts);
            if (grant.isEmpty()) {
                return new Decision.Refused(
                        ProblemCode.NOT_IN_PORTFOLIO,
                        "you are not assigned to issue it in this order");
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
            return new Decision.Refused(
                    ProblemCode.NOT_IN_PORTFOLIO, "the order has no line for it");
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

    /** An immediate line, which nobody has to ask for. */
    static Decision ofImmediateLine(
            IssueRequest request, Facts facts, OrderState order, Line line) {
        return ofTheRequest(request, facts)
                .orElseGet(() -> inOrder(request, facts, order, line, new ArrayList<>()));
    }

    /**
     * Whoever issues it, the order's owner owes it: so the owner's portfolio must still contain it.
     */
    private static Decision inOrder(
            IssueRequest request,
            Facts facts,
            OrderState order,
            Line line,
            List<QuotaClaim> claims) {
        if (!inPortfolio(order.path(), facts)) {
            return new Decision.Refused(
                    ProblemCode.NOT_IN_PORTFOLIO,
                    "it is no longer in the portfolio of the order's owner");
        }
        claims.add(QuotaClaim.ofLine(order.id(), line.id(), request.quantity(), line.quantity()));
        claims.addAll(grantClaims(order.path(), request, facts));
        return new Decision.Planned(
                new IssuePlan(
                        terms(request, facts), PaymentStatus.NOT_DUE, null, line.id(), claims));
    }

    private static Optional<ManagerGrant> managerGrant(
            OrderState order, PartnerId issuer, Facts facts) {
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
     * Every partner on the way down may have a maximum; what is sold below it counts towards it.
     */
    private static List<QuotaClaim> grantClaims(
            List<PartnerId> path, IssueRequest request, Facts facts) {
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

    private static boolean inPortfolio(List<PartnerId> path, Facts facts) {
        return new Portfolio(path, facts.grants())
                .contains(facts.product().id(), facts.policy().id(), facts.now());
    }

    private static LicenseTerms terms(IssueRequest request, Facts facts) {
        return facts.policy().terms(facts.product(), isTrial(request, facts.policy()));
    }

    private static boolean isTrial(IssueRequest request, Policy policy) {
        return request.type() == LicenseType.TRIAL || policy.type() == LicenseType.TRIAL;
    }

    private static Optional<Decision> refused(ProblemCode code, String detail) {
        return Optional.of(new Decision.Refused(code, detail));
    }
}
