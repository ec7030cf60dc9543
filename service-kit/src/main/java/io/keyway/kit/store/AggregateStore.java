package io.keyway.kit.store;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.Id;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.conversions.Bson;

/**
 * The operations on aggregates that a long-running process needs. Tests put a store of their own in
 * its place, to stop the process between any two steps.
 */
public interface AggregateStore<T extends Aggregate> {

    /** The aggregate, if the caller sees it; one that is out of scope counts as missing. */
    Optional<Stored<T>> find(Caller caller, Id id);

    /**
     * The aggregate, regardless of who may see it: for consumers, and for ids that were checked
     * before.
     */
    Optional<Stored<T>> load(Id id);

    /** Some aggregates that match, in no order, regardless of who may see them. */
    List<Stored<T>> loadAll(Bson filter, int max);

    /**
     * Inserts a new aggregate. If its id exists already, the stored one is returned unchanged: the
     * request that created it is being repeated.
     *
     * @return empty if another aggregate has the same value in a unique field
     */
    Optional<Stored<T>> insert(T state, DomainEvent... events);

    /**
     * Changes the aggregate as decided. If another write comes first, {@code decide} is called
     * again with the newer state, so it must have no side effects. When it throws, nothing is
     * written.
     *
     * @return the aggregate after the change; empty if there is none
     * @throws TakenException if another aggregate has the same value in a unique field
     */
    Optional<Stored<T>> change(Id id, Function<Stored<T>, Decision<T>> decide);
}
