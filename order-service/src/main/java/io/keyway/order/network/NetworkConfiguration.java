package io.keyway.order.network;

import io.keyway.contracts.event.CatalogEvent;
import io.keyway.contracts.event.CatalogEvent.PlanChanged;
import io.keyway.contracts.event.CatalogEvent.PolicyChanged;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductChanged;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.GrantEvent;
import io.keyway.contracts.event.GrantEvent.GrantsReplaced;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerDeleted;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.kit.bus.Received;
import io.keyway.kit.bus.Subscriptions;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Keeps the copies current. */
@Configuration(proxyBeanMethods = false)
class NetworkConfiguration {

    @Bean
    Consumer<Message<?>> onPartners(
            Subscriptions subscriptions, Network network, PartnerDepartures departures) {
        return subscriptions.to(
                PartnerEvent.class,
                received -> {
                    PartnerState partner = received.event().partner();
                    network.partners.put(partner.id(), received.sequence(), partner);
                    if (received.event() instanceof PartnerDeleted) {
                        network.gone.put(partner.id(), received.sequence(), partner);
                        departures.leave(partner.id());
                    }
                });
    }

    @Bean
    Consumer<Message<?>> onCustomers(Subscriptions subscriptions, Network network) {
        return subscriptions.to(
                CustomerEvent.class,
                received -> {
                    CustomerState customer = received.event().customer();
                    network.customers.put(customer.id(), received.sequence(), customer);
                });
    }

    @Bean
    Consumer<Message<?>> onGrants(Subscriptions subscriptions, Network network) {
        return subscriptions.to(GrantEvent.class, received -> hear(network, received));
    }

    private static void hear(Network network, Received<GrantEvent> received) {
        switch (received.event()) {
            case GrantsReplaced(GrantsState grants) ->
                    network.grants.put(grants.partnerId(), received.sequence(), grants);
        }
    }

    @Bean
    Consumer<Message<?>> onCatalog(Subscriptions subscriptions, Network network) {
        return subscriptions.to(
                CatalogEvent.class,
                received -> {
                    switch (received.event()) {
                        case ProductChanged(ProductState product) ->
                                network.products.put(product.id(), received.sequence(), product);
                        case PolicyChanged(PolicyState policy) ->
                                network.policies.put(policy.id(), received.sequence(), policy);
                        case PlanChanged own -> {}
                    }
                });
    }
}
