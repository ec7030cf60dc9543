package io.keyway.partner.accesscheck;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.Portfolio;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.Refused;
import io.keyway.partner.customers.Customer;
import io.keyway.partner.customers.Customers;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import io.keyway.partner.portfolio.Portfolios;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the rules one after another and stops at the first that refuses. */
@Component
class CheckAccess {

    /**
     * @param rule the first that fails; {@link AccessRule#ALLOWED} if none does
     * @param reason in words, for whoever asked
     */
    record Finding(AccessRule rule, String reason) {

        static final Finding ALLOWED = new Finding(AccessRule.ALLOWED, "Nothing refuses this.");
    }

    /**
     * Who is asked about.
     *
     * @param seer whose branch counts for what is visible
     * @param path from the vendor down to it; empty for the operator
     * @param asOther whether it is asked in a partner's place: then no account's permissions count
     */
    private record Subject(Caller seer, List<Partner> path, boolean asOther) {

        private List<PartnerId> ids() {
            return path.stream().map(Partner::id).toList();
        }

        /** Only partners that whoever asked may know are named. */
        private String name(Caller asker, Partner partner) {
            boolean known =
                    asker.sees(partner.scope(), null)
                            || (asker.path().size() > 1
                                    && asker.path()
                                            .get(asker.path().size() - 2)
                                            .equals(partner.id()));
            return known ? partner.name() : "a partner above";
        }
    }

    private final Partners partners;
    private final Customers customers;
    private final Portfolios portfolios;
    private final Clock clock;

    CheckAccess(Partners partners, Customers customers, Portfolios portfolios, Clock clock) {
        this.partners = partners;
        this.customers = customers;
        this.portfolios = portfolios;
        this.clock = clock;
    }

    /**
     * @param partnerId the partner in whose place it is asked; absent for the caller itself
     * @param resource id of a partner, customer, product or policy; absent for the action as such
     */
    Finding check(
            Caller caller,
            Action action,
            @Nullable PartnerId partnerId,
            @Nullable String resource) {
        Subject subject = subject(caller, partnerId);
        return role(subject, action)
                .or(() -> switchedOff(caller, subject))
                .or(() -> permission(caller, subject, action))
                .or(
                        () ->
                                resource == null
                                        ? Optional.empty()
                                        : on(caller, subject, action, resource))
                .orElse(Finding.ALLOWED);
    }

    private Subject subject(Caller caller, @Nullable PartnerId partnerId) {
        if (partnerId == null) {
            return new Subject(caller, load(caller.path()), false);
        }
        List<PartnerId> path = partners.find(caller, partnerId).state().scope();
        List<Partner> loaded = load(path);
        Caller other =
                new Caller(
                        Optional.ofNullable(caller.actor()).orElseThrow(Refused::notFound),
                        null,
                        Role.PARTNER,
                        partnerId,
                        null,
                        path,
                        Permission.ofVendor());
        return new Subject(other, loaded, true);
    }

    private List<Partner> load(List<PartnerId> path) {
        List<Partner> loaded = new ArrayList<>();
        path.forEach(id -> partners.load(id).ifPresent(loaded::add));
        return loaded;
    }

    private static Optional<Finding> role(Subject subject, Action action) {
        boolean fits =
                switch (subject.seer().role()) {
                    case OPERATOR -> !(action == Action.ISSUE || action == Action.ORDER);
                    case PARTNER -> true;
                    case CUSTOMER -> action == Action.SEE;
                    case ANONYMOUS, GATEWAY -> false;
                };
        return fits
                ? Optional.empty()
                : found(AccessRule.ROLE, "Only partners issue and order; customers only look.");
    }

    private static Optional<Finding> switchedOff(Caller caller, Subject subject) {
        for (Partner partner : subject.path()) {
            if (partner.status() != PartnerStatus.ACTIVE) {
                return found(
                        AccessRule.PARTNER_INACTIVE,
                        "%s is switched off, and everything below it."
                                .formatted(subject.name(caller, partner)));
            }
        }
        if (subject.seer().role() == Role.PARTNER
                && subject.path().size() > 1
                && !subject.path().getFirst().portalEnabled()) {
            return found(
                    AccessRule.PORTAL_OFF, "The partner portal of the vendor is switched off.");
        }
        return Optional.empty();
    }

    private static Optional<Finding> permission(Caller caller, Subject subject, Action action) {
        Permission needed = action.needed();
        if (needed == null || subject.seer().role() != Role.PARTNER) {
            return Optional.empty();
        }
        String name = needed.name().toLowerCase(Locale.ROOT);
        for (Partner partner : subject.path()) {
            if (!partner.permissions().contains(needed)) {
                return found(
                        AccessRule.PARTNER_PERMISSION_MISSING,
                        "%s does not have the permission %s."
                                .formatted(subject.name(caller, partner), name));
            }
        }
        return !subject.asOther() && !caller.may(needed)
                ? found(
                        AccessRule.ACCOUNT_PERMISSION_MISSING,
                        "Your account or key does not have the permission %s.".formatted(name))
                : Optional.empty();
    }

