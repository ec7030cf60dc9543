package io.keyway.order.orders;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.IssuanceEvent;
import io.keyway.contracts.event.IssuanceEvent.AllowanceOpened;
import io.keyway.contracts.event.IssuanceEvent.ChunkRequested;
import io.keyway.contracts.event.IssuanceEvent.LineDrawn;
import io.keyway.contracts.event.IssuanceEvent.LineFailed;
import io.keyway.contracts.event.IssuanceEvent.LineIssued;
import io.keyway.contracts.event.IssuanceEvent.LinesReturned;
import io.keyway.contracts.event.IssuanceEvent.ReturnRefused;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.kit.bus.Received;
import io.keyway.kit.bus.Subscriptions;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * What became of an order at license-service. Each step may be heard twice: the second changes
 * nothing.
 */
@Configuration(proxyBeanMethods = false)
class HearIssuance {

    @Bean
    Consumer<Message<?>> onIssuance(Subscriptions subscriptions, Orders orders) {
        return subscriptions.to(IssuanceEvent.class, received -> onEvent(received, orders));
    }

    private static void onEvent(Received<IssuanceEvent> received, Orders orders) {
        switch (received.event()) {
            case ChunkRequested work -> {}
            case AllowanceOpened(OrderId id, long revision) ->
                    orders.progress(id, order -> order.opened(revision));
            case LineDrawn(OrderId id, LineId line, long drawn) ->
                    orders.progress(id, order -> order.issued(line, drawn));
            case LineIssued(OrderId id, LineId line, long issued) ->
                    orders.progress(id, order -> order.issued(line, issued));
            case LineFailed(OrderId id, LineId line, ProblemCode code) ->
                    orders.progress(id, order -> order.failed(line, code));
            case LinesReturned(OrderId id, ReturnId returned) ->
                    orders.progress(id, order -> order.returned(returned));
            case ReturnRefused(OrderId id, ReturnId refused, ProblemCode code) ->
                    orders.progress(id, order -> order.refused(refused, code));
        }
    }
}
