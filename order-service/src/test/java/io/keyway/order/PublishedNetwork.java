package io.keyway.order;

import static org.awaitility.Awaitility.await;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CustomerEvent.CustomerCreated;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsReplaced;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.PartnerEvent.PartnerChanged;
import io.keyway.contracts.event.PartnerEvent.PartnerCreated;
import io.keyway.contracts.event.PartnerEvent.PartnerDeleted;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.Publisher;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.EventPublisher;
import io.keyway.order.network.Network;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network as the other services would publish it: vendor → distributor → reseller, with a
 * customer of the reseller and a product with two policies.
 */
final class PublishedNetwork {

    final PartnerId vendor = PartnerId.next();
    final PartnerId distributor = PartnerId.next();
    final PartnerId reseller = PartnerId.next();
    final CustomerId customer = CustomerId.next();
    final ProductId product = ProductId.next();
    final PolicyId yearly = PolicyId.next();
    final PolicyId free = PolicyId.next();
    private final EventPublisher publisher;

    PublishedNetwork(Publisher bus, Network network) {
        this.publisher = new EventPublisher(bus);
        partner(PartnerType.VENDOR, vendor);
        partner(PartnerType.DISTRIBUTOR, vendor, distributor);
        partner(PartnerType.RESELLER, vendor, distributor, reseller);
        publish(
                new CustomerCreated(
                        new CustomerState(
                                customer,
                                reseller,
                                List.of(vendor, distributor, reseller),
                                customer + "@example.com",
                                "Ada Byron",
                                null,
                                true)),
                1);
        product(CatalogStatus.ACTIVE, 1);
        policy(free, null);
        policy(yearly, new Money(4999, "EUR"));
        grant(distributor, List.of(vendor, distributor), 1, product);
        await().ignoreExceptionsInstanceOf(ReplicaBehindException.class)
                .until(
                        () ->
                                network.portfolio(List.of(vendor, distributor))
                                        .contains(product, java.time.Instant.now()));
    }

    Caller atVendor() {
        return Callers.partner(vendor);
    }

    Caller atDistributor() {
        return Callers.partner(Permission.ofDistributor(), vendor, distributor);
    }

    Caller atReseller() {
        return Callers.partner(Permission.ofReseller(), vendor, distributor, reseller);
    }

    void partner(PartnerType type, PartnerId... path) {
        publish(new PartnerCreated(state(type, path)), 1);
    }

    /** Publishes that the partner is on the plan, or on none. */
    void onPlan(long sequence, @Nullable PlanId plan, PartnerId... path) {
        publish(new PartnerChanged(state(PartnerType.RESELLER, plan, path)), sequence);
    }

    void deleted(long sequence, PartnerId... path) {
        publish(new PartnerDeleted(state(PartnerType.RESELLER, path)), sequence);
    }

    private static PartnerState state(PartnerType type, PartnerId... path) {
        return state(type, null, path);
    }

    private static PartnerState state(PartnerType type, @Nullable PlanId plan, PartnerId... path) {
        PartnerId id = path[path.length - 1];
        return new PartnerState(
                id,
                type,
                PartnerModel.OWN_PLANS,
                List.of(path),
                id.value(),
                PartnerStatus.ACTIVE,
                true,
                Permission.ofVendor(),
                "EUR",
                plan,
                type == PartnerType.DISTRIBUTOR ? new BigDecimal("12.5") : BigDecimal.ZERO,
                BigDecimal.ZERO,
                10,
                null);
    }

    void product(CatalogStatus status, long sequence) {
        publisher.product(product, vendor, status, sequence);
    }

    void policy(PolicyId id, Money price) {
        publisher.policy(id, vendor, product, price);
    }

    void price(PolicyId id, Money price, long sequence) {
        publisher.policy(id, vendor, product, price, sequence);
    }

    void grant(PartnerId to, List<PartnerId> path, long sequence, ProductId... products) {
        publish(
                new GrantsReplaced(
                        new GrantsState(
                                to,
                                path,
                                List.of(products).stream()
                                        .map(id -> new Grant(id, null, null, null))
                                        .toList())),
                sequence);
    }

    void grantAtMost(PartnerId to, List<PartnerId> path, long sequence, long max) {
        publish(
                new GrantsReplaced(
                        new GrantsState(to, path, List.of(new Grant(product, null, max, null)))),
                sequence);
    }

    void publish(DomainEvent event, long sequence) {
        publisher.publish(event, sequence);
    }
}
