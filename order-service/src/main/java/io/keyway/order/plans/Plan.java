package io.keyway.order.plans;

import io.keyway.contracts.Dated;
import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.CatalogEvent.PlanPrices;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.store.Aggregate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A monthly fee and usage rates that a partner offers to the partners and customers below it.
 *
 * @param scope from the vendor down to the partner that offers it
 * @param fee per calendar month, when it was last written
 * @param rates at most one for each meter and values of its dimensions, when it was last written
 * @param prices fee and rates by date; null if they never changed
 */
record Plan(
        PlanId id,
        List<PartnerId> scope,
        PartnerId ownerId,
        String name,
        Money fee,
        List<MeterRate> rates,
        CatalogStatus status,
        Instant createdAt,
        @Nullable List<PlanPrices> prices)
        implements Aggregate {

    PlanState toState() {
        return new PlanState(id, ownerId, scope, name, fee, rates, status, prices);
    }

    /** All prices by date. */
    List<PlanPrices> datedPrices() {
        return toState().datedPrices();
    }

    /** The plan with the prices that are in force on the day. */
    Plan asOf(LocalDate today) {
        return with(datedPrices(), today);
    }

    Plan with(List<PlanPrices> dated, LocalDate today) {
        PlanPrices now = Dated.on(dated, today);
        return new Plan(
                id,
                scope,
                ownerId,
                name,
                now.fee(),
                now.rates(),
                status,
                createdAt,
                dated.size() == 1 ? null : dated);
    }
}
