package io.keyway.partner;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.Publisher;
import io.keyway.kit.test.EventPublisher;

/** A product of a vendor with two policies, published as license-service publishes them. */
record PublishedCatalog(
        EventPublisher publisher,
        PartnerId vendor,
        ProductId product,
        PolicyId yearly,
        PolicyId trial) {

    PublishedCatalog(Publisher bus, PartnerId vendor) {
        this(new EventPublisher(bus), vendor, ProductId.next(), PolicyId.next(), PolicyId.next());
        publisher.product(product, vendor, CatalogStatus.ACTIVE, 1);
        publisher.policy(yearly, vendor, product, new Money(100, "EUR"));
        publisher.policy(trial, vendor, product, new Money(100, "EUR"));
    }

    void withdraw() {
        publisher.product(product, vendor, CatalogStatus.WITHDRAWN, 2);
    }
}
