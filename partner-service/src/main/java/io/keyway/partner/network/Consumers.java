package io.keyway.partner.network;

import io.keyway.contracts.event.AuditEvent;
import io.keyway.contracts.event.CatalogEvent;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.kit.bus.Subscriptions;
import io.keyway.partner.audit.AuditTrail;
import io.keyway.partner.customers.CustomerOwnership;
import io.keyway.partner.departures.PartnerCleanup;
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
    Consumer<Message<?>> onCatalog(Subscriptions subscriptions, Catalog catalog) {
        return subscriptions.toBatches(CatalogEvent.class, catalog::onEvents);
    }

    @Bean
    Consumer<Message<?>> onAudit(Subscriptions subscriptions, AuditTrail trail) {
        return subscriptions.to(
                AuditEvent.class, received -> trail.append(received.event().entry()));
    }

    /**
     * This service's own events: a deletion is completed from its event, even if the process that
     * deleted the partner has died.
     */
    @Bean
    Consumer<Message<?>> onPartners(Subscriptions subscriptions, PartnerCleanup cleanup) {
        return subscriptions.to(PartnerEvent.class, received -> cleanup.onEvent(received.event()));
    }

    /**
     * This service's own events: a customer created or moved while its partner was deleted is
     * corrected from its event, even if the process that did so has died.
     */
    @Bean
    Consumer<Message<?>> onCustomers(Subscriptions subscriptions, CustomerOwnership ownership) {
        return subscriptions.to(
                CustomerEvent.class, received -> ownership.onEvent(received.event()));
    }
}
