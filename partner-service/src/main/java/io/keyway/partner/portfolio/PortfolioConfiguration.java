package io.keyway.partner.portfolio;

import io.keyway.contracts.event.CatalogEvent;
import io.keyway.kit.bus.Subscriptions;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

@Configuration(proxyBeanMethods = false)
class PortfolioConfiguration {

    @Bean
    Consumer<Message<?>> onCatalog(Subscriptions subscriptions, Portfolios portfolios) {
        return subscriptions.toBatches(CatalogEvent.class, portfolios::onEvent);
    }
}
