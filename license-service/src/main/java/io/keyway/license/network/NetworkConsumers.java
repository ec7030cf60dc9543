package io.keyway.license.network;

import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.GrantEvent;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.kit.bus.Subscriptions;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Keeps the copies of partners and grants current. */
@Configuration(proxyBeanMethods = false)
class NetworkConsumers {

    @Bean
    Consumer<Message<?>> onPartners(Subscriptions subscriptions, Network network) {
        return subscriptions.to(
                PartnerEvent.class,
                received -> {
                    PartnerState partner = received.event().partner();
                    network.put(partner, received.sequence());
                    if (received.event() instanceof PartnerEvent.PartnerDeleted) {
                        network.delete(partner, received.sequence());
                    }
                });
    }

    @Bean
    Consumer<Message<?>> onGrants(Subscriptions subscriptions, Network network) {
        return subscriptions.to(
                GrantEvent.class,
                received -> {
                    switch (received.event()) {
                        case GrantEvent.GrantsReplaced replaced ->
                                network.put(replaced.grants(), received.sequence());
                    }
                });
    }

    @Bean
    Consumer<Message<?>> onCustomers(
            Subscriptions subscriptions, Network network, CustomerFollowers followers) {
        return subscriptions.to(
                CustomerEvent.class,
                received -> {
                    network.put(received.event().customer(), received.sequence());
                    // The newest that is known, not this one: events may come late and more than
                    // once.
                    network.customer(received.event().customer().id()).ifPresent(followers::follow);
                });
    }
}
