package io.keyway.order.plans;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.store.Aggregate;
import java.time.Instant;
import java.util.List;

/**
 * A monthly fee and usage rates that a partner offers to the partners and customers below it.
 *
 * @param scope from the vendor down to the partner that offers it
 * @param fee per calendar month
 * @param rates at most one for each meter and values of its dimensions
 */
record Plan(
        PlanId id,
        List<PartnerId> scope,
        PartnerId ownerId,
        String name,
        Money fee,
        List<MeterRate> rates,
        CatalogStatus status,
        Instant createdAt)
        implements Aggregate {

    PlanState toState() {
        return new PlanState(id, ownerId, scope, name, fee, rates, status);
    }
}
