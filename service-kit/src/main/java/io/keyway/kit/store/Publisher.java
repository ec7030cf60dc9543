package io.keyway.kit.store;

/** The bus, as the relay sees it. */
@FunctionalInterface
public interface Publisher {

    /** Returns when the broker has acknowledged the event, throws when it has not. */
    void publish(OutboxEvent event);
}
