package io.keyway.partner.network;

import io.keyway.kit.store.Store;
import io.keyway.kit.test.Delivery;
import io.keyway.kit.test.KeywayTest;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.test.context.ActiveProfiles;

/** A replica keeps the newest state when events are repeated, late or out of order. */
@KeywayTest
@ActiveProfiles("test")
class ReplicasTest {

    @Autowired private ApplicationContext context;
    @Autowired private Store store;

    @ParameterizedTest
    @EnumSource
    void theNewestStateStays(Delivery delivery) {
        check(delivery, "onCatalog", "products", "io.keyway.product.changed.v1");
        check(delivery, "onCatalog", "policies", "io.keyway.policy.changed.v1");
        check(delivery, "onCatalog", "plans", "io.keyway.plan.changed.v1");
    }

    @SuppressWarnings("unchecked")
    private void check(Delivery delivery, String consumer, String collection, String type) {
        delivery.check((Consumer<Message<?>>) context.getBean(consumer), store, collection, type);
    }
}