    private Optional<Finding> on(Caller caller, Subject subject, Action action, String resource) {
        try {
            return switch (resource.substring(0, Math.max(0, resource.indexOf('_')))) {
                case "prt" -> onPartner(caller, subject, action, new PartnerId(resource));
                case "cus" -> onCustomer(caller, subject, action, new CustomerId(resource));
                case "prd" -> onProduct(caller, subject, action, new ProductId(resource));
                case "pol" -> onPolicy(caller, subject, action, new PolicyId(resource));
                default -> throw noResource();
            };
        } catch (IllegalArgumentException noId) {
            throw noResource();
        }
    }

    private static Refused noResource() {
        return Refused.invalid(
                        "resource", "must be the id of a partner, customer, product or policy")
                .get();
    }

    private Optional<Finding> onPartner(
            Caller caller, Subject subject, Action action, PartnerId id) {
        Optional<Partner> partner =
                partners.load(id)
                        .filter(found -> subject.seer().sees(found.scope(), null))
                        .filter(found -> caller.sees(found.scope(), null));
        if (partner.isEmpty()) {
            return notFound();
        }
        return action != Action.SEE && id.equals(subject.seer().partnerId())
                ? found(AccessRule.OWN_TERMS, "A partner's own terms are its parent's business.")
                : Optional.empty();
    }

    private Optional<Finding> onCustomer(
            Caller caller, Subject subject, Action action, CustomerId id) {
        Optional<Customer> customer =
                customers
                        .load(id)
                        .filter(found -> subject.seer().sees(found.scope(), found.id()))
                        .filter(found -> caller.sees(found.scope(), found.id()));
        if (customer.isEmpty()) {
            return notFound();
        }
        return action.sells() && !customer.get().active()
                ? found(AccessRule.CUSTOMER_INACTIVE, "The customer is switched off.")
                : Optional.empty();
    }

    /** A product may be sold if one of its policies may: the first that almost may explains. */
    private Optional<Finding> onProduct(
            Caller caller, Subject subject, Action action, ProductId id) {
        Optional<ProductState> product = known(caller, id);
        if (product.isEmpty()) {
            return notFound();
        }
        List<PolicyState> policies = portfolios.policies(id);
        if (policies.isEmpty()) {
            return action.sells()
                    ? found(AccessRule.NOT_FOUND, "The product has no policy to sell it under.")
                    : Optional.empty();
        }
        Optional<Finding> first = Optional.empty();
        for (PolicyState policy : policies) {
            Optional<Finding> finding = sold(caller, subject, action, product.get(), policy);
            if (finding.isEmpty()) {
                return finding;
            }
            first = first.isEmpty() ? finding : first;
        }
        return first;
    }

    private Optional<Finding> onPolicy(Caller caller, Subject subject, Action action, PolicyId id) {
        Optional<PolicyState> policy = portfolios.policy(id);
        Optional<ProductState> product = policy.flatMap(found -> known(caller, found.productId()));
        return policy.isEmpty() || product.isEmpty()
                ? notFound()
                : sold(caller, subject, action, product.get(), policy.get());
    }

    /** The catalog of the caller's own vendor is no secret; that of another one does not exist. */
    private Optional<ProductState> known(Caller caller, ProductId id) {
        return portfolios
                .product(id)
                .filter(
                        product ->
                                caller.role() == Role.OPERATOR
                                        || product.vendorId().equals(caller.vendorId()));
    }

    private Optional<Finding> sold(
            Caller caller,
            Subject subject,
            Action action,
            ProductState product,
            PolicyState policy) {
        if (subject.path().isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Portfolio portfolio = portfolios.portfolio(subject.ids());
        Optional<PartnerId> at = portfolio.refusedAt(product.id(), policy.id(), now);
        if (at.isPresent()) {
            Partner partner = partners.load(at.get()).orElseThrow(Refused::notFound);
            String name = subject.name(caller, partner);
            return switch (portfolio.gapAt(at.get(), product.id(), policy.id())) {
                case PRODUCT_NOT_GRANTED ->
                        found(
                                AccessRule.PRODUCT_NOT_GRANTED,
                                "The product has not been granted to %s.".formatted(name));
                case POLICY_NOT_GRANTED ->
                        found(
                                AccessRule.POLICY_NOT_GRANTED,
                                "The product has been granted to %s, this policy has not."
                                        .formatted(name));
                case GRANT_EXPIRED ->
                        found(
                                AccessRule.GRANT_EXPIRED,
                                "The grant to %s has ended.".formatted(name));
            };
        }
        if (action.sells() && product.status() != CatalogStatus.ACTIVE) {
            return found(
                    AccessRule.PRODUCT_WITHDRAWN,
                    "The vendor has withdrawn the product from sale.");
        }
        return action.sells() && policy.status() != CatalogStatus.ACTIVE
                ? found(
                        AccessRule.POLICY_WITHDRAWN,
                        "The vendor has withdrawn the policy from sale.")
                : Optional.empty();
    }

    private static Optional<Finding> notFound() {
        return found(AccessRule.NOT_FOUND, "It does not exist, or lies outside the branch.");
    }

    private static Optional<Finding> found(AccessRule rule, String reason) {
        return Optional.of(new Finding(rule, reason));
    }
}
