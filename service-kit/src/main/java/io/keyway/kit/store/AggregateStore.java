package io.keyway.kit.store;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.Id;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.conversions.Bson;

/**
 * What a process of several steps needs of the aggregates of one kind: a test may put a store of
 * its own in their place, and stop the process between any two steps.
 */
public interface AggregateStore<T extends Aggregate> {

    /** The aggregate, if the caller sees it: what is out of scope is missing. */
    Optional<Stored<T>> find(Caller caller, Id id);

    /**
     * The aggregate for the service itself: consumers, and decisions whose ids are already checked.
     */
    Optional<Stored<T>> load(Id id);

    /** Some that match, in no order, for the service itself. */
    List<Stored<T>> loadAll(Bson filter, int max);

    /**
     * A new aggregate. One whose id is there already is returned as it is: the request that made it
     * is being repeated.
     *
     * @return empty if another aggregate holds one of its unique fields
     */
    Optional<Stored<T>> insert(T state, DomainEvent... events);

    /**
     * Decides on the aggregate as it is now, and again if somebody changed it meanwhile. A decision
     * that refuses throws, and nothing is written.
     *
     * @return the aggregate after the change; empty if there is none
     * @throws TakenException if another aggregate holds one of its unique fields
     */
    Optional<Stored<T>> change(Id id, Function<Stored<T>, Decision<T>> decide);
}
