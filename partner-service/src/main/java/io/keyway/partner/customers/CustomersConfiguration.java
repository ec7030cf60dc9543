package io.keyway.partner.customers;

import io.keyway.contracts.event.CustomerEvent;
import io.keyway.kit.bus.Subscriptions;
import io.keyway.kit.store.Stored;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

@Configuration(proxyBeanMethods = false)
class CustomersConfiguration {

    /**
     * What this service told itself: a customer that was made or moved while its partner went is
     * found here, whatever became of the process that made it.
     */
    @Bean
    Consumer<Message<?>> onCustomers(Subscriptions subscriptions, CustomerOwnership ownership) {
        return subscriptions.to(
                CustomerEvent.class,
                received ->
                        ownership
                                .settle(received.event().customer().id())
                                .map(Stored::state)
                                .ifPresent(ownership::moveAccount));
    }
}
