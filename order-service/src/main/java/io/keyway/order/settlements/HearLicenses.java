package io.keyway.order.settlements;

import io.keyway.contracts.event.LicenseEvent;
import io.keyway.kit.bus.Subscriptions;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Which licenses are owed and which are paid, as license-service tells it. */
@Configuration(proxyBeanMethods = false)
class HearLicenses {

    @Bean
    Consumer<Message<?>> onLicenses(Subscriptions subscriptions, OwedLicenses owed) {
        return subscriptions.toBatches(LicenseEvent.class, owed::onEvent);
    }
}
