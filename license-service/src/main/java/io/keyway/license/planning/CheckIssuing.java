package io.keyway.license.planning;

import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.access.AccessQuestion;
import io.keyway.kit.access.Finding;
import io.keyway.kit.access.NotSold;
import io.keyway.kit.access.Subject;
import io.keyway.license.LicenseProperties;
import io.keyway.license.catalog.Policy;
import io.keyway.license.catalog.Product;
import io.keyway.license.quotas.QuotaClaim;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Explains why a partner may or may not issue licenses: applies {@link IssueRules} to the same
 * facts as issuing does, and checks what is left of the quotas that issuing would claim.
 */
@Component
public class CheckIssuing {

    /** A policy that could be issued. */
    private record Candidate(Product product, Policy policy) {}

    /** The question without its policy: it may be asked for all policies of a product or order. */
    private record Request(
            Subject subject,
            PartnerState issuer,
            RequestedTerms terms,
            @Nullable CustomerState customer,
            @Nullable OrderState order) {}

    private final LoadFacts facts;
    private final LicenseProperties.Issuance settings;

    CheckIssuing(LoadFacts facts, LicenseProperties settings) {
        this.facts = facts;
        this.settings = settings.issuance();
    }

    /** The first rule that refuses, after the rules that all services have in common. */
    public Optional<Finding> refusal(Subject subject, AccessQuestion question) {
        Optional<PartnerState> issuer =
                Optional.ofNullable(subject.viewer().partnerId()).flatMap(facts::issuer);
        if (issuer.isEmpty()) {
            return Finding.of(
                    AccessRule.NOT_READY, "The partner has only just been made: try again.");
        }
        if (question.quantity() > settings.quantityMax()) {
            return Finding.of(
                    AccessRule.QUANTITY_TOO_LARGE,
                    "At most %d licenses are issued at a time, %d are asked for."
                            .formatted(settings.quantityMax(), question.quantity()));
        }
        Optional<CustomerState> customer = customer(subject, question);
        Optional<OrderState> order = order(subject, question);
        if ((question.customerId() != null && customer.isEmpty())
                || (question.orderId() != null && order.isEmpty())) {
            return Finding.notFound();
        }
        Request request =
                new Request(
                        subject,
                        issuer.get(),
                        new RequestedTerms(
                                Math.toIntExact(question.quantity()),
                                question.licenseClass(),
                                null),
                        customer.orElse(null),
                        order.orElse(null));
        return switch (question.resource()) {
            case PolicyId id ->
                    facts.policy(subject.viewer(), id)
                            .filter(policy -> subject.knowsCatalogOf(policy.vendorId()))
                            .flatMap(policy -> candidate(subject, policy))
                            .map(candidate -> ofAny(request, List.of(candidate)))
                            .orElseGet(Finding::notFound);
            case ProductId id ->
                    facts.product(subject.viewer(), id)
                            .filter(product -> subject.knowsCatalogOf(product.vendorId()))
                            .map(product -> ofAny(request, candidates(product)))
                            .orElseGet(Finding::notFound);
            case null, default ->
                    order.isPresent()
                            ? ofAny(request, candidates(subject, order.get()))
                            : ofCustomer(customer);
        };
    }

    private Optional<CustomerState> customer(Subject subject, AccessQuestion question) {
        return Optional.ofNullable(question.customerId())
                .flatMap(id -> facts.customer(subject.viewer(), id))
                .filter(found -> subject.sees(found.path(), found.id()));
    }

    /**
     * A license manager sees its orders, but the partners between it and the owner do not. So an
     * asker above the manager must see the order too.
     */
    private Optional<OrderState> order(Subject subject, AccessQuestion question) {
        return Optional.ofNullable(question.orderId())
                .flatMap(id -> facts.order(subject.viewer(), id))
                .filter(
                        found ->
                                !subject.asOther()
                                        || facts.order(subject.asker(), found.id()).isPresent());
    }

    private Optional<Candidate> candidate(Subject subject, Policy policy) {
        return facts.product(subject.viewer(), policy.productId())
                .map(product -> new Candidate(product, policy));
    }

    private List<Candidate> candidates(Product product) {
        return facts.policies(product).stream()
                .map(policy -> new Candidate(product, policy))
                .toList();
    }

    private List<Candidate> candidates(Subject subject, OrderState order) {
        return order.lines().stream()
                .flatMap(line -> facts.policy(subject.viewer(), line.policyId()).stream())
                .distinct()
                .flatMap(policy -> candidate(subject, policy).stream())
                .toList();
    }

