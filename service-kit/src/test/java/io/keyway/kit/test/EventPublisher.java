package io.keyway.kit.test;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.CatalogEvent.PolicyChanged;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductChanged;
import io.keyway.contracts.event.CatalogEvent.ProductKind;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.OutboxEvent;
import io.keyway.kit.store.Publisher;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Publishes events to the bus, as the relay of another service would. */
public record EventPublisher(Publisher bus) {

    /**
     * Publishes an event.
     *
     * @param subject the aggregate that the event is about
     * @param sequence grows with every event of that aggregate
     */
    public void publish(String subject, DomainEvent event, long sequence) {
        bus.publish(outboxEvent(subject, event.key(), event, sequence));
    }

    /** Publishes an event under another key, so that different aggregates share a partition. */
    public void publishUnderKey(String key, DomainEvent event, long sequence) {
        bus.publish(outboxEvent(key, key, event, sequence));
    }

    private static OutboxEvent outboxEvent(
            String subject, String key, DomainEvent event, long sequence) {
        return new OutboxEvent(
                sequence,
                subject + ":" + sequence,
                DomainEvent.typeOf(event.getClass()),
                event.topic().topicName(),
                key,
                subject,
                Instant.now().toString(),
                ContractJson.mapper().writerFor(DomainEvent.class).writeValueAsString(event));
    }

    /** Publishes an event about the aggregate that is its key. */
    public void publish(DomainEvent event, long sequence) {
        publish(event.key(), event, sequence);
    }

    public void product(ProductId id, PartnerId vendor, CatalogStatus status, long sequence) {
        publish(
                new ProductChanged(
                        new ProductState(id, vendor, "cad", "CAD", ProductKind.PRODUCT, status)),
                sequence);
    }

    public void policy(PolicyId id, PartnerId vendor, ProductId product, @Nullable Money price) {
        policy(id, vendor, product, price, 1);
    }

    public void policy(
            PolicyId id,
            PartnerId vendor,
            ProductId product,
            @Nullable Money price,
            long sequence) {
        publish(
                new PolicyChanged(
                        new PolicyState(
                                id,
                                vendor,
                                product,
                                "p",
                                LicenseType.PERPETUAL,
                                null,
                                price,
                                CatalogStatus.ACTIVE)),
                sequence);
    }
}
