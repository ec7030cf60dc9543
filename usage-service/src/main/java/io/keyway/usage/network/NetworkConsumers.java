package io.keyway.usage.network;

import io.keyway.contracts.event.CatalogEvent;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.kit.bus.Received;
import io.keyway.kit.bus.Subscriptions;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Feeds the replicas. Each event carries the whole state, so that the newest sequence wins. */
@Configuration(proxyBeanMethods = false)
class NetworkConsumers {

    /** A deleted partner stays: what it owes is still to be stated. */
    @Bean
    Consumer<Message<?>> onPartners(Subscriptions subscriptions, Network network) {
        return subscriptions.to(
                PartnerEvent.class,
                received -> {
                    boolean deleted = received.event() instanceof PartnerEvent.PartnerDeleted;
                    network.partners.put(
                            received.event().partner().id(),
                            received.sequence(),
                            new KnownPartner(
                                    received.event().partner(), deleted ? received.time() : null));
                });
    }

    @Bean
    Consumer<Message<?>> onCustomers(Subscriptions subscriptions, Network network) {
        return subscriptions.to(
                CustomerEvent.class,
                received ->
                        network.customers.put(
                                received.event().customer().id(),
                                received.sequence(),
                                received.event().customer()));
    }

    @Bean
    Consumer<Message<?>> onLicenses(Subscriptions subscriptions, Network network) {
        return subscriptions.to(
                LicenseEvent.class,
                received -> {
                    long sequence = received.event().stateSequence(received.sequence());
                    received.event()
                            .licenses()
                            .forEach(
                                    license -> network.licenses.put(license.id(), sequence, license));
                });
    }

    @Bean
    Consumer<Message<?>> onCatalog(Subscriptions subscriptions, Network network) {
        return subscriptions.to(CatalogEvent.class, received -> take(network, received));
    }

    private static void take(Network network, Received<CatalogEvent> received) {
        switch (received.event()) {
            case CatalogEvent.PlanChanged changed ->
                    network.plans.put(changed.plan().id(), received.sequence(), changed.plan());
            case CatalogEvent.ProductChanged product -> {}
            case CatalogEvent.PolicyChanged policy -> {}
        }
    }

    @Bean
    Consumer<Message<?>> onOrders(Subscriptions subscriptions, Network network) {
        return subscriptions.to(
                OrderEvent.class,
                received ->
                        network.orders.put(
                                received.event().order().id(),
                                received.sequence(),
                                received.event().order()));
    }
}
