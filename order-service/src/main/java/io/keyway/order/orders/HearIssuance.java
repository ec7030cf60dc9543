package io.keyway.order.orders;

import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.IssuanceEvent;
import io.keyway.contracts.event.IssuanceEvent.AllowanceOpened;
import io.keyway.contracts.event.IssuanceEvent.ChunkRequested;
import io.keyway.contracts.event.IssuanceEvent.LineFailed;
import io.keyway.contracts.event.IssuanceEvent.LineIssued;
import io.keyway.contracts.event.OrderEvent.OrderFailed;
import io.keyway.contracts.event.OrderEvent.OrderFulfilled;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.OrderId;
import io.keyway.kit.bus.Received;
import io.keyway.kit.bus.Subscriptions;
import io.keyway.kit.store.Decision;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
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
        return subscriptions.to(IssuanceEvent.class, received -> hear(received, orders));
    }

    private static void hear(Received<IssuanceEvent> received, Orders orders) {
        switch (received.event()) {
            case ChunkRequested work -> {}
            case AllowanceOpened(OrderId id, long revision) ->
                    step(orders, id, order -> order.opened(revision));
            case LineIssued issued ->
                    step(orders, issued.orderId(), order -> order.issued(issued.lineId()));
            case LineFailed failed ->
                    step(orders, failed.orderId(), order -> order.failed(failed.code().code()));
        }
    }

    private static void step(Orders orders, OrderId id, UnaryOperator<Order> step) {
        orders.change(
                id,
                stored -> {
                    Order now = stored.state();
                    Order next = step.apply(now);
                    return next.equals(now)
                            ? Decision.keep()
                            : new Decision.Change<>(
                                    next,
                                    now.status() == next.status()
                                            ? List.of()
                                            : List.of(fact(next)));
                });
    }

    private static DomainEvent fact(Order order) {
        return order.status() == OrderStatus.FAILED
                ? new OrderFailed(order.told())
                : new OrderFulfilled(order.told());
    }
}
