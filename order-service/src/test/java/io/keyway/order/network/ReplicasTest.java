package io.keyway.order.network;

import io.keyway.kit.store.Store;
import io.keyway.kit.test.Delivery;
import io.keyway.kit.test.KeywayTest;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.messaging.Message;

/** A replica keeps the newest state when events are repeated, late or out of order. */
@KeywayTest
class ReplicasTest {

    @Autowired private ApplicationContext context;
    @Autowired private Store store;

    @ParameterizedTest
    @EnumSource
    void theNewestStateStays(Delivery delivery) {
        check(delivery, "onPartners", "partners", "io.keyway.partner.changed.v1");
        check(delivery, "onPartners", "deleted-partners", "io.keyway.partner.deleted.v1");
        check(delivery, "onCustomers", "customers", "io.keyway.customer.changed.v1");
        check(delivery, "onGrants", "grants", "io.keyway.grants.replaced.v1");
        check(delivery, "onCatalog", "products", "io.keyway.product.changed.v1");
        check(delivery, "onCatalog", "policies", "io.keyway.policy.changed.v1");
    }

    @SuppressWarnings("unchecked")
    private void check(Delivery delivery, String consumer, String collection, String type) {
        delivery.check((Consumer<Message<?>>) context.getBean(consumer), store, collection, type);
    }
}
