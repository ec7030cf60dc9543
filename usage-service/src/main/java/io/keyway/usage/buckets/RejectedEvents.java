package io.keyway.usage.buckets;

import static com.mongodb.client.model.Filters.empty;

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
                                "rejected-events",
                                RejectedEvent.class,
                                RejectedEvent::path,
                                RejectedEvent::customerId)
                        .indexed("customerId", "_id");
    }

    void list(Journal journal) {
        journal.rejected()
                .forEach(
                        rejected -> {
                            RejectedEvent event = RejectedEvent.of(journal.partition(), rejected);
                            events.put(event.id(), 1, event);
                        });
    }

    Page<RejectedEvent> page(Caller caller, PageRequest request) {
        return events.page(caller, empty(), request);
    }
}
