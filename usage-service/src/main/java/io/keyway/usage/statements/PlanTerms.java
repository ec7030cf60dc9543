package io.keyway.usage.statements;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.id.PlanId;
import java.util.List;

/**
 * The plan by which a month was rated, as it was then: a later change of the plan changes no month.
 */
record PlanTerms(PlanId planId, String name, Money fee, List<MeterRate> rates) {

    static PlanTerms of(PlanState plan) {
        return new PlanTerms(plan.id(), plan.name(), plan.fee(), List.copyOf(plan.rates()));
    }
}
