package io.keyway.usage.buckets;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.network.Network;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class UsageController {

    /** Nothing was counted before; an instant before it is a mistake, not a question. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final UsageReading reading;
    private final Meters meters;
    private final Network network;
    private final RejectedEvents rejectedEvents;
    private final Clock clock;
    private final int rowsMax;

    UsageController(
            UsageReading reading,
            Meters meters,
            Network network,
            RejectedEvents rejectedEvents,
            Clock clock,
            UsageProperties settings) {
        this.reading = reading;
        this.meters = meters;
        this.network = network;
        this.rejectedEvents = rejectedEvents;
        this.clock = clock;
        this.rowsMax = settings.reads().rowsMax();
    }

    record UsageResponse(String meter, Aggregation aggregation, List<RowResponse> items) {}

    record RowResponse(
            Instant start, Instant end, BigDecimal quantity, @JsonUnwrapped UsageRows.Group group) {

        static RowResponse from(UsageRows.Row row) {
            return new RowResponse(row.start(), row.end(), row.quantity(), row.group());
        }
    }

    /** The whole hours that cover what was asked for. */
    private record Range(Instant from, Instant to) {
        LocalDate firstDay() {
            return from.atOffset(ZoneOffset.UTC).toLocalDate();
        }

        /** The day after the last. */
        LocalDate endDay() {
            return to.minusNanos(1).atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1);
        }
    }

    @GetMapping("/usage")
    UsageResponse usage(
            Caller caller,
            @RequestParam("meter") String meterCode,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "month") Window window,
            @RequestParam(required = false) @Nullable Set<UsageRows.GroupBy> groupBy,
            @RequestParam(required = false) @Nullable PartnerId partnerId,
            @RequestParam(required = false) @Nullable CustomerId customerId,
            @RequestParam(required = false) @Nullable LicenseId licenseId,
            @RequestParam(required = false) @Nullable ProductId productId) {
        mayRead(caller);
        UsageFilter filter = new UsageFilter(partnerId, customerId, licenseId, productId);
        inScope(caller, filter);
        Set<UsageRows.GroupBy> by = groupBy == null ? Set.of() : groupBy;
        if (by.contains(UsageRows.GroupBy.PARTNER)
                && (by.size() > 1 || filter.needsLicenses())) {
            throw Refused.invalid(
                            "groupBy",
                            "partner stands for whole branches and goes with nothing else")
                    .get();
        }
        Range range = range(from, to, window);
        Meter meter = meter(caller, meterCode, filter);
        List<UsageRows.Row> rows =
                UsageRows.of(
                        buckets(caller, filter, by, meter.id(), range),
                        window,
                        by,
                        range.from(),
                        range.to());
        if (rows.size() > rowsMax) {
            throw Refused.invalid(
                            "from", "there are more than " + rowsMax + " rows: ask for a part")
                    .get();
        }
        return new UsageResponse(
                meter.code(), meter.aggregation(), rows.stream().map(RowResponse::from).toList());
    }

    private List<Bucket> buckets(
            Caller caller,
            UsageFilter filter,
            Set<UsageRows.GroupBy> by,
            MeterId meter,
            Range range) {
        UsageReading.Tail tail = reading.tail();
        LocalDate from = range.firstDay();
        LocalDate to = range.endDay();
        if (by.contains(UsageRows.GroupBy.PARTNER)) {
            return reading.partners(tail, caller, filter, meter, from, to);
        }
        PartnerId branch =
                filter.partnerId() == null ? caller.partnerId() : filter.partnerId();
        if (by.isEmpty() && !filter.needsLicenses() && branch != null) {
            return reading.ofPartner(tail, branch, meter, from, to);
        }
        return reading.licenses(tail, caller, filter, meter, from, to);
    }

    record BalancesResponse(LicenseId licenseId, List<Balance> items) {}

    record Balance(
            String meter,
            Aggregation aggregation,
            BigDecimal quantity,
            Instant start,
            Instant end) {}

    /** What a license has used in the running month, to the last commit. */
    @GetMapping("/balances")
    BalancesResponse balances(
            Caller caller,
            @RequestParam LicenseId licenseId,
            @RequestParam(name = "meter", required = false) @Nullable String meterCode) {
        mayRead(caller);
        UsageFilter filter = new UsageFilter(null, null, licenseId, null);
        inScope(caller, filter);
        Range month = range(null, null, Window.MONTH);
        List<Meter> asked =
                meterCode == null
                        ? meters.ofVendor(vendorOf(caller, filter))
                        : List.of(meter(caller, meterCode, filter));
        UsageReading.Tail tail = reading.tail();
        return new BalancesResponse(
                licenseId,
                asked.stream()
                        .map(meter -> balance(caller, tail, filter, meter, month))
                        .toList());
    }

    private Balance balance(
            Caller caller, UsageReading.Tail tail, UsageFilter filter, Meter meter, Range month) {
        List<Bucket> buckets =
                reading.licenses(
                        tail, caller, filter, meter.id(), month.firstDay(), month.endDay());
        BigDecimal quantity =
                UsageRows.of(buckets, Window.MONTH, Set.of(), month.from(), month.to()).stream()
                        .map(UsageRows.Row::quantity)
                        .findFirst()
                        .orElse(BigDecimal.ZERO);
        return new Balance(meter.code(), meter.aggregation(), quantity, month.from(), month.to());
    }

    record RejectedResponse(
            String id,
            Refusal code,
            @Nullable LicenseId licenseId,
            @Nullable String source,
            @Nullable String eventId,
            @Nullable String type,
            @Nullable String time,
            Instant receivedAt) {

        static RejectedResponse from(RejectedEvent event) {
            return new RejectedResponse(
                    event.id().value(),
                    event.code(),
                    event.licenseId(),
                    event.source(),
                    event.eventId(),
                    event.type(),
                    event.time(),
                    event.receivedAt());
        }
    }

    @GetMapping("/rejected-events")
    Page<RejectedResponse> rejectedEvents(Caller caller, PageRequest page) {
        mayRead(caller);
        return rejectedEvents.page(caller, page).map(RejectedResponse::from);
    }

    /** Customers read what is their own without a permission. */
    private static void mayRead(Caller caller) {
        if (caller.role() != Role.CUSTOMER && !caller.may(Permission.READ_USAGE)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }

    /** An id that the caller does not see is as good as none, also in a query. */
    private void inScope(Caller caller, UsageFilter filter) {
        boolean seen =
                (filter.partnerId() == null
                                || network.partner(caller, filter.partnerId()).isPresent())
                        && (filter.customerId() == null
                                || network.customer(caller, filter.customerId()).isPresent())
                        && (filter.licenseId() == null
                                || network.license(caller, filter.licenseId()).isPresent());
        if (!seen) {
            throw Refused.notFound();
        }
    }

    private Meter meter(Caller caller, String code, UsageFilter filter) {
        return meters.find(caller, vendorOf(caller, filter), code)
                .orElseThrow(Refused::notFound);
    }

    /**
     * Codes are a vendor's own. The operator, who sees many vendors, says by another id which is
     * meant.
     */
    private PartnerId vendorOf(Caller caller, UsageFilter filter) {
        PartnerId own = caller.vendorId();
        if (own != null) {
            return own;
        }
        if (filter.partnerId() != null) {
            return network.partner(filter.partnerId()).orElseThrow(Refused::notFound).vendorId();
        }
        if (filter.customerId() != null) {
            return network.customer(caller, filter.customerId())
                    .orElseThrow(Refused::notFound)
                    .path()
                    .getFirst();
        }
        if (filter.licenseId() != null) {
            return network.license(caller, filter.licenseId())
                    .orElseThrow(Refused::notFound)
                    .vendorId();
        }
        throw Refused.invalid("partnerId", "is required of the operator: meters are a vendor's")
                .get();
    }

    private Range range(@Nullable Instant from, @Nullable Instant to, Window window) {
        plausible("from", from);
        plausible("to", to);
        Instant now = clock.instant();
        Instant first =
                from != null ? from : Window.MONTH.startOf(to == null ? now : to.minusNanos(1));
        Instant end =
                to != null
                        ? to
                        : Window.MONTH.endOf(
                                Window.MONTH.startOf(first.isAfter(now) ? first : now));
        if (!first.isBefore(end)) {
            throw Refused.invalid("to", "must be later than from").get();
        }
        if (Duration.between(first, end).compareTo(window.rangeMax()) > 0) {
            throw Refused.invalid(
                            "from",
                            "must be at most "
                                    + window.rangeMax().toDays()
                                    + " days before to in this window")
                    .get();
        }
        Instant hour = end.truncatedTo(ChronoUnit.HOURS);
        return new Range(
                first.truncatedTo(ChronoUnit.HOURS),
                hour.equals(end) ? end : hour.plus(1, ChronoUnit.HOURS));
    }

    private static void plausible(String field, @Nullable Instant time) {
        if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
            throw Refused.invalid(field, "must be a time between 2000 and 2200").get();
        }
    }
}
