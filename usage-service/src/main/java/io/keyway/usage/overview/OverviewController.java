package io.keyway.usage.overview;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.network.Network;
import io.keyway.usage.reading.BranchUsage;
import io.keyway.usage.reading.UsageReading;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a partner's dashboard begins with. */
@RestController
@RequestMapping("/api/v1/partners/overview")
class OverviewController {

    private static final Pattern PERIOD = Pattern.compile("[1-9][0-9]{3}-(0[1-9]|1[0-2])");

    /**
     * @param resellers below the caller, at any depth; {@code activeResellers} those that are
     *     switched on
     * @param meters empty for who may not read usage, and for the operator, who has no branch
     */
    record OverviewResponse(
            String period,
            long resellers,
            long activeResellers,
            long distributors,
            long activeDistributors,
            List<MeteredQuantity> meters) {}

    /**
     * @param quantity of the caller's whole branch in the period, as of the last commit
     */
    record MeteredQuantity(MeterId meterId, String code, BigDecimal quantity) {}

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
        return meters.ofVendor(vendor).stream()
                .sorted(Comparator.comparing(Meter::code))
                .map(
                        meter ->
                                new MeteredQuantity(
                                        meter.id(),
                                        meter.code(),
                                        usage.quantity(tail, partner, meter.id(), month)))
                .toList();
    }
}
