package io.keyway.usage.lines;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.CatalogEvent.PlanPrices;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.id.PlanId;
import io.keyway.usage.metering.UsagePart;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A copy of the plan that rated a month: a later change of the plan does not change the month. */
public record PlanTerms(PlanId planId, String name, Money fee, List<MeterRate> rates) {

    public static PlanTerms of(PlanState plan, PlanPrices prices) {
        return new PlanTerms(plan.id(), plan.name(), prices.fee(), List.copyOf(prices.rates()));
    }

    /** The usage that a rate of the plan is for. */
    public UsagePart part(MeterRate rate) {
        return rate.where() != null
                ? new UsagePart(rate.where(), Set.of())
                : new UsagePart(
                        Map.of(),
                        rates.stream()
                                .filter(other -> other.meter().equals(rate.meter()))
                                .flatMap(other -> Stream.ofNullable(other.where()))
                                .collect(Collectors.toSet()));
    }
}
