package io.keyway.license.issuance;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.license.catalog.Catalog;
import io.keyway.license.catalog.Policy;
import io.keyway.license.catalog.Product;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.network.Network;
import io.keyway.license.network.TakenOrders;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What it depends on whether something may be issued, for who issues and for who asks why not. What
 * is out of scope is missing.
 */
@Component
class FindFacts {

    private final Quotas quotas;
    private final Licenses licenses;
    private final Catalog catalog;
    private final Network network;
    private final TakenOrders orders;
    private final Clock clock;

    FindFacts(
            Quotas quotas,
            Licenses licenses,
            Catalog catalog,
            Network network,
            TakenOrders orders,
            Clock clock) {
        this.quotas = quotas;
        this.licenses = licenses;
        this.catalog = catalog;
        this.network = network;
        this.orders = orders;
        this.clock = clock;
    }

    Optional<PartnerState> issuer(PartnerId id) {
        return network.partner(id);
    }

    Optional<CustomerState> customer(Caller caller, CustomerId id) {
        return network.customer(caller, id);
    }

    Optional<OrderState> order(Caller caller, OrderId id) {
        return orders.order(caller, id);
    }

    /** The catalog of the caller's vendor: what of it may be sold is decided later. */
    Optional<Product> product(Caller caller, ProductId id) {
        return catalog.product(id).filter(found -> found.vendorId().equals(caller.vendorId()));
    }

    Optional<Policy> policy(Caller caller, PolicyId id) {
        return catalog.policy(id).filter(found -> found.vendorId().equals(caller.vendorId()));
    }

    List<Policy> policies(Product product) {
        return catalog.policies(product.id());
    }

    /**
     * @param customer absent where it is asked about nobody in particular
     * @param order absent where it is issued from the portfolio
     */
    IssuePlan.Facts about(
            PartnerState issuer,
            Product product,
            Policy policy,
            @Nullable CustomerState customer,
            @Nullable OrderState order) {
        return new IssuePlan.Facts(
                clock.instant(),
                issuer,
                product,
                policy,
                customer,
                customer != null && licenses.hasPrimary(customer.id(), product.id()),
                network.grantsAlong(order == null ? issuer.path() : order.path()),
                order,
                order == null ? Map.of() : usedOfLines(order));
    }

    private Map<LineId, Long> usedOfLines(OrderState order) {
        return order.lines().stream()
                .collect(
                        Collectors.toMap(
                                Line::id,
                                line -> quotas.used(QuotaClaim.lineOf(order.id(), line.id()))));
    }

    /** How much of a quota is left; a hint, the claim decides. */
    long left(QuotaClaim claim) {
        return Math.max(0, claim.limit() - quotas.used(claim.quota()));
    }
}
