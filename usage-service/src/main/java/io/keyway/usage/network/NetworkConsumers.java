package io.keyway.usage.network;

import io.keyway.contracts.event.CatalogEvent;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.kit.bus.Received;
import io.keyway.kit.bus.Subscriptions;
import io.keyway.kit.store.Replica;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Feeds the replicas. Each event carries the whole state, so that the newest sequence wins. */
@Configuration(proxyBeanMethods = false)
class NetworkConsumers {

    /** A deleted partner stays: what it owes is still to be stated. */
    @Bean
    Consumer<Message<?>> onPartners(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(
                PartnerEvent.class,
                batch ->
                        network.partners.putAll(
                                batch.stream()
                                        .map(
                                                one ->
                                                        one.toUpdate(
                                                                one.event().partner().id(),
                                                                known(one)))
                                        .toList()));
    }

    private static KnownPartner known(Received<PartnerEvent> received) {
        boolean deleted = received.event() instanceof PartnerEvent.PartnerDeleted;
        return new KnownPartner(received.event().partner(), deleted ? received.time() : null);
    }

    @Bean
    Consumer<Message<?>> onCustomers(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(
                CustomerEvent.class,
                batch ->
                        network.customers.putAll(
                                batch.stream()
                                        .map(
                                                one ->
                                                        one.toUpdate(
                                                                one.event().customer().id(),
                                                                one.event().customer()))
                                        .toList()));
    }

    @Bean
    Consumer<Message<?>> onLicenses(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(
                LicenseEvent.class,
                batch ->
                        network.licenses.putAll(
                                batch.stream().flatMap(NetworkConsumers::licenses).toList()));
    }

    /** One event may tell of a whole chunk. */
    private static Stream<Replica.Update<LicenseState>> licenses(Received<LicenseEvent> received) {
        long sequence = received.event().stateSequence(received.sequence());
        return received.event().licenses().stream()
                .map(license -> new Replica.Update<>(license.id(), sequence, license));
    }

    @Bean
    Consumer<Message<?>> onCatalog(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(
                CatalogEvent.class,
                batch ->
                        network.plans.putAll(
                                batch.stream().flatMap(NetworkConsumers::plan).toList()));
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
        return subscriptions.toBatches(
                OrderEvent.class,
                batch ->
                        network.orders.putAll(
                                batch.stream()
                                        .map(
                                                one ->
                                                        one.toUpdate(
                                                                one.event().order().id(),
                                                                one.event().order()))
                                        .toList()));
    }
}
