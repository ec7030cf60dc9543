package io.keyway.order.licensemanagers;

import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerDeleted;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.bus.Received;
import io.keyway.order.orders.Orders;
import java.util.List;
import org.springframework.stereotype.Component;

/** Removes a deleted partner as license manager of all orders; orders of its own are kept. */
@Component
public class RemoveManagers {

    /** Orders read at once: a partner may manage more than fit into memory. */
    private static final int BATCH_MAX = 500;

    private final Orders orders;

    RemoveManagers(Orders orders) {
        this.orders = orders;
    }

    /** Handles the deletions among the events; may be called again with the same ones. */
    public void onPartnerEvents(List<Received<PartnerEvent>> batch) {
        for (Received<PartnerEvent> received : batch) {
            if (received.event() instanceof PartnerDeleted(PartnerState deleted)) {
                removeEverywhere(deleted.id());
            }
        }
    }

    private void removeEverywhere(PartnerId partner) {
        List<OrderId> managed = orders.managedBy(partner, BATCH_MAX);
        while (!managed.isEmpty()) {
            managed.forEach(id -> remove(id, partner));
            managed = orders.managedBy(partner, BATCH_MAX);
        }
    }

    void remove(OrderId id, PartnerId partner) {
        orders.apply(id, order -> order.withManagers(order.managersWithout(partner)));
    }
}
