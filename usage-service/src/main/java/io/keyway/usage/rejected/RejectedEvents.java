package io.keyway.usage.rejected;

import static com.mongodb.client.model.Filters.empty;

import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Caller;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.Store;
import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Partition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The store of rejected events. Document: {@code _id, sequence, scope, customerId, state}. Writing
 * the events of a journal again changes nothing: their ids follow from the partition and offset.
 */
@Component
public class RejectedEvents {

    private final Replica<RejectedEvent> events;

    RejectedEvents(Store store) {
        this.events =
                store.replica(
                                Topic.USAGE,
                                "rejected-events",
                                RejectedEvent.class,
                                RejectedEvent::path,
                                RejectedEvent::customerId)
                        .indexed("customerId", "_id");
    }

    /** Adds the rejected events of the journal. */
    public void add(Journal journal) {
        events.putAll(
                journal.rejected().stream()
                        .map(rejected -> RejectedEvent.of(journal.partition(), rejected))
                        .map(event -> new Replica.Update<>(event.id(), 1, event))
                        .toList());
    }

    /** Whether the event at this offset was rejected; known once its journal is folded. */
    public boolean contains(Partition partition, long offset, Instant receivedAt) {
        RejectedEvent.RejectedEventId id =
                RejectedEvent.RejectedEventId.of(partition, offset, receivedAt);
        return !events.loadAll(List.of(id)).isEmpty();
    }

    /**
     * Those of these events that were rejected; known once their journals are folded.
     *
     * @param receivedAt when they were received, by offset
     */
    public Set<Long> among(Partition partition, Map<Long, Instant> receivedAt) {
        Map<RejectedEvent.RejectedEventId, Long> offsets = new HashMap<>();
        receivedAt.forEach(
                (offset, at) ->
                        offsets.put(
                                RejectedEvent.RejectedEventId.of(partition, offset, at), offset));
        return events.loadAll(offsets.keySet()).keySet().stream()
                .map(offsets::get)
                .collect(Collectors.toSet());
    }

    Page<RejectedEvent> page(Caller caller, PageRequest request) {
        return events.page(caller, empty(), request);
    }
}
