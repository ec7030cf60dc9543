package io.keyway.partner.accesscheck;

import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.access.AccessAction;
import io.keyway.kit.access.AccessQuestion;
import io.keyway.kit.access.AccessRules;
import io.keyway.kit.access.CommonRules;
import io.keyway.kit.access.Finding;
import io.keyway.kit.access.Subject;
import io.keyway.partner.customers.Customer;
import io.keyway.partner.customers.Customers;
import io.keyway.partner.network.Catalog;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import io.keyway.partner.portfolio.Portfolios;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Answers access questions about partners, customers, products and policies. A question about an
 * action without a resource is decided by the common rules alone.
 */
@Component
class CheckAccess implements AccessRules {

    private final Partners partners;
    private final Customers customers;
    private final Portfolios portfolios;
    private final Catalog catalog;
    private final Clock clock;

    CheckAccess(
            Partners partners,
            Customers customers,
            Portfolios portfolios,
            Catalog catalog,
            Clock clock) {
        this.partners = partners;
        this.customers = customers;
        this.portfolios = portfolios;
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public boolean decides(AccessQuestion question) {
        return !question.action().sells()
                && !(question.resource() instanceof OrderId)
                && !(question.resource() instanceof LicenseId);
    }

    @Override
    public Optional<PartnerState> partner(Caller caller, PartnerId id) {
        return Optional.of(partners.find(caller, id).state().toState());
    }

    @Override
    public List<PartnerState> partners(List<PartnerId> path) {
        return path.stream()
                .flatMap(id -> partners.load(id).stream())
                .map(Partner::toState)
                .toList();
    }

    @Override
    public Optional<Finding> refusal(Subject subject, AccessQuestion question) {
        AccessAction action = question.action();
        Id resource = question.resource();
        return switch (resource) {
            case PartnerId id -> onPartner(subject, action, id);
            case CustomerId id ->
                    CommonRules.customer(
                            subject, action, customers.load(id).map(Customer::toState));
            case ProductId id ->
                    ofAny(subject, action, visibleProduct(subject, id), catalog.policies(id));
            case PolicyId id -> onPolicy(subject, action, id);
            case null, default -> Optional.empty();
        };
    }

    private Optional<Finding> onPartner(Subject subject, AccessAction action, PartnerId id) {
        boolean seen =
                partners.load(id)
                        .filter(partner -> subject.sees(partner.scope(), null))
                        .isPresent();
        if (!seen) {
            return Finding.notFound();
        }
        return action != AccessAction.SEE && id.equals(subject.viewer().partnerId())
                ? Finding.of(
                        AccessRule.OWN_TERMS, "A partner's own terms are its parent's business.")
                : Optional.empty();
    }

    private Optional<Finding> onPolicy(Subject subject, AccessAction action, PolicyId id) {
        Optional<PolicyState> policy = catalog.policy(id);
        return ofAny(
                subject,
                action,
                policy.flatMap(found -> visibleProduct(subject, found.productId())),
                policy.stream().toList());
    }

    /** One allowed policy is enough; of a product without policies only the product is checked. */
    private Optional<Finding> ofAny(
            Subject subject,
            AccessAction action,
            Optional<ProductState> product,
            List<PolicyState> policies) {
        if (product.isEmpty()) {
            return Finding.notFound();
        }
        if (policies.isEmpty()) {
            return Optional.empty();
        }
        Portfolio portfolio = portfolios.portfolio(subject.ids());
        Instant now = clock.instant();
        return Finding.ofAny(
                policies.stream()
                        .map(
                                policy ->
                                        CommonRules.policy(
                                                subject,
                                                action,
                                                product.get(),
                                                policy,
                                                portfolio,
                                                now)));
    }

    private Optional<ProductState> visibleProduct(Subject subject, ProductId id) {
        return catalog.product(id).filter(product -> subject.knowsCatalogOf(product.vendorId()));
    }
}