    /** Without a product, policy or order, only a rule about the customer can refuse. */
    private static Optional<Finding> ofCustomer(Optional<CustomerState> customer) {
        return customer.isEmpty() || customer.get().active()
                ? Optional.empty()
                : Finding.of(AccessRule.CUSTOMER_INACTIVE, "The customer is switched off.");
    }

    private Optional<Finding> ofAny(Request request, List<Candidate> candidates) {
        return candidates.isEmpty()
                ? Finding.of(AccessRule.NOT_FOUND, "There is no policy to issue it under.")
                : Finding.ofAny(candidates.stream().map(candidate -> refusal(request, candidate)));
    }

    private Optional<Finding> refusal(Request request, Candidate candidate) {
        IssueFacts known =
                facts.about(
                        request.issuer(),
                        candidate.product(),
                        candidate.policy(),
                        request.customer(),
                        request.order());
        return switch (IssueRules.decide(request.terms(), known)) {
            case IssueDecision.Refused refused ->
                    Optional.of(explained(request.subject(), refused));
            case IssueDecision.Planned planned ->
                    planned.plan().claims().stream()
                            .flatMap(claim -> notLeft(request, claim).stream())
                            .findFirst();
            case IssueDecision.Invalid invalid ->
                    throw new IllegalStateException("the question has no " + invalid.field());
        };
    }

    private static Finding explained(Subject subject, IssueDecision.Refused refused) {
        return switch (refused.rule()) {
            case PRODUCT_WITHDRAWN,
                    POLICY_WITHDRAWN,
                    PRODUCT_NOT_GRANTED,
                    POLICY_NOT_GRANTED,
                    GRANT_EXPIRED ->
                    new NotSold(refused.rule(), refused.at()).explained(subject);
            case NOT_ASSIGNED ->
                    new Finding(
                            refused.rule(),
                            (subject.asOther() ? nameOf(subject) + " is" : "You are")
                                    + " not assigned to issue it in this order.");
            default -> new Finding(refused.rule(), refused.detail());
        };
    }

    private static String nameOf(Subject subject) {
        return subject.path().getLast().name();
    }

    /**
     * Counts are shown only to callers who may see the partner that they are about. Of a partner
     * above the asker, the answer says only that it has too few licenses left.
     */
    private Optional<Finding> notLeft(Request request, QuotaClaim claim) {
        long left = facts.left(claim);
        if (claim.count() <= left) {
            return Optional.empty();
        }
        String leftOf = "%d of %d".formatted(left, claim.limit());
        String asked = asked(claim.count());
        String reason =
                switch (claim.rule()) {
                    case UNPAID_LIMIT_REACHED ->
                            "%s unpaid licenses are left, %s: settle some first."
                                    .formatted(leftOf, asked);
                    case LICENSE_MANAGER_MAX_REACHED ->
                            "%s licenses of this product may still be issued in this order, %s."
                                    .formatted(leftOf, asked);
                    case ORDER_LINE_USED_UP ->
                            request.order() != null
                                            && request.subject()
                                                    .asker()
                                                    .sees(request.order().path(), null)
                                    ? "%s licenses are left in the order's line, %s."
                                            .formatted(leftOf, asked)
                                    : "The order" + notEnough(left);
                    case GRANT_USED_UP ->
                            request.subject()
                                    .nameOfCounted(claim.granted())
                                    .map(
                                            name ->
                                                    "%s has %s licenses of this product left, %s."
                                                            .formatted(name, leftOf, asked))
                                    .orElseGet(() -> "A partner above" + notEnough(left));
                    case TRIAL_LIMIT_REACHED ->
                            "%s trial licenses may still be issued this month, %s."
                                    .formatted(leftOf, asked);
                    case TRIAL_USED_UP ->
                            left == 0
                                    ? "The customer has tried this product already."
                                    : "A customer tries a product once, %s.".formatted(asked);
                    default -> throw new IllegalStateException(claim + " is no quota");
                };
        return Finding.of(claim.rule(), reason);
    }

    private static String asked(long count) {
        return count == 1 ? "1 is asked for" : count + " are asked for";
    }

    private static String notEnough(long left) {
        return left == 0
                ? " has no licenses of this product left."
                : " has fewer licenses of this product left than are asked for.";
    }
}
