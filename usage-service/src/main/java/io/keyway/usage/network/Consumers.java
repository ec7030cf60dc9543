package io.keyway.usage.network;

import io.keyway.contracts.event.CatalogEvent;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.kit.bus.Received;
import io.keyway.kit.bus.Subscriptions;
import io.keyway.kit.store.Replica;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * The stream bindings of usage-service, all of which feed replicas. Each event carries the whole
 * state, and the highest sequence wins, so events may arrive late, repeated and in any order.
 */
@Configuration(proxyBeanMethods = false)
class Consumers {

    /** A deleted partner is kept: statements about what it owes are still to come. */
    @Bean
    Consumer<Message<?>> onPartners(Subscriptions subscriptions, Network network) {
        return toReplica(
                subscriptions,
                PartnerEvent.class,
                network.partners,
                received ->
                        Stream.of(
                                received.toUpdate(
                                        received.event().partner().id(), partner(received))));
    }

    private static KnownPartner partner(Received<PartnerEvent> received) {
        boolean deleted = received.event() instanceof PartnerEvent.PartnerDeleted;
        return new KnownPartner(received.event().partner(), deleted ? received.time() : null);
    }

    @Bean
    Consumer<Message<?>> onCustomers(
            Subscriptions subscriptions, Network network, CustomerEdges edges) {
        return subscriptions.toBatches(
                CustomerEvent.class,
                batch -> {
                    network.customers.putAll(batch.stream().map(Consumers::customer).toList());
                    edges.seen(batch);
                });
    }

    private static Replica.Update<CustomerState> customer(Received<CustomerEvent> received) {
        CustomerState customer = received.event().customer();
        return received.toUpdate(customer.id(), customer);
    }

    @Bean
    Consumer<Message<?>> onLicenses(Subscriptions subscriptions, Network network) {
        return toReplica(subscriptions, LicenseEvent.class, network.licenses, Consumers::licenses);
    }

    /** One event may carry all licenses of a chunk. */
    private static Stream<Replica.Update<LicenseState>> licenses(Received<LicenseEvent> received) {
        long sequence = received.event().stateSequence(received.sequence());
        return received.event().licenses().stream()
                .map(license -> new Replica.Update<>(license.id(), sequence, license));
    }

    @Bean
    Consumer<Message<?>> onCatalog(Subscriptions subscriptions, Network network) {
        return toReplica(subscriptions, CatalogEvent.class, network.plans, Consumers::plan);
    }

    private static Stream<Replica.Update<PlanState>> plan(Received<CatalogEvent> received) {
        return switch (received.event()) {
            case CatalogEvent.PlanChanged(PlanState plan) ->
                    Stream.of(received.toUpdate(plan.id(), plan));
            case CatalogEvent.ProductChanged product -> Stream.empty();
            case CatalogEvent.PolicyChanged policy -> Stream.empty();
        };
    }

    @Bean
    Consumer<Message<?>> onOrders(Subscriptions subscriptions, Network network) {
        return toReplica(
                subscriptions,
                OrderEvent.class,
                network.orders,
                received ->
                        Stream.of(
                                received.toUpdate(
                                        received.event().order().id(), received.event().order())));
    }

    private static <E extends DomainEvent, S> Consumer<Message<?>> toReplica(
            Subscriptions subscriptions,
            Class<E> type,
            Replica<S> replica,
            Function<Received<E>, Stream<Replica.Update<S>>> toUpdates) {
        return subscriptions.toBatches(
                type, batch -> replica.putAll(batch.stream().flatMap(toUpdates).toList()));
    }
}
