package io.keyway.kit.store;

import io.keyway.contracts.event.DomainEvent;
import java.util.List;

/** What becomes of an aggregate: a new state with the facts that follow, or nothing. */
public sealed interface Decision<T> {

    record Change<T>(T next, List<DomainEvent> events) implements Decision<T> {}

    /** The state already is what was asked for. */
    record Keep<T>() implements Decision<T> {}

    static <T> Decision<T> change(T next, DomainEvent... events) {
        return new Change<>(next, List.of(events));
    }

    static <T> Decision<T> keep() {
        return new Keep<>();
    }
}
