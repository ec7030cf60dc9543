package io.keyway.usage.reading;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LicenseId;
import io.keyway.usage.buckets.Bucket;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.meters.Meters;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /balances}: what a license has used in the current month. */
@RestController
@RequestMapping("/api/v1/balances")
class BalanceController {

    private final UsageReading reading;
    private final UsageScope scope;
    private final Meters meters;
    private final Clock clock;

    BalanceController(UsageReading reading, UsageScope scope, Meters meters, Clock clock) {
        this.reading = reading;
        this.scope = scope;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Usage of a license in the current month.
     *
     * @param licenseId the license
     * @param items one balance per meter asked for
     */
    record BalancesResponse(LicenseId licenseId, List<Balance> items) {}

    /**
     * Usage of one meter in the current month.
     *
     * @param meter the code of the meter
     * @param aggregation how the meter turns event values into one quantity
     * @param quantity what the license has used so far, a decimal string; 0 without usage
     * @param start start of the month, UTC
     * @param end end of the month, UTC, exclusive
     */
    record Balance(
            String meter,
            Aggregation aggregation,
            BigDecimal quantity,
            Instant start,
            Instant end) {}

    /**
     * Get what a license has used in the current month.
     *
     * <p>Current to the last committed event. A partner needs {@code read_usage}; a customer reads
     * its own licenses. A license outside the caller's scope and an unknown meter are {@code
     * not_found}. {@code unavailable} means that counted events wait to be folded; try again.
     *
     * @param licenseId the license
     * @param meterCode code of one meter; default: all meters of the vendor that are not archived,
     *     by position and then code
     * @return a balance per meter
     */
    @GetMapping
    BalancesResponse balances(
            Caller caller,
            @RequestParam LicenseId licenseId,
            @RequestParam(name = "meter", required = false) @Nullable String meterCode) {
        UsageFilter filter = new UsageFilter(null, null, licenseId, null);
        scope.require(caller, filter);
        UsageRange month = UsageRange.currentMonth(clock.instant());
        List<Meter> asked =
                meterCode == null
                        ? meters.defined(scope.vendorOf(caller, filter)).stream()
                                .filter(DefinedMeter::counts)
                                .map(DefinedMeter::meter)
                                .toList()
                        : List.of(scope.meter(caller, meterCode, filter));
        UsageReading.Tail tail = reading.tail();
        return new BalancesResponse(
                licenseId,
                asked.stream().map(meter -> balance(caller, tail, filter, meter, month)).toList());
    }

    private Balance balance(
            Caller caller,
            UsageReading.Tail tail,
            UsageFilter filter,
            Meter meter,
            UsageRange month) {
        List<Bucket> buckets =
                reading.licenses(
                        tail, caller, filter, meter.id(), month.firstDay(), month.endDay());
        BigDecimal quantity =
                UsageRows.of(buckets, UsageRows.Grouping.MONTH, month, 1).stream()
                        .flatMap(List::stream)
                        .map(UsageRows.Row::quantity)
                        .findFirst()
                        .orElse(BigDecimal.ZERO);
        return new Balance(meter.code(), meter.aggregation(), quantity, month.from(), month.to());
    }
}
