package io.keyway.usage.late;

import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import java.time.Duration;
import java.util.List;

/**
 * What a vendor has set for the counting of its usage.
 *
 * @param acceptedFor how long after it happened an event may be received to count
 */
record UsageSettings(PartnerId id, Duration acceptedFor) implements Aggregate {

    @Override
    public List<PartnerId> scope() {
        return List.of(id);
    }
}
