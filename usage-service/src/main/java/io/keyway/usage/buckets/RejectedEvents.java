package io.keyway.usage.buckets;

import static com.mongodb.client.model.Filters.empty;

import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Caller;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.Store;
import io.keyway.usage.journal.Journal;

/** What journals did not count, listed for whoever may see the license. */
class RejectedEvents {

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

    void list(Journal journal) {
        events.putAll(
                journal.rejected().stream()
                        .map(rejected -> RejectedEvent.of(journal.partition(), rejected))
                        .map(event -> new Replica.Update<>(event.id(), 1, event))
                        .toList());
    }

    Page<RejectedEvent> page(Caller caller, PageRequest request) {
        return events.page(caller, empty(), request);
    }
}
