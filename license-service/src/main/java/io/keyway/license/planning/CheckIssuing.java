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
import io.keyway.license.issuance.IssueLicenses;
import io.keyway.license.quotas.QuotaClaim;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Why something may or may not be issued: what {@link IssueLicenses} would decide, with {@link
 * IssuePlan} and the same facts, and what is left of the quotas that it would claim.
 */
@Component
public class CheckIssuing {

    /** A policy that could be issued. */
    private record Candidate(Product product, Policy policy) {}

    /** What is to be issued, whichever policy it will be, and whose question that is. */
    private record Wish(
            Subject subject,
            PartnerState issuer,
            RequestedTerms wanted,
            @Nullable CustomerState customer,
            @Nullable OrderState order) {}

    private final LoadFacts facts;
    private final LicenseProperties.Issuance settings;

    CheckIssuing(LoadFacts facts, LicenseProperties settings) {
        this.facts = facts;
        this.settings = settings.issuance();
    }

    /** The first rule that refuses, those that every service asks being asked already. */
    public Optional<Finding> refusal(Subject subject, AccessQuestion question) {
        Optional<PartnerState> issuer =
                Optional.ofNullable(subject.seer().partnerId()).flatMap(facts::issuer);
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
        Wish wish =
                new Wish(
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
                    facts.policy(subject.seer(), id)
                            .filter(policy -> subject.knowsCatalogOf(policy.vendorId()))
                            .flatMap(policy -> candidate(subject, policy))
                            .map(candidate -> ofAny(wish, List.of(candidate)))
                            .orElseGet(Finding::notFound);
            case ProductId id ->
                    facts.product(subject.seer(), id)
                            .filter(product -> subject.knowsCatalogOf(product.vendorId()))
                            .map(product -> ofAny(wish, candidates(product)))
                            .orElseGet(Finding::notFound);
            case null, default ->
                    order.isPresent()
                            ? ofAny(wish, candidates(subject, order.get()))
                            : ofCustomer(customer);
        };
    }

    private Optional<CustomerState> customer(Subject subject, AccessQuestion question) {
        return Optional.ofNullable(question.customerId())
                .flatMap(id -> facts.customer(subject.seer(), id))
                .filter(found -> subject.sees(found.path(), found.id()));
    }

    /** A license manager sees its orders, but who stands between it and their owner does not. */
    private Optional<OrderState> order(Subject subject, AccessQuestion question) {
        return Optional.ofNullable(question.orderId())
                .flatMap(id -> facts.order(subject.seer(), id))
                .filter(
                        found ->
                                !subject.asOther()
                                        || facts.order(subject.asker(), found.id()).isPresent());
    }

    private Optional<Candidate> candidate(Subject subject, Policy policy) {
        return facts.product(subject.seer(), policy.productId())
                .map(product -> new Candidate(product, policy));
    }

    private List<Candidate> candidates(Product product) {
        return facts.policies(product).stream()
                .map(policy -> new Candidate(product, policy))
                .toList();
    }

    private List<Candidate> candidates(Subject subject, OrderState order) {
        return order.lines().stream()
                .flatMap(line -> facts.policy(subject.seer(), line.policyId()).stream())
                .distinct()
                .flatMap(policy -> candidate(subject, policy).stream())
                .toList();
    }

    /** Of nothing in particular only the customer can be at fault. */
    private static Optional<Finding> ofCustomer(Optional<CustomerState> customer) {
        return customer.isEmpty() || customer.get().active()
                ? Optional.empty()
                : Finding.of(AccessRule.CUSTOMER_INACTIVE, "The customer is switched off.");
    }

    private Optional<Finding> ofAny(Wish wish, List<Candidate> candidates) {
        return candidates.isEmpty()
                ? Finding.of(AccessRule.NOT_FOUND, "There is no policy to issue it under.")
                : Finding.ofAny(candidates.stream().map(candidate -> refusal(wish, candidate)));
    }

    private Optional<Finding> refusal(Wish wish, Candidate candidate) {
        IssueFacts known =
                facts.about(
                        wish.issuer(),
                        candidate.product(),
                        candidate.policy(),
                        wish.customer(),
                        wish.order());
        return switch (IssueRules.decide(wish.wanted(), known)) {
            case IssueDecision.Refused refused ->
                    Optional.of(explained(wish.subject(), refused));
            case IssueDecision.Planned planned ->
                    planned.plan().claims().stream()
                            .flatMap(claim -> notLeft(wish, claim).stream())
                            .findFirst();
            case IssueDecision.Invalid invalid ->
                    throw new IllegalStateException("nobody asked for a " + invalid.field());
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
     * The numbers that decide are said to whoever sees those whom they are about. Of a partner
     * above it is only said that it has not enough: how much it has is none of the asker's
     * business.
     */
    private Optional<Finding> notLeft(Wish wish, QuotaClaim claim) {
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
                            wish.order() != null
                                            && wish.subject()
                                                    .asker()
                                                    .sees(wish.order().path(), null)
                                    ? "%s licenses are left in the order's line, %s."
                                            .formatted(leftOf, asked)
                                    : "The order" + notEnough(left);
                    case GRANT_USED_UP ->
                            wish.subject()
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
