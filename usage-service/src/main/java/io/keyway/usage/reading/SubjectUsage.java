package io.keyway.usage.reading;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.buckets.Bucket;
import io.keyway.usage.metering.Partial;
import io.keyway.usage.reading.BranchUsage.UsedBy;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a partner, a customer or a license has used in a month (UTC), whoever asks: callers check
 * the scope.
 *
 * <p>Of a customer or license it is the usage under its present owner. What it used before it moved
 * belongs to the former one, who may not be seen by the new one.
 */
public final class SubjectUsage {

    private final UsageReading reading;

    public SubjectUsage(UsageReading reading) {
        this.reading = reading;
    }

    /** The position of the last commit. */
    public UsageReading.Tail now() {
        return reading.tail();
    }

    /** The usage of the partner's whole branch. */
    public BigDecimal ofPartner(
            UsageReading.Tail tail, PartnerId partner, MeterId meter, YearMonth month) {
        Sum sum = new Sum();
        reading.of(
                tail,
                Set.of(new UsedBy.Branch(partner)),
                meter,
                month.atDay(1),
                month.plusMonths(1).atDay(1),
                sum::add);
        return sum.quantity();
    }

    /**
     * The usage of all licenses of a customer, or of one of them.
     *
     * @param partner to which the customer belongs
     * @param license null for all
     * @return empty if it is in more buckets than one query may sum
     */
    public Optional<BigDecimal> ofCustomer(
            UsageReading.Tail tail,
            PartnerId partner,
            CustomerId customer,
            @Nullable LicenseId license,
            MeterId meter,
            YearMonth month) {
        Sum sum = new Sum();
        boolean all =
                reading.licenses(
                        tail,
                        new UsageFilter(partner, customer, license, null),
                        meter,
                        month.atDay(1),
                        month.plusMonths(1).atDay(1),
                        sum::add);
        return all ? Optional.of(sum.quantity()) : Optional.empty();
    }

    private static final class Sum {

        private @Nullable Partial partial;

        private void add(Bucket bucket) {
            for (Partial cell : bucket.cells().values()) {
                partial = partial == null ? cell : partial.merge(cell);
            }
        }

        private BigDecimal quantity() {
            return partial == null ? BigDecimal.ZERO : UsageRows.plain(partial.quantity());
        }
    }
}
