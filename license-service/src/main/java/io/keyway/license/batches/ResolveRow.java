package io.keyway.license.batches;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.license.batchinput.RowInput;
import io.keyway.license.catalog.Catalog;
import io.keyway.license.catalog.Policy;
import io.keyway.license.catalog.Product;
import io.keyway.license.network.Network;
import io.keyway.license.orders.ReceivedOrders;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the customer, product and policy that a row names. A code, name or e-mail is looked up only
 * among what the sender sees, so that guessing does not reveal what else exists.
 */
@Component
class ResolveRow {

    sealed interface Resolved {
        record Found(CustomerState customer, Product product, Policy policy) implements Resolved {}

        /** A name is unknown or ambiguous. */
        record Unresolved(ProblemCode code, String detail) implements Resolved {}
    }

    private final Network network;
    private final Catalog catalog;
    private final ReceivedOrders orders;

    ResolveRow(Network network, Catalog catalog, ReceivedOrders orders) {
        this.network = network;
        this.catalog = catalog;
        this.orders = orders;
    }

    /**
     * @throws io.keyway.kit.store.ReplicaBehindException if something named is missing and its
     *     event may not have been consumed yet
     */
    Resolved resolve(Caller caller, @Nullable OrderId orderId, RowInput row) {
        List<CustomerState> customers = customers(caller, named(row.customer()));
        if (customers.size() != 1) {
            return customers.isEmpty()
                    ? missing("customer")
                    : ambiguous("Several customers have this e-mail");
        }
        List<Line> lines =
                Optional.ofNullable(orderId)
                        .flatMap(id -> orders.order(caller, id))
                        .map(OrderState::lines)
                        .orElse(List.of());
        Optional<Product> product = product(caller, lines, named(row.product()));
        if (product.isEmpty()) {
            return missing("product");
        }
        List<Policy> policies = policies(caller, lines, product.get(), named(row.policy()));
        if (policies.size() != 1) {
            return policies.isEmpty()
                    ? missing("policy")
                    : ambiguous("Several policies of the product have this name");
        }
        return new Resolved.Found(customers.getFirst(), product.get(), policies.getFirst());
    }

    private List<CustomerState> customers(Caller caller, String name) {
        Optional<CustomerId> id = id(name, CustomerId::new);
        return id.isPresent()
                ? network.customer(caller, id.get()).stream().toList()
                : network.customers(caller, name.strip().toLowerCase(Locale.ROOT));
    }

    private Optional<Product> product(Caller caller, List<Line> lines, String name) {
        Optional<ProductId> id = id(name, ProductId::new);
        if (id.isPresent()) {
            return catalog.product(id.get())
                    .filter(found -> found.vendorId().equals(caller.vendorId()));
        }
        return catalog.product(Objects.requireNonNull(caller.vendorId()), name.strip())
                .filter(
                        found ->
                                catalog.product(caller, found.id()).isPresent()
                                        || lines.stream()
                                                .anyMatch(
                                                        line ->
                                                                line.productId()
                                                                        .equals(found.id())));
    }

    /** Among policies of the same name, those on sale win over withdrawn ones. */
    private List<Policy> policies(Caller caller, List<Line> lines, Product product, String name) {
        Optional<PolicyId> id = id(name, PolicyId::new);
        if (id.isPresent()) {
            return catalog
                    .policy(id.get())
                    .filter(found -> found.productId().equals(product.id()))
                    .stream()
                    .toList();
        }
        List<Policy> seen =
                catalog.policies(product.id()).stream()
                        .filter(policy -> policy.name().strip().equalsIgnoreCase(name.strip()))
                        .filter(
                                policy ->
                                        catalog.policy(caller, policy.id()).isPresent()
                                                || lines.stream()
                                                        .anyMatch(
                                                                line ->
                                                                        line.policyId()
                                                                                .equals(
                                                                                        policy
                                                                                                .id())))
                        .toList();
        List<Policy> sold = seen.stream().filter(Policy::onSale).toList();
        return sold.isEmpty() ? seen : sold;
    }

    private static String named(@Nullable String cell) {
        return Objects.requireNonNull(cell, "a row without it is refused before");
    }

    private static <I extends Id> Optional<I> id(String name, Function<String, I> of) {
        try {
            return Optional.of(of.apply(name.strip()));
        } catch (IllegalArgumentException otherwise) {
            return Optional.empty();
        }
    }

    private static Resolved missing(String what) {
        return new Resolved.Unresolved(ProblemCode.NOT_FOUND, "There is no such " + what + ".");
    }

    private static Resolved ambiguous(String what) {
        return new Resolved.Unresolved(ProblemCode.CONFLICT, what + ": write its id.");
    }
}
