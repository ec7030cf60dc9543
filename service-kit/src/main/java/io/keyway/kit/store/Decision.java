package io.keyway.kit.store;

import io.keyway.contracts.event.DomainEvent;
import java.util.List;

/**
 * The result of deciding on an aggregate: a new state with the events that follow, or no change.
 */
public sealed interface Decision<T> {

    record Change<T>(T next, List<DomainEvent> events) implements Decision<T> {}

    /** The state already is what was asked for: nothing is written. */
    record Keep<T>() implements Decision<T> {}

    static <T> Decision<T> change(T next, DomainEvent... events) {
        return new Change<>(next, List.of(events));
    }

    static <T> Decision<T> keep() {
        return new Keep<>();
    }
}
