package io.keyway.partner.departures;

import io.keyway.contracts.event.PartnerEvent;
import io.keyway.kit.bus.Subscriptions;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

@Configuration(proxyBeanMethods = false)
class DeparturesConfiguration {

    /**
     * What this service told itself: whatever becomes of the process that deleted a partner, the
     * fact is on its way, and the rest follows.
     */
    @Bean
    Consumer<Message<?>> onPartners(Subscriptions subscriptions, PartnerCleanup cleanup) {
        return subscriptions.to(PartnerEvent.class, received -> cleanup.onEvent(received.event()));
    }
}
