package io.keyway.usage.overview;

import io.keyway.contracts.Days;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.network.Network;
import io.keyway.usage.reading.BranchUsage;
import io.keyway.usage.reading.UsageReading;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /partners/overview}: the numbers at the top of a partner's dashboard. */
@RestController
@RequestMapping("/api/v1/partners/overview")
class OverviewController {

    private static final Pattern PERIOD = Pattern.compile("[1-9][0-9]{3}-(0[1-9]|1[0-2])");

    /**
     * The caller's branch in numbers.
     *
     * @param period the month of the usage, {@code YYYY-MM}
     * @param resellers resellers below the caller, at any depth
     * @param activeResellers those of them that are switched on
     * @param distributors distributors below the caller, at any depth
     * @param activeDistributors those of them that are switched on
     * @param meters usage of the branch, per meter that is not archived, by position and then code;
     *     empty without {@code read_usage} and for the operator
     */
    record OverviewResponse(
            String period,
            long resellers,
            long activeResellers,
            long distributors,
            long activeDistributors,
            List<MeteredQuantity> meters) {}

    /**
     * Usage of one meter in the caller's branch.
     *
     * @param meterId the meter
     * @param code the code of the meter
     * @param displayName the name to show
     * @param unit what the quantity is a number of; absent if the vendor did not say
     * @param quantity usage of the whole branch in the period, current to the last committed event,
     *     a decimal string
     */
    record MeteredQuantity(
            MeterId meterId,
            String code,
            String displayName,
            @Nullable String unit,
            BigDecimal quantity) {}

    private final Network network;
    private final Meters meters;
    private final BranchUsage usage;
    private final Clock clock;

    OverviewController(Network network, Meters meters, BranchUsage usage, Clock clock) {
        this.network = network;
        this.meters = meters;
        this.usage = usage;
        this.clock = clock;
    }

    /**
     * Get the caller's branch in numbers.
     *
     * <p>Counts resellers and distributors as they are now, and sums usage over the month. For
     * partners and the operator ({@code forbidden} for customers).
     *
     * @param period the month of the usage, {@code YYYY-MM}, not in the future; default: the
     *     current month
     * @return the numbers
     */
    @GetMapping
    OverviewResponse overview(
            Caller caller, @RequestParam(required = false) @Nullable String period) {
        if (caller.role() != Role.PARTNER && caller.role() != Role.OPERATOR) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        YearMonth month = month(period);
        return new OverviewResponse(
                month.toString(),
                network.countBelow(caller, PartnerType.RESELLER),
                network.countActiveBelow(caller, PartnerType.RESELLER),
                network.countBelow(caller, PartnerType.DISTRIBUTOR),
                network.countActiveBelow(caller, PartnerType.DISTRIBUTOR),
                quantities(caller, month));
    }

    private YearMonth month(@Nullable String period) {
        YearMonth running = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        if (period == null) {
            return running;
        }
        if (!PERIOD.matcher(period).matches()) {
            throw Refused.invalid("period", "must be a month like 2026-01").get();
        }
        YearMonth asked = YearMonth.parse(period);
        if (asked.isAfter(running)) {
            throw Refused.invalid("period", "lies in the future").get();
        }
        return asked;
    }

    private List<MeteredQuantity> quantities(Caller caller, YearMonth month) {
        PartnerId partner = caller.partnerId();
        PartnerId vendor = caller.vendorId();
        if (partner == null || vendor == null || !caller.may(Permission.READ_USAGE)) {
            return List.of();
        }
        UsageReading.Tail tail = usage.now();
        return meters.defined(vendor).stream()
                .filter(DefinedMeter::counts)
                .map(
                        meter ->
                                new MeteredQuantity(
                                        meter.id(),
                                        meter.meter().code(),
                                        meter.name(),
                                        meter.unit(),
                                        usage.quantity(tail, partner, meter.id(), Days.of(month))))
                .toList();
    }
}
