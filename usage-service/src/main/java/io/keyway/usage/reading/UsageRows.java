package io.keyway.usage.reading;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.usage.buckets.Bucket;
import io.keyway.usage.buckets.BucketKey;
import io.keyway.usage.metering.Partial;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sums buckets into rows, one per window and group, ordered by time. */
final class UsageRows {

    private UsageRows() {}

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
     * The ids of a row's group; those that {@code groupBy} did not ask for are absent.
     *
     * @param partnerId the partner whose branch it is
     * @param customerId the customer
     * @param licenseId the license
     * @param productId the product
     */
    record Group(
            @Nullable PartnerId partnerId,
            @Nullable CustomerId customerId,
            @Nullable LicenseId licenseId,
            @Nullable ProductId productId) {

        static Group of(Set<GroupBy> by, BucketKey.Owner owner) {
            return switch (owner) {
                case BucketKey.OfPartner partner ->
                        new Group(
                                by.contains(GroupBy.PARTNER) ? partner.scope().getLast() : null,
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
                                        : null);
            };
        }

        private String order() {
            return partnerId + "/" + customerId + "/" + licenseId + "/" + productId;
        }
    }

    /**
     * @param start start of the window, or of the range if that is later
     * @param end end of the window, or of the range if that is earlier
     */
    record Row(Instant start, Instant end, Group group, BigDecimal quantity) {}

    private record Slot(Instant start, Group group) {}

    /**
     * @param from a full hour, inclusive
     * @param to a full hour, exclusive
     */
    static List<Row> of(
            Collection<Bucket> buckets, Window window, Set<GroupBy> by, Instant from, Instant to) {
        Map<Slot, Partial> sums = new HashMap<>();
        for (Bucket bucket : buckets) {
            Group group = Group.of(by, bucket.key().owner());
            Instant midnight = bucket.key().day().atStartOfDay(ZoneOffset.UTC).toInstant();
            bucket.cells()
                    .forEach(
                            (cell, partial) -> {
                                Instant hour = midnight.plus(Duration.ofHours(cell.hour()));
                                if (!hour.isBefore(from) && hour.isBefore(to)) {
                                    sums.merge(
                                            new Slot(window.startOf(hour), group),
                                            partial,
                                            Partial::merge);
                                }
                            });
        }
        return sums.entrySet().stream()
                .sorted(
                        Map.Entry.comparingByKey(
                                Comparator.comparing(Slot::start)
                                        .thenComparing(slot -> slot.group().order())))
                .map(
                        sum ->
                                new Row(
                                        later(sum.getKey().start(), from),
                                        earlier(window.endOf(sum.getKey().start()), to),
                                        sum.getKey().group(),
                                        plain(sum.getValue().quantity())))
                .toList();
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
