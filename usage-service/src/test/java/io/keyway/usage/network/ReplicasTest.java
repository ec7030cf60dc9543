package io.keyway.usage.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseEvent.IssuedLicense;
import io.keyway.contracts.event.LicenseEvent.IssuedTerms;
import io.keyway.contracts.event.LicenseEvent.LicenseChanged;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.Store;
import io.keyway.kit.test.Delivery;
import io.keyway.kit.test.KeywayTest;
import io.keyway.kit.test.Poll;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.messaging.Message;

/** Whatever comes twice, late or in another order: the newest state is what a copy keeps. */
@KeywayTest
class ReplicasTest {

    @Autowired private ApplicationContext context;
    @Autowired private Store store;
    @Autowired private Network network;

    @ParameterizedTest
    @EnumSource
    void theNewestStateStays(Delivery delivery) {
        check(delivery, "onPartners", "partners", "io.keyway.partner.changed.v1");
        check(delivery, "onPartners", "partners", "io.keyway.partner.deleted.v1");
        check(delivery, "onCustomers", "customers", "io.keyway.customer.changed.v1");
        check(delivery, "onLicenses", "licenses", "io.keyway.license.changed.v1");
        check(delivery, "onLicenses", "licenses", "io.keyway.license.issued.v1");
        check(delivery, "onCatalog", "plans", "io.keyway.plan.changed.v1");
        check(delivery, "onOrders", "orders", "io.keyway.order.changed.v1");
    }

    @Test
    void redeliveredChunkKeepsLaterChangesOfItsLicenses() {
        PartnerId partner = PartnerId.next();
        IssuedTerms terms =
                new IssuedTerms(
                        List.of(partner),
                        partner,
                        CustomerId.next(),
                        ProductId.next(),
                        PolicyId.next(),
                        null,
                        null,
                        LicenseType.PERPETUAL,
                        PaymentStatus.PAID,
                        null,
                        Instant.parse("2026-03-01T12:00:00Z"),
                        null,
                        null);
        List<IssuedLicense> items =
                Stream.generate(() -> new IssuedLicense(LicenseId.next(), "00ff"))
                        .limit(1000)
                        .toList();
        LicensesIssued chunk = new LicensesIssued(IssuanceId.next(), 0, terms, items);
        Instant end = Instant.parse("2027-03-01T12:00:00Z");
        LicenseState changed = ending(chunk.licenses().get(500), end);
        // Its own sequence is higher than any that a license has.
        onLicenses().accept(new Poll().event(chunk, 700_000).message());
        onLicenses()
                .accept(
                        new Poll()
                                .event(new LicenseChanged(changed), 2000)
                                .event(chunk, 700_000)
                                .message());
        onLicenses().accept(new Poll().event(chunk, 700_000).message());

        Map<LicenseId, LicenseState> known =
                network.licenses(items.stream().map(IssuedLicense::id).toList());
        assertThat(known).hasSize(1000);
        assertThat(known.get(changed.id()).expiresAt()).isEqualTo(end);
    }

    private static LicenseState ending(LicenseState license, Instant end) {
        return new LicenseState(
                license.id(),
                license.keyHash(),
                license.path(),
                license.issuedBy(),
                license.customerId(),
                license.productId(),
                license.policyId(),
                license.orderId(),
                license.lineId(),
                license.type(),
                license.condition(),
                license.paymentStatus(),
                license.price(),
                license.issuedAt(),
                end,
                end);
    }

    @SuppressWarnings("unchecked")
    private Consumer<Message<?>> onLicenses() {
        return (Consumer<Message<?>>) context.getBean("onLicenses");
    }

    @SuppressWarnings("unchecked")
    private void check(Delivery delivery, String consumer, String collection, String type) {
        delivery.check((Consumer<Message<?>>) context.getBean(consumer), store, collection, type);
    }
}
