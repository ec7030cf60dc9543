package io.keyway.partner;

import static org.awaitility.Awaitility.await;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.PlanChanged;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.store.Publisher;
import io.keyway.kit.store.Store;
import io.keyway.kit.test.EventPublisher;
import io.keyway.partner.Network.Member;
import java.util.List;
import org.bson.Document;

/** A plan that a partner offers, published as order-service publishes it, and consumed. */
record PublishedPlan(Publisher bus, Store store, PlanId id, Member owner) {

    static final String NAME = "Studio";

    PublishedPlan(Publisher bus, Store store, Member owner) {
        this(bus, store, PlanId.next(), owner);
        publish(CatalogStatus.ACTIVE, 1);
    }

    void withdraw() {
        publish(CatalogStatus.WITHDRAWN, 2);
    }

    private void publish(CatalogStatus status, long sequence) {
        new EventPublisher(bus)
                .publish(
                        new PlanChanged(
                                new PlanState(
                                        id,
                                        owner.id(),
                                        owner.path(),
                                        NAME,
                                        new Money(2_900, "EUR"),
                                        List.of(),
                                        status)),
                        sequence);
        await().until(() -> sequence == consumed());
    }

    private long consumed() {
        Document plan = store.collection("plans").find(new Document("_id", id.value())).first();
        return plan == null ? 0 : plan.getLong("sequence");
    }
}
