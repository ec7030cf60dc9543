package io.keyway.order.plans;

import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.PlanPrices;
import io.keyway.kit.http.NotFormula;
import io.keyway.order.plans.PlanRequest.Fee;
import io.keyway.order.plans.PlanRequest.MeterRateRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a plan that PATCH may change.
 *
 * @param name name shown to those who are on the plan, at most 200 characters
 * @param fee fee for a calendar month
 * @param rates at most 100 usage rates (setting {@code rates-max}), in the fee's currency: one for
 *     each meter, or one for each value of its dimensions; absent for none
 * @param status {@code active} or {@code withdrawn}; absent for {@code active}
 * @param from first day of the new prices (UTC), like {@code 2026-12-01}: from the first day of the
 *     previous month to two years from today; absent for today
 */
record PlanEdit(
        @NotBlank @Size(max = 200) @NotFormula String name,
        @NotNull @Valid Fee fee,
        @Nullable @Size(max = 100) List<@NotNull @Valid MeterRateRequest> rates,
        @Nullable CatalogStatus status,
        @Nullable LocalDate from) {

    /** The fields of the plan as they would be sent, with these of its prices. */
    static PlanEdit of(Plan plan, PlanPrices prices) {
        return new PlanEdit(
                plan.name(),
                new Fee(prices.fee().amount(), prices.fee().currency()),
                prices.rates().stream().map(MeterRateRequest::of).toList(),
                plan.status(),
                null);
    }

    PlanRequest toRequest() {
        return new PlanRequest(name, fee, rates, status);
    }
}
