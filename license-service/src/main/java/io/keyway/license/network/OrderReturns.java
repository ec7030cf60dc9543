package io.keyway.license.network;

import io.keyway.contracts.event.OrderEvent.OrderState;

/** Takes back what an order asks to be taken back. */
public interface OrderReturns {

    /** However often it is told, it is taken back once. */
    void begin(OrderState order);
}
