package io.keyway.order.accesscheck;

import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
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
import io.keyway.kit.store.Stored;
import io.keyway.order.OrderProperties;
import io.keyway.order.licensemanagers.ManagerRules;
import io.keyway.order.network.Network;
import io.keyway.order.orders.Order;
import io.keyway.order.orders.Orders;
import io.keyway.order.pricing.Pricing;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Explains why something may be ordered or not, and why an order may be seen or shared or not. */
@Component
class CheckAccess implements AccessRules {

    /** An order that is asked about, before its product and policy are looked at. */
    private record Wanted(Subject subject, PartnerState buyer, long quantity) {}

    private final Orders orders;
    private final Network network;
    private final OrderProperties settings;
    private final Clock clock;

    CheckAccess(Orders orders, Network network, OrderProperties settings, Clock clock) {
        this.orders = orders;
        this.network = network;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public boolean decides(AccessQuestion question) {
        return question.action() == AccessAction.ORDER
                || (question.resource() instanceof OrderId
                        && question.action() != AccessAction.ISSUE);
    }

    @Override
    public Optional<PartnerState> partner(Caller caller, PartnerId id) {
        return network.findPartner(caller, id);
    }

    @Override
    public List<PartnerState> partners(List<PartnerId> path) {
        return network.partnersAlong(path);
    }

    @Override
    public Optional<Finding> refusal(Subject subject, AccessQuestion question) {
        return question.resource() instanceof OrderId id
                ? onOrder(subject, question.action(), id)
                : ordering(subject, question);
    }

    private Optional<Finding> onOrder(Subject subject, AccessAction action, OrderId id) {
        Optional<Order> order =
                orders.findIfVisible(subject.viewer(), id)
                        .map(Stored::state)
                        .filter(found -> subject.sees(found.scope(), null));
        if (order.isEmpty()) {
            return Finding.notFound();
        }
        return action == AccessAction.ASSIGN_MANAGER
                ? ManagerRules.refusal(order.get(), subject.viewer())
                        .or(() -> ManagerRules.full(order.get(), settings.managersMax()))
                : Optional.empty();
    }

    /** Checks in the same order as placing an order does, so that both name the same refusal. */
    private Optional<Finding> ordering(Subject subject, AccessQuestion question) {
        Optional<PartnerState> buyer =
                Optional.ofNullable(subject.viewer().partnerId())
                        .flatMap(id -> network.findPartner(subject.viewer(), id));
        if (buyer.isEmpty()) {
            return Finding.notFound();
        }
        return customer(subject, question)
                .or(() -> quantity(question))
                .or(() -> onCatalog(subject, question, buyer.get()));
    }

    private Optional<Finding> customer(Subject subject, AccessQuestion question) {
        if (question.customerId() == null) {
            return Optional.empty();
        }
        Optional<CustomerState> customer =
                network.findCustomer(subject.viewer(), question.customerId());
        return CommonRules.customer(subject, question.action(), customer);
    }

    private Optional<Finding> quantity(AccessQuestion question) {
        return question.quantity() <= settings.quantityMax()
                ? Optional.empty()
                : Finding.of(
                        AccessRule.QUANTITY_TOO_LARGE,
                        "A line is for at most %d licenses, %d are asked for."
                                .formatted(settings.quantityMax(), question.quantity()));
    }

    private Optional<Finding> onCatalog(
            Subject subject, AccessQuestion question, PartnerState buyer) {
        Wanted wanted = new Wanted(subject, buyer, question.quantity());
        return switch (question.resource()) {
            case PolicyId id -> {
                Optional<PolicyState> policy = network.findPolicy(id);
                yield ofAny(
                        wanted,
                        policy.flatMap(found -> visibleProduct(subject, found.productId())),
                        policy.stream().toList());
            }
            case ProductId id -> ofAny(wanted, visibleProduct(subject, id), network.policies(id));
            case null, default -> Optional.empty();
        };
    }

    private Optional<ProductState> visibleProduct(Subject subject, ProductId id) {
        return network.findProduct(id)
                .filter(product -> subject.knowsCatalogOf(product.vendorId()));
    }

    private Optional<Finding> ofAny(
            Wanted wanted, Optional<ProductState> product, List<PolicyState> policies) {
        if (product.isEmpty()) {
            return Finding.notFound();
        }
        if (policies.isEmpty()) {
            return Finding.of(AccessRule.NOT_FOUND, "The product has no policy to order it under.");
        }
        Portfolio portfolio = network.portfolio(wanted.buyer().path());
        Instant now = clock.instant();
        return Finding.ofAny(
                policies.stream()
                        .map(
                                policy ->
                                        Pricing.of(
                                                wanted.buyer(),
                                                product.get(),
                                                policy,
                                                wanted.quantity(),
                                                portfolio,
                                                now))
                        .map(pricing -> explained(wanted.subject(), pricing)));
    }

    private static Optional<Finding> explained(Subject subject, Pricing pricing) {
        return switch (pricing) {
            case Pricing.Priced priced -> Optional.empty();
            case Pricing.NotInPortfolio not -> Optional.of(not.why().explained(subject));
            case Pricing.AboveMaximum above -> Finding.of(AccessRule.GRANT_USED_UP, above.reason());
            case Pricing.Unpriced not -> Finding.of(not.rule(), sentence(not));
        };
    }

    private static String sentence(Pricing.Unpriced not) {
        return (not.field().equals("quantity") ? "It " : "The policy ") + not.message() + ".";
    }
}
