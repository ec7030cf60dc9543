package io.keyway.order.network;

import io.keyway.contracts.event.CatalogEvent;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.GrantEvent;
import io.keyway.contracts.event.IssuanceEvent;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.kit.bus.Subscriptions;
import io.keyway.order.licensemanagers.RemoveManagers;
import io.keyway.order.orders.ApplyIssuance;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * Every stream binding of this service: which topic goes to which method. A binding's bean name is
 * its function name in {@code application.yml}.
 */
@Configuration(proxyBeanMethods = false)
class Consumers {

    @Bean
    Consumer<Message<?>> onPartners(
            Subscriptions subscriptions, Network network, RemoveManagers removeManagers) {
        return subscriptions.toBatches(
                PartnerEvent.class,
                batch -> {
                    network.onPartnerEvents(batch);
                    removeManagers.onPartnerEvents(batch);
                });
    }

    @Bean
    Consumer<Message<?>> onCustomers(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(CustomerEvent.class, network::onCustomerEvents);
    }

    @Bean
    Consumer<Message<?>> onGrants(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(GrantEvent.class, network::onGrantEvents);
    }

    @Bean
    Consumer<Message<?>> onCatalog(Subscriptions subscriptions, Network network) {
        return subscriptions.toBatches(CatalogEvent.class, network::onCatalogEvents);
    }

    @Bean
    Consumer<Message<?>> onIssuance(Subscriptions subscriptions, ApplyIssuance applyIssuance) {
        return subscriptions.to(
                IssuanceEvent.class, received -> applyIssuance.onEvent(received.event()));
    }

    @Bean
    Consumer<Message<?>> onLicenses(Subscriptions subscriptions, OwedLicenses owedLicenses) {
        return subscriptions.toBatches(LicenseEvent.class, owedLicenses::onEvents);
    }
}
