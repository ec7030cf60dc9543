package io.keyway.partner;

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

/** A product of a vendor with two policies, told as license-service tells them. */
record ToldCatalog(
        Publisher bus, PartnerId vendor, ProductId product, PolicyId yearly, PolicyId trial) {

    ToldCatalog(Publisher bus, PartnerId vendor) {
        this(bus, vendor, ProductId.next(), PolicyId.next(), PolicyId.next());
        tell(product(CatalogStatus.ACTIVE), 1);
        tell(policy(yearly), 1);
        tell(policy(trial), 1);
    }

    void withdraw() {
        tell(product(CatalogStatus.WITHDRAWN), 2);
    }

    private ProductChanged product(CatalogStatus status) {
        return new ProductChanged(
                new ProductState(product, vendor, "cad", "CAD", ProductKind.PRODUCT, status));
    }

    private PolicyChanged policy(PolicyId id) {
        return new PolicyChanged(
                new PolicyState(
                        id,
                        vendor,
                        product,
                        "p",
                        LicenseType.PERPETUAL,
                        null,
                        new Money(100, "EUR"),
                        CatalogStatus.ACTIVE));
    }

    private void tell(DomainEvent event, long sequence) {
        String json = ContractJson.mapper().writerFor(DomainEvent.class).writeValueAsString(event);
        bus.publish(
                new OutboxEvent(
                        sequence,
                        event.key() + ":" + sequence,
                        DomainEvent.typeOf(event.getClass()),
                        event.topic().topicName(),
                        event.key(),
                        event.key(),
                        "2026-03-01T12:00:00Z",
                        json));
    }
}
