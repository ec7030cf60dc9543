package io.keyway.order.plans;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.rating.Rate;
import io.keyway.contracts.rating.RateReader;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Problem;
import io.keyway.kit.http.Refused;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan to create.
 *
 * @param name name shown to those who are on the plan, at most 200 characters
 * @param fee fee for a calendar month
 * @param rates at most 100 usage rates (setting {@code rates-max}), in the fee's currency: one for
 *     each meter, or one for each value of its dimensions; absent for none
 * @param status {@code active} or {@code withdrawn}; absent for {@code active}
 */
record PlanRequest(
        @NotBlank @Size(max = 200) @NotFormula String name,
        @NotNull @Valid Fee fee,
        @Nullable @Size(max = 100) List<@NotNull @Valid MeterRateRequest> rates,
        @Nullable CatalogStatus status) {

    /**
     * An amount of money.
     *
     * @param amount in minor units of the currency, like cents; at least 0
     * @param currency ISO 4217 code, like {@code EUR}
     */
    record Fee(
            @NotNull @Min(0) Long amount, @NotNull @Pattern(regexp = "[A-Z]{3}") String currency) {}

    /**
     * What the usage of a meter costs.
     *
     * @param meter code of the meter, at most 100 characters
     * @param where only usage with these values of the meter's dimensions, at most 3, such as
     *     {@code {"region": "north"}}; the rates of a meter must name the same dimensions. Absent
     *     for all usage of the meter that no other rate is for
     * @param rate how its quantity is priced
     */
    record MeterRateRequest(
            @NotBlank @Size(max = 100) String meter,
            @Nullable @Size(max = 3)
                    Map<
                                    @NotNull
                                    @Pattern(
                                            regexp = "[A-Za-z_][A-Za-z0-9_]{0,63}",
                                            message = "must be the name of a property")
                                    String,
                                    @NotBlank @Size(max = 128)
                                    @Pattern(
                                            regexp = "[^=+@\\s-][^\\r\\n]*",
                                            message = "must not start like a formula")
                                    String>
                            where,
            @NotNull Rate rate) {

        static MeterRateRequest of(MeterRate rate) {
            return new MeterRateRequest(rate.meter(), rate.where(), rate.rate());
        }

        private MeterRate toRate() {
            return new MeterRate(meter, where, rate);
        }
    }

    /**
     * @param path from the vendor down to the partner that offers the plan
     * @param ratesMax rates that a plan may have
     * @throws Refused {@code invalid_request} naming every rate that is wrong
     */
    Plan toPlan(PlanId id, List<PartnerId> path, Instant createdAt, int ratesMax) {
        List<MeterRateRequest> requested = Objects.requireNonNullElse(rates, List.of());
        requireValid(fee.currency(), requested, ratesMax);
        return new Plan(
                id,
                path,
                path.getLast(),
                name.strip(),
                new Money(fee.amount(), fee.currency()),
                requested.stream().map(MeterRateRequest::toRate).toList(),
                Objects.requireNonNullElse(status, CatalogStatus.ACTIVE),
                createdAt,
                null);
    }

    private static void requireValid(String currency, List<MeterRateRequest> rates, int ratesMax) {
        if (!RateReader.isCurrency(currency)) {
            throw Refused.invalid("fee.currency", "must be a code of ISO 4217 like EUR").get();
        }
        if (rates.size() > ratesMax) {
            throw Refused.invalid("rates", "must be at most " + ratesMax).get();
        }
        List<Problem.InvalidField> faults = new ArrayList<>();
        Set<Map.Entry<String, Map<String, String>>> usages = new HashSet<>();
        Map<String, Set<String>> dimensions = new HashMap<>();
        for (int i = 0; i < rates.size(); i++) {
            MeterRateRequest rate = rates.get(i);
            String field = "rates[" + i + "]";
            Map<String, String> where = Objects.requireNonNullElse(rate.where(), Map.of());
            if (!usages.add(Map.entry(rate.meter(), where))) {
                faults.add(
                        new Problem.InvalidField(
                                field + ".meter", "has a rate for this usage already"));
            }
            if (!where.isEmpty()
                    && !dimensions
                            .computeIfAbsent(rate.meter(), any -> where.keySet())
                            .equals(where.keySet())) {
                faults.add(
                        new Problem.InvalidField(
                                field + ".where",
                                "must name the same dimensions as the meter's other rates"));
            }
            faults.addAll(faultsOf(rate.rate(), field + ".rate.", currency));
        }
        if (!faults.isEmpty()) {
            throw new Refused(new Problem(ProblemCode.INVALID_REQUEST, null, faults));
        }
    }

    private static List<Problem.InvalidField> faultsOf(Rate rate, String prefix, String currency) {
        if (RateReader.read(rate)
                instanceof RateReader.Read.Invalid(List<RateReader.Fault> faults)) {
            return faults.stream()
                    .map(fault -> new Problem.InvalidField(prefix + fault.field(), fault.reason()))
                    .toList();
        }
        return currency.equals(rate.currency())
                ? List.of()
                : List.of(new Problem.InvalidField(prefix + "currency", "must be the plan's"));
    }
}
