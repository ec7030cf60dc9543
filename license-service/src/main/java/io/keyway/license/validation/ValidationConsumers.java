package io.keyway.license.validation;

import io.keyway.contracts.event.LicenseEvent;
import io.keyway.kit.bus.Subscriptions;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Every instance hears of every license, and forgets what it knew of it. */
@Configuration(proxyBeanMethods = false)
class ValidationConsumers {

    @Bean
    Consumer<Message<?>> onLicenses(Subscriptions subscriptions, ValidationCache cache) {
        return subscriptions.to(
                LicenseEvent.class,
                received -> cache.evict(received.event().license().keyHash()));
    }
}
