package io.keyway.kit.store;

import io.keyway.contracts.Topic;
import io.keyway.contracts.id.Id;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Knows how far this service has heard. What is not in a copy is missing only when all has been
 * heard that was told about it; else nobody can say.
 */
@FunctionalInterface
public interface CatchUp {

    /**
     * Whether this service has heard, and written, all that the topic held about the aggregate when
     * it was asked. The answer takes no longer than the bus is given for it; while the bus is away
     * it is no, at once.
     */
    boolean hasHeard(Topic topic, Id id);

    /**
     * The same about all aggregates of the topic: for who looks one up by something else than its
     * id. Whoever cannot tell says no.
     */
    default boolean hasHeardAll(Topic topic) {
        return false;
    }

    /**
     * Looks; if nothing is there, asks whether all is heard, and looks once more, since it may have
     * come in between.
     *
     * @throws ReplicaBehindException if nothing is there and not all is heard
     */
    default <T> Optional<T> look(Topic topic, Id id, Supplier<Optional<T>> store) {
        Optional<T> found = store.get();
        if (found.isPresent()) {
            return found;
        }
        if (!hasHeard(topic, id)) {
            throw new ReplicaBehindException();
        }
        return store.get();
    }
}
