package io.keyway.usage.lines;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.id.PlanId;
import java.util.List;

/** A copy of the plan that rated a month: a later change of the plan does not change the month. */
public record PlanTerms(PlanId planId, String name, Money fee, List<MeterRate> rates) {

    public static PlanTerms of(PlanState plan) {
        return new PlanTerms(plan.id(), plan.name(), plan.fee(), List.copyOf(plan.rates()));
    }
}
