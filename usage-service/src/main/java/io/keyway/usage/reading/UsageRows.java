package io.keyway.usage.reading;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.Refused;
import io.keyway.usage.buckets.Bucket;
import io.keyway.usage.buckets.BucketKey;
import io.keyway.usage.metering.Partial;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sums buckets into rows, one per window and group, as they are read. */
final class UsageRows {

    private final Grouping grouping;
    private final UsageRange range;
    private final int rowsMax;
    private final Map<Slot, Partial> sums = new HashMap<>();

    /**
     * @param rowsMax so many rows at most
     */
    UsageRows(Grouping grouping, UsageRange range, int rowsMax) {
        this.grouping = grouping;
        this.range = range;
        this.rowsMax = rowsMax;
    }

    /** What rows are grouped by. */
    enum GroupBy {
        /** The whole branch of a partner: the row of a parent includes those below it. */
        @JsonProperty("partner")
        PARTNER,
        /** The customer that owned the license when the event was received. */
        @JsonProperty("customer")
        CUSTOMER,
        /** The license. */
        @JsonProperty("license")
        LICENSE,
        /** The product of the license. */
        @JsonProperty("product")
        PRODUCT
    }

    /**
     * What rows a query asks for.
     *
     * @param zone whose days and months the windows are
     */
    record Grouping(Window window, UsageZone zone, Set<GroupBy> by, Dimensions dimensions) {}

    /**
     * What a row is the usage of; what was not asked for is absent.
     *
     * @param partnerId the partner whose branch it is
     * @param customerId the customer
     * @param licenseId the license
     * @param productId the product
     * @param dimensions the values of the dimensions asked for; those that the events did not have
     *     are left out
     * @param others true for the usage of further values, of which a day had too many to keep them
     *     apart; absent otherwise
     */
    record Group(
            @Nullable PartnerId partnerId,
            @Nullable CustomerId customerId,
            @Nullable LicenseId licenseId,
            @Nullable ProductId productId,
            @Nullable Map<String, String> dimensions,
            @Nullable Boolean others) {

        static Group of(Set<GroupBy> by, BucketKey.Owner owner) {
            return switch (owner) {
                case BucketKey.OfPartner partner ->
                        new Group(
                                by.contains(GroupBy.PARTNER) ? partner.scope().getLast() : null,
                                null,
                                null,
                                null,
                                null,
                                null);
                case BucketKey.OfLicense license ->
                        new Group(
                                null,
                                by.contains(GroupBy.CUSTOMER) ? license.customerId() : null,
                                by.contains(GroupBy.LICENSE)
                                        ? license.attribution().licenseId()
                                        : null,
                                by.contains(GroupBy.PRODUCT)
                                        ? license.attribution().productId()
                                        : null,
                                null,
                                null);
            };
        }

        private Group with(Dimensions asked, Bucket.Cell cell) {
            Map<String, String> values = asked.valuesOf(cell);
            return values == null
                    ? this
                    : new Group(
                            partnerId,
                            customerId,
                            licenseId,
                            productId,
                            values,
                            cell.isOthers() ? true : null);
        }

        private String order() {
            return String.join(
                    "/",
                    String.valueOf(partnerId),
                    String.valueOf(customerId),
                    String.valueOf(licenseId),
                    String.valueOf(productId),
                    String.valueOf(others),
                    String.valueOf(dimensions));
        }
    }

    /**
     * @param start start of the window, or of the range if that is later
     * @param end end of the window, or of the range if that is earlier
     */
    record Row(Instant start, Instant end, Group group, BigDecimal quantity) {}

    private record Slot(Instant start, Group group) {}

    /**
     * Adds a bucket.
     *
     * @throws Refused if there are too many rows
     */
    void add(Bucket bucket) {
        Group owner = Group.of(grouping.by(), bucket.key().owner());
        Instant midnight = bucket.key().day().atStartOfDay(ZoneOffset.UTC).toInstant();
        bucket.cells()
                .forEach(
                        (cell, partial) -> {
                            Instant hour = midnight.plus(Duration.ofHours(cell.hour()));
                            if (range.contains(hour) && grouping.dimensions().match(cell)) {
                                sums.merge(
                                        new Slot(
                                                grouping.window().startOf(hour, grouping.zone()),
                                                owner.with(grouping.dimensions(), cell)),
                                        partial,
                                        Partial::merge);
                            }
                        });
        if (sums.size() > rowsMax) {
            throw Refused.invalid(
                            "from", "there are more than " + rowsMax + " rows: ask for a part")
                    .get();
        }
    }

    /** The rows by time, and then by group. */
    List<Row> inOrder() {
        return sums.entrySet().stream()
                .sorted(
                        Map.Entry.comparingByKey(
                                Comparator.comparing(Slot::start)
                                        .thenComparing(slot -> slot.group().order())))
                .map(sum -> row(sum.getKey(), sum.getValue()))
                .toList();
    }

    private Row row(Slot slot, Partial sum) {
        return new Row(
                later(slot.start(), range.from()),
                earlier(grouping.window().endOf(slot.start(), grouping.zone()), range.to()),
                slot.group(),
                plain(sum.quantity()));
    }

    /** Without trailing zeros, and never with an exponent. */
    static BigDecimal plain(BigDecimal quantity) {
        BigDecimal stripped = quantity.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
