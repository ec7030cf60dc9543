package io.keyway.kit.bus;

import io.keyway.contracts.id.Id;
import io.keyway.kit.store.Replica;
import java.time.Instant;

/**
 * An event as it was received. It may be received again, and after a newer one.
 *
 * @param id the same for each delivery
 * @param sequence grows with every event of the same aggregate
 */
public record Received<E>(E event, String id, long sequence, Instant time) {

    /** The update of a replica that this event carries. */
    public <S> Replica.Update<S> toUpdate(Id aggregate, S state) {
        return new Replica.Update<>(aggregate, sequence, state);
    }
}
