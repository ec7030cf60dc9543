package io.keyway.kit.store;

/** Publishes events to the bus. */
@FunctionalInterface
public interface Publisher {

    /**
     * Returns when the broker has acknowledged the event.
     *
     * @throws UnsendableException if the broker will never take it
     * @throws RuntimeException if the bus is away
     */
    void publish(OutboxEvent event);
}
