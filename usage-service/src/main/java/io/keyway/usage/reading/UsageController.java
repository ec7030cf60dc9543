package io.keyway.usage.reading;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.Refused;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.buckets.Bucket;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.reading.BranchUsage.UsedBy;
import java.beans.PropertyEditorSupport;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /usage}: metered quantities by time window and group. */
@RestController
@RequestMapping("/api/v1/usage")
class UsageController {

    private final UsageReading reading;
    private final UsageScope scope;
    private final Clock clock;
    private final int rowsMax;

    UsageController(UsageReading reading, UsageScope scope, Clock clock, UsageProperties settings) {
        this.reading = reading;
        this.scope = scope;
        this.clock = clock;
        this.rowsMax = settings.reads().rowsMax();
    }

    /**
     * Usage of one meter.
     *
     * @param meter the code of the meter
     * @param aggregation how the meter turns event values into one quantity
     * @param items one row per window and group, ordered by time; windows without usage have no row
     */
    record UsageResponse(String meter, Aggregation aggregation, List<RowResponse> items) {}

    /**
     * Usage of one window and group.
     *
     * @param start start of the window, or of the range if that is later; UTC, inclusive
     * @param end end of the window, or of the range if that is earlier; UTC, exclusive
     * @param quantity the aggregated quantity, a decimal string
     * @param group what it is the usage of, as {@code groupBy} and {@code dimension} asked for
     */
    record RowResponse(
            Instant start, Instant end, BigDecimal quantity, @JsonUnwrapped UsageRows.Group group) {

        static RowResponse from(UsageRows.Row row) {
            return new RowResponse(row.start(), row.end(), row.quantity(), row.group());
        }
    }

    /**
     * List usage by window and group.
     *
     * <p>Returns one row per window and group within the caller's scope, current to the last
     * committed event. A partner needs {@code read_usage}; a customer reads its own usage. An id
     * outside the caller's scope and an unknown meter are {@code not_found}. {@code unavailable}
     * means that counted events wait to be folded; try again.
     *
     * <p>{@code dimension} and {@code where} go with every group. A day has at most 2000
     * combinations of dimensions apart (200 for {@code unique_count}) per license and per partner;
     * the usage of further ones is in rows with {@code others}, and no {@code where} finds it.
     *
     * @param meterCode code of the meter
     * @param from start of the range, ISO-8601, rounded down to the hour; default: start of the
     *     month of {@code to}
     * @param to end of the range, ISO-8601, exclusive, rounded up to the hour; default: end of the
     *     current month
     * @param window {@code hour} (range up to 31 days), {@code day} (366 days) or {@code month}
     *     (1098 days); default {@code month}
     * @param zoneId zone whose days and months these are, of the IANA time zone database, such as
     *     {@code Europe/Berlin}; it must differ from UTC by full hours, because usage is kept by
     *     hours in UTC; default UTC
     * @param groupBy {@code customer}, {@code license}, {@code product} in any combination, or
     *     {@code partner} alone; default: one row for the whole scope
     * @param dimension dimensions of the meter ({@code groupBy} of {@code GET /meters/{id}}) to
     *     keep rows apart by, in any combination
     * @param where only usage with this value of a dimension, such as {@code region:north}; each
     *     further one is a parameter of its own, for another dimension
     * @param partnerId only the branch of this partner
     * @param customerId only this customer
     * @param licenseId only this license
     * @param productId only this product
     * @return the meter and its rows, at most 10,000
     */
    @GetMapping
    UsageResponse usage(
            Caller caller,
            @RequestParam("meter") String meterCode,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "month") Window window,
            @RequestParam(name = "zone", required = false) @Nullable String zoneId,
            @RequestParam(required = false) @Nullable Set<UsageRows.GroupBy> groupBy,
            @RequestParam(required = false) @Nullable Set<String> dimension,
            @RequestParam(required = false) String @Nullable [] where,
            @RequestParam(required = false) @Nullable PartnerId partnerId,
            @RequestParam(required = false) @Nullable CustomerId customerId,
            @RequestParam(required = false) @Nullable LicenseId licenseId,
            @RequestParam(required = false) @Nullable ProductId productId) {
        UsageFilter filter = new UsageFilter(partnerId, customerId, licenseId, productId);
        scope.require(caller, filter);
        Set<UsageRows.GroupBy> by = groupBy == null ? Set.of() : groupBy;
        if (by.contains(UsageRows.GroupBy.PARTNER) && (by.size() > 1 || filter.needsLicenses())) {
            throw Refused.invalid(
                            "groupBy",
                            "partner stands for whole branches and goes with nothing else")
                    .get();
        }
        UsageZone zone = UsageZone.of(zoneId);
        UsageRange range = UsageRange.of(from, to, window, zone, clock.instant());
        Meter meter = scope.meter(caller, meterCode, filter);
        UsageRows.Grouping grouping =
                new UsageRows.Grouping(window, zone, by, Dimensions.of(meter, dimension, where));
        UsageRows rows = new UsageRows(grouping, range, rowsMax);
        read(caller, filter, by, meter.id(), range, rows::add);
        return new UsageResponse(
                meter.code(),
                meter.aggregation(),
                rows.inOrder().stream().map(RowResponse::from).toList());
    }

    /** The value of a dimension may have commas: one parameter is one filter, not a list. */
    @InitBinder("where")
    void keepCommas(WebDataBinder binder) {
        binder.registerCustomEditor(
                String[].class,
                new PropertyEditorSupport() {
                    @Override
                    public void setAsText(String text) {
                        setValue(new String[] {text});
                    }
                });
    }

    /**
     * A whole branch is read from its partner's buckets, which are far fewer than its licenses'.
     */
    private void read(
            Caller caller,
            UsageFilter filter,
            Set<UsageRows.GroupBy> by,
            MeterId meter,
            UsageRange range,
            Consumer<Bucket> each) {
        UsageReading.Tail tail = reading.tail();
        LocalDate from = range.firstDay();
        LocalDate to = range.endDay();
        PartnerId branch = filter.partnerId() == null ? caller.partnerId() : filter.partnerId();
        if (by.contains(UsageRows.GroupBy.PARTNER)) {
            reading.partners(tail, caller, filter, meter, from, to, each);
        } else if (by.isEmpty() && !filter.needsLicenses() && branch != null) {
            Set<UsedBy> wanted = Set.of(new UsedBy.Branch(branch));
            reading.of(tail, wanted, meter, from, to, each);
        } else {
            reading.licenses(tail, caller, filter, meter, from, to, each);
        }
    }
}
