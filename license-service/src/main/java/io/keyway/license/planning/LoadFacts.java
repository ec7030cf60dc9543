package io.keyway.license.planning;

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
import io.keyway.license.orders.ReceivedOrders;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.quotas.Quotas;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Loads what the issue rules decide on, for issuing and for access checks. An id outside the
 * caller's scope is treated as missing.
 */
@Component
public class LoadFacts {

    private final Quotas quotas;
    private final Licenses licenses;
    private final Catalog catalog;
    private final Network network;
    private final ReceivedOrders orders;
    private final Clock clock;

    LoadFacts(
            Quotas quotas,
            Licenses licenses,
            Catalog catalog,
            Network network,
            ReceivedOrders orders,
            Clock clock) {
        this.quotas = quotas;
        this.licenses = licenses;
        this.catalog = catalog;
        this.network = network;
        this.orders = orders;
        this.clock = clock;
    }

    public Optional<PartnerState> issuer(PartnerId id) {
        return network.partner(id);
    }

    /** Empty if the caller does not see the customer, product, policy or order of the request. */
    public Optional<IssueFacts> forRequest(
            Caller caller, PartnerState issuer, IssueRequest request) {
        Optional<CustomerState> customer = customer(caller, request.customerId());
        Optional<Product> product = product(caller, request.productId());
        Optional<Policy> policy = policy(caller, request.policyId());
        OrderId orderId = request.orderId();
        Optional<OrderState> order = orderId == null ? Optional.empty() : order(caller, orderId);
        boolean missing =
                customer.isEmpty()
                        || product.isEmpty()
                        || policy.isEmpty()
                        || (orderId != null && order.isEmpty());
        return missing
                ? Optional.empty()
                : Optional.of(
                        about(
                                issuer,
                                product.get(),
                                policy.get(),
                                customer.get(),
                                order.orElse(null)));
    }

    /**
     * Facts for an immediate order line; empty until everything that it names has arrived from the
     * other services.
     *
     * @param path from the vendor down to the order's owner
     */
    public Optional<IssueFacts> forOrderLine(List<PartnerId> path, IssueRequest request) {
        Optional<PartnerState> owner = network.partner(path.getLast());
        Optional<CustomerState> customer =
                network.customer(request.customerId())
                        .filter(known -> known.path().containsAll(path));
        Optional<Product> product = catalog.product(request.productId());
        Optional<Policy> policy = catalog.policy(request.policyId());
        Optional<OrderState> order = Optional.ofNullable(request.orderId()).flatMap(orders::order);
        boolean missing =
                owner.isEmpty()
                        || customer.isEmpty()
                        || product.isEmpty()
                        || policy.isEmpty()
                        || order.isEmpty();
        return missing
                ? Optional.empty()
                : Optional.of(
                        facts(
                                owner.get(),
                                product.get(),
                                policy.get(),
                                customer.get(),
                                order.get(),
                                Map.of()));
    }

    Optional<CustomerState> customer(Caller caller, CustomerId id) {
        return network.customer(caller, id);
    }

    Optional<OrderState> order(Caller caller, OrderId id) {
        return orders.order(caller, id);
    }

    /** A product of the caller's vendor; whether the caller may sell it is decided later. */
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
     * @param customer null if the question names no customer
     * @param order null when issuing from the portfolio
     */
    IssueFacts about(
            PartnerState issuer,
            Product product,
            Policy policy,
            @Nullable CustomerState customer,
            @Nullable OrderState order) {
        return facts(
                issuer,
                product,
                policy,
                customer,
                order,
                order == null ? Map.of() : usedOfLines(order));
    }

    private IssueFacts facts(
            PartnerState issuer,
            Product product,
            Policy policy,
            @Nullable CustomerState customer,
            @Nullable OrderState order,
            Map<LineId, Long> usedOfLines) {
        return new IssueFacts(
                clock.instant(),
                issuer,
                product,
                policy,
                customer,
                customer != null && licenses.hasPrimary(customer.id(), product.id()),
                network.grantsForSale(order == null ? issuer.path() : order.path()),
                order,
                usedOfLines);
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
