package io.keyway.license.catalog;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.license.network.Network;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The store of products and policies. A vendor sees all of its own, a partner below it what is in
 * its effective portfolio; no caller sees those of another vendor.
 */
@Component(
        "productCatalog") // Not the name of a topic: StreamBridge takes a bean of that name for its
// channel.
public class Catalog {

    private final Aggregates<Product> products;
    private final Aggregates<Policy> policies;
    private final Network network;
    private final Clock clock;

    Catalog(Store store, Network network, Clock clock) {
        this.products = store.aggregates("products", Product.class).unique("state.codeKey");
        this.policies =
                store.aggregates("policies", Policy.class).indexed("state.productId", "_id");
        this.network = network;
        this.clock = clock;
    }

    /**
     * @return empty if the vendor has another product with this code
     */
    Optional<Stored<Product>> add(Product product) {
        return products.insert(product, product.changed());
    }

    Stored<Policy> add(Policy policy) {
        return policies.insert(policy, policy.changed()).orElseThrow();
    }

    Optional<Stored<Product>> change(
            ProductId id, Function<Stored<Product>, Decision<Product>> decide) {
        return products.change(id, decide);
    }

    Optional<Stored<Policy>> change(
            PolicyId id, Function<Stored<Policy>, Decision<Policy>> decide) {
        return policies.change(id, decide);
    }

    /** Without a scope check, for decisions of the service itself. */
    public Optional<Product> product(ProductId id) {
        return products.load(id).map(Stored::state);
    }

    public Optional<Policy> policy(PolicyId id) {
        return policies.load(id).map(Stored::state);
    }

    /** All policies of the product; it has few of them. */
    public List<Policy> policies(ProductId product) {
        return policies.loadAll(eq("state.productId", product.value())).stream()
                .map(Stored::state)
                .toList();
    }

    /** The vendor's product with this code, without a scope check. */
    public Optional<Product> product(PartnerId vendor, String code) {
        return products.loadBy("state.codeKey", Product.codeKey(vendor, code)).map(Stored::state);
    }

    public Optional<Stored<Product>> product(Caller caller, ProductId id) {
        return products.load(id).filter(product -> shows(caller, product.state()));
    }

    public Optional<Stored<Policy>> policy(Caller caller, PolicyId id) {
        return policies.load(id).filter(policy -> shows(caller, policy.state()));
    }

    Page<Stored<Product>> products(Caller caller, PageRequest request) {
        return switch (view(caller)) {
            case View.Everything all -> products.page(caller, empty(), request);
            case View.Nothing nothing -> new Page<>(List.of(), null);
            case View.Granted granted -> {
                Instant now = clock.instant();
                List<String> ids =
                        granted.products().stream()
                                .filter(id -> granted.portfolio().contains(id, now))
                                .map(ProductId::value)
                                .toList();
                yield products.page(granted.asVendor(), and(in("_id", ids), onSale()), request);
            }
        };
    }

    Page<Stored<Policy>> policies(
            Caller caller, @Nullable ProductId productId, PageRequest request) {
        Bson wanted = productId == null ? empty() : eq("state.productId", productId.value());
        return switch (view(caller)) {
            case View.Everything all -> policies.page(caller, wanted, request);
            case View.Nothing nothing -> new Page<>(List.of(), null);
            case View.Granted granted ->
                    policies.page(
                            granted.asVendor(),
                            and(wanted, in("_id", ids(granted)), onSale()),
                            request);
        };
    }

    /** The policies a partner may sell: bounded, since a product has few of them. */
    private List<String> ids(View.Granted granted) {
        Instant now = clock.instant();
        List<String> ofProducts = granted.products().stream().map(ProductId::value).toList();
        Set<ProductId> sold =
                products.loadAll(and(in("_id", ofProducts), onSale())).stream()
                        .map(product -> product.state().id())
                        .collect(Collectors.toSet());
        return policies.loadAll(and(in("state.productId", ofProducts), onSale())).stream()
                .map(Stored::state)
                .filter(policy -> sold.contains(policy.productId()))
                .filter(
                        policy ->
                                granted.portfolio().contains(policy.productId(), policy.id(), now))
                .map(policy -> policy.id().value())
                .toList();
    }

    private boolean shows(Caller caller, Product product) {
        return switch (view(caller)) {
            case View.Everything all -> caller.sees(product.scope(), null);
            case View.Nothing nothing -> false;
            case View.Granted granted ->
                    product.onSale()
                            && product.vendorId().equals(caller.vendorId())
                            && granted.portfolio().contains(product.id(), clock.instant());
        };
    }

    private boolean shows(Caller caller, Policy policy) {
        return switch (view(caller)) {
            case View.Everything all -> caller.sees(policy.scope(), null);
            case View.Nothing nothing -> false;
            case View.Granted granted ->
                    policy.onSale()
                            && policy.vendorId().equals(caller.vendorId())
                            && granted.portfolio()
                                    .contains(policy.productId(), policy.id(), clock.instant())
                            && product(policy.productId()).map(Product::onSale).orElse(false);
        };
    }

    private View view(Caller caller) {
        PartnerId partner = caller.partnerId();
        if (caller.role() == Role.OPERATOR
                || (partner != null && partner.equals(caller.vendorId()))) {
            return new View.Everything();
        }
        if (partner == null) {
            return new View.Nothing();
        }
        List<PartnerId> path = caller.path().subList(0, caller.path().indexOf(partner) + 1);
        Map<PartnerId, GrantsState> grants = network.grantsAlong(path);
        GrantsState own = grants.get(partner);
        Set<ProductId> granted =
                own == null
                        ? Set.of()
                        : own.grants().stream()
                                .map(Grant::productId)
                                .collect(Collectors.toUnmodifiableSet());
        Caller asVendor =
                new Caller(
                        caller.actor(),
                        caller.credentialId(),
                        Role.PARTNER,
                        path.getFirst(),
                        null,
                        List.of(path.getFirst()),
                        Set.of());
        return new View.Granted(asVendor, granted, new Portfolio(path, grants));
    }

    private static Bson onSale() {
        return eq("state.status", "active");
    }

    /** The part of a catalog that a caller may see. */
    private sealed interface View {

        /** Everything in scope: for the vendor itself and the operator. */
        record Everything() implements View {}

        /** What the portfolio contains: for a partner below the vendor. */
        record Granted(Caller asVendor, Set<ProductId> products, Portfolio portfolio)
                implements View {}

        /** Nothing: for customers. */
        record Nothing() implements View {}
    }
}
