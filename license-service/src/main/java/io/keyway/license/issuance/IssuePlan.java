package io.keyway.license.issuance;

import io.keyway.contracts.Money;
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
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.access.NotSold;
import io.keyway.license.catalog.Policy;
import io.keyway.license.catalog.Product;
import io.keyway.license.licenses.LicenseTerms;
import io.keyway.license.licenses.TrialRule;
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
     * What of a request the decision depends on.
     *
     * @param type absent for the policy's own
     */
    record Wanted(int quantity, LicenseClass licenseClass, @Nullable LicenseType type) {

        static Wanted of(IssueRequest request) {
            return new Wanted(request.quantity(), request.licenseClass(), request.type());
        }
    }

    /**
     * What the decision depends on, all of it within the issuer's scope already.
     *
     * @param customer absent where it is only asked whether somebody could be issued to: then
     *     nothing about a customer refuses
     * @param usedOfLines how much of each order line is issued; a hint, the claim decides
     */
    record Facts(
            Instant now,
            PartnerState issuer,
            Product product,
            Policy policy,
            @Nullable CustomerState customer,
            boolean customerHasPrimary,
            Map<PartnerId, GrantsState> grants,
            @Nullable OrderState order,
            Map<LineId, Long> usedOfLines) {}

    sealed interface Decision {
        record Planned(IssuePlan plan) implements Decision {}

        /**
         * @param at the partner on the path that refuses; absent where it is nobody's
         */
        record Refused(AccessRule rule, String detail, @Nullable PartnerId at) implements Decision {

            Refused(AccessRule rule, String detail) {
                this(rule, detail, null);
            }
        }

        /** A field of the request does not fit what it names. */
        record Invalid(String field, String message) implements Decision {}
    }

    static Decision decide(IssueRequest request, Facts facts) {
        return decide(Wanted.of(request), facts);
    }

    static Decision decide(Wanted request, Facts facts) {
        return ofTheRequest(request, facts)
                .orElseGet(
                        () ->
                                facts.order() == null
                                        ? fromPortfolio(request, facts)
                                        : fromOrder(request, facts, facts.order()));
    }

    /** What is wrong whoever pays for it. */
    private static Optional<Decision> ofTheRequest(Wanted request, Facts facts) {
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
                    new Decision.Invalid(
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

    private static Decision fromPortfolio(Wanted request, Facts facts) {
        PartnerState issuer = facts.issuer();
        Optional<NotSold> notGranted = notGranted(issuer.path(), facts);
        if (notGranted.isPresent()) {
            return new Decision.Refused(
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
        return new Decision.Planned(
                new IssuePlan(
                        terms(request, facts),
                        owed ? PaymentStatus.PENDING : PaymentStatus.NOT_DUE,
                        owed ? facts.policy().price() : null,
                        null,
                        claims));
    }

    private static Decision fromOrder(Wanted request, Facts facts, OrderState order) {
        if (order.fulfillment() != Fulfillment.ON_DEMAND) {
            return new Decision.Refused(
                    AccessRule.ORDER_IMMEDIATE, "The licenses of this order are issued at once.");
        }
        if (!order.status().inForce()) {
            return new Decision.Refused(
                    AccessRule.ORDER_CLOSED, "Nothing can be issued in this order any more.");
        }
        List<QuotaClaim> claims = new ArrayList<>();
        PartnerId issuer = facts.issuer().id();
        if (!issuer.equals(order.ownerId())) {
            Optional<ManagerGrant> grant = managerGrant(order, issuer, facts);
            if (grant.isEmpty()) {
                return new Decision.Refused(
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
            return new Decision.Refused(AccessRule.NOT_IN_ORDER, "The order has no line for it.");
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
        Wanted wanted = Wanted.of(request);
        return ofTheRequest(wanted, facts)
                .orElseGet(() -> inOrder(wanted, facts, order, line, new ArrayList<>()));
    }

    /**
     * Whoever issues it, the order's owner owes it: so the owner's portfolio must still contain it.
     */
    private static Decision inOrder(
            Wanted request, Facts facts, OrderState order, Line line, List<QuotaClaim> claims) {
        Optional<NotSold> notGranted = notGranted(order.path(), facts);
        if (notGranted.isPresent()) {
            return new Decision.Refused(
                    notGranted.get().rule(),
                    "It is no longer in the portfolio of the order's owner.",
                    notGranted.get().at());
        }
        claims.add(QuotaClaim.ofLine(order.id(), line.id(), request.quantity(), line.quantity()));
        claims.addAll(grantClaims(order.path(), request, facts));
        claims.addAll(trialClaims(request, facts));
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
    private static List<QuotaClaim> grantClaims(List<PartnerId> path, Wanted request, Facts facts) {
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

    /** Its issuer may have a limit, whoever owes it; a customer tries a product once. */
    private static List<QuotaClaim> trialClaims(Wanted request, Facts facts) {
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

    private static Optional<NotSold> notGranted(List<PartnerId> path, Facts facts) {
        return NotSold.notGranted(
                new Portfolio(path, facts.grants()),
                facts.product().id(),
                facts.policy().id(),
                facts.now());
    }

    private static LicenseTerms terms(Wanted request, Facts facts) {
        return facts.policy().terms(facts.product(), isTrial(request, facts.policy()));
    }

    private static boolean isTrial(Wanted request, Policy policy) {
        return request.type() == LicenseType.TRIAL || policy.type() == LicenseType.TRIAL;
    }

    private static Optional<Decision> refused(AccessRule rule, String detail) {
        return Optional.of(new Decision.Refused(rule, detail));
    }
}
