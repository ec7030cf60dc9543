package io.keyway.order.orders;

import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.order.network.PartnerDepartures;
import java.util.List;
import org.springframework.stereotype.Component;

/** A partner that is deleted is no license manager any more; its own orders stay as they are. */
@Component
class DismissManagers implements PartnerDepartures {

    /** A partner may manage more orders than fit into memory at once. */
    private static final int AT_A_TIME_MAX = 500;

    private final Orders orders;

    DismissManagers(Orders orders) {
        this.orders = orders;
    }

    @Override
    public void leave(PartnerId gone) {
        List<OrderId> rest = orders.managedBy(gone, AT_A_TIME_MAX);
        while (!rest.isEmpty()) {
            rest.forEach(id -> dismiss(id, gone));
            rest = orders.managedBy(gone, AT_A_TIME_MAX);
        }
    }

    void dismiss(OrderId id, PartnerId gone) {
        orders.progress(
                id,
                order -> {
                    List<LicenseManager> others = order.managersBut(gone);
                    return others.equals(order.managers()) ? order : order.withManagers(others);
                });
    }
}
