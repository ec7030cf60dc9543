package io.keyway.partner.audit;

import io.keyway.contracts.event.AuditEvent;
import io.keyway.kit.bus.Subscriptions;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    Consumer<Message<?>> onAudit(Subscriptions subscriptions, AuditTrail trail) {
        return subscriptions.to(
                AuditEvent.class, received -> trail.append(received.event().entry()));
    }
}
