package io.keyway.kit.store;

import io.keyway.contracts.Topic;
import io.keyway.contracts.id.Id;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells whether this service has consumed a topic far enough. An aggregate that is not in a replica
 * is known to be missing only when all events about it have been consumed.
 */
@FunctionalInterface
public interface CatchUp {

    /**
     * Whether this service has consumed and written all events about the aggregate that were on the
     * topic at the time of the call. Waits for the bus only for a limited time; while the bus is
     * away the answer is no, at once.
     */
    boolean hasConsumed(Topic topic, Id id);

    /**
     * The same for all aggregates of the topic, for lookups by something else than the id. An
     * implementation that cannot tell answers no.
     */
    default boolean hasConsumedAll(Topic topic) {
        return false;
    }

    /**
     * Looks the aggregate up. If it is not there, asks whether all its events were consumed and
     * looks once more, since it may have arrived in between.
     *
     * @throws ReplicaBehindException if it is not there and not all events were consumed
     */
    default <T> Optional<T> look(Topic topic, Id id, Supplier<Optional<T>> store) {
        Optional<T> found = store.get();
        if (found.isPresent()) {
            return found;
        }
        if (!hasConsumed(topic, id)) {
            throw new ReplicaBehindException();
        }
        return store.get();
    }
}
