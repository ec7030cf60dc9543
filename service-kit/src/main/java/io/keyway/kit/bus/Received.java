package io.keyway.kit.bus;

import io.keyway.contracts.id.Id;
import io.keyway.kit.store.Replica;
import java.time.Instant;

/**
 * An event as it came: it may come again, and after a newer one.
 *
 * @param id the same each time it comes
 * @param sequence grows with every event of the aggregate that it is a fact of
 */
public record Received<E>(E event, String id, long sequence, Instant time) {

    /** What the event tells a replica: the state of its aggregate. */
    public <S> Replica.Update<S> toUpdate(Id aggregate, S state) {
        return new Replica.Update<>(aggregate, sequence, state);
    }
}
