package io.keyway.license.issuance;

import io.keyway.contracts.event.IssuanceEvent;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.kit.bus.Subscriptions;
import io.keyway.license.network.OrderReturns;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * What issues licenses without being asked over HTTP: orders, and the chunks of large issuances.
 */
@Configuration(proxyBeanMethods = false)
class IssuanceConsumers {

    @Bean
    Consumer<Message<?>> onOrders(
            Subscriptions subscriptions, IssueOrderLines issueOrderLines, OrderReturns returns) {
        return subscriptions.to(
                OrderEvent.class,
                received -> {
                    OrderState order = received.event().order();
                    issueOrderLines.issue(order);
                    returns.begin(order);
                });
    }

    @Bean
    Consumer<Message<?>> onChunks(Subscriptions subscriptions, IssuanceSaga saga) {
        return subscriptions.to(
                IssuanceEvent.class,
                received -> {
                    switch (received.event()) {
                        case IssuanceEvent.ChunkRequested asked ->
                                saga.issueChunk(
                                        asked.issuanceId(),
                                        new Chunk(asked.first(), asked.count()));
                        case IssuanceEvent.AllowanceOpened ours -> {}
                        case IssuanceEvent.LineIssued ours -> {}
                        case IssuanceEvent.LineFailed ours -> {}
                        case IssuanceEvent.LineDrawn ours -> {}
                        case IssuanceEvent.LinesReturned ours -> {}
                        case IssuanceEvent.ReturnRefused ours -> {}
                    }
                });
    }
}
