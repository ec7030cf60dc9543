package io.keyway.usage.reading;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.usage.buckets.Bucket;
import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.metering.Partial;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The usage of a partner's branch in a month, as of one position of the log. The same position
 * gives the same quantity, whatever is counted later, so statements can be computed again.
 */
public final class BranchUsage {

    private final UsageReading reading;
    private final Journals journals;

    public BranchUsage(UsageReading reading, Journals journals) {
        this.reading = reading;
        this.journals = journals;
    }

    /** The position of the last commit. */
    public UsageReading.Tail now() {
        return reading.tail();
    }

    /**
     * The quantity as of the tail. Read from buckets; from journals if a fold has moved a bucket
     * past the tail meanwhile.
     */
    public BigDecimal quantity(
            UsageReading.Tail tail, PartnerId partner, MeterId meter, YearMonth month) {
        List<Bucket> buckets =
                reading.ofPartner(
                        tail, partner, meter, month.atDay(1), month.plusMonths(1).atDay(1));
        boolean past =
                buckets.stream()
                        .anyMatch(
                                bucket ->
                                        bucket.off()
                                                > tail.ends()
                                                        .getOrDefault(
                                                                bucket.key().partition(), 0L));
        return past
                ? quantity(tail.ends(), partner, meter, month)
                : sum(buckets.stream().flatMap(bucket -> bucket.cells().values().stream()));
    }

    /**
     * Whether journals that may have usage of the month are dropped: then its usage is in the
     * buckets only.
     */
    public boolean archived(YearMonth month) {
        return reading.dropped(month.atDay(1));
    }

    /**
     * The quantity as of these end offsets, from the journals alone.
     *
     * @throws Refused with {@code unavailable} if the month is archived
     */
    public BigDecimal quantity(
            Map<Partition, Long> ends, PartnerId partner, MeterId meter, YearMonth month) {
        LocalDate first = month.atDay(1);
        Instant from = first.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant to = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Optional<Partial> sum = Optional.empty();
        for (Map.Entry<Partition, Long> end : ends.entrySet()) {
            // An event may be received minutes before its time: start one day earlier.
            for (Journal journal :
                    journals.upTo(end.getKey(), end.getValue(), first.toEpochDay() - 1)) {
                for (Journal.Delta delta : journal.deltas()) {
                    Journal.Key key = delta.key();
                    if (key.meterId().equals(meter)
                            && key.attribution().path().contains(partner)
                            && !key.hour().isBefore(from)
                            && key.hour().isBefore(to)) {
                        sum = Optional.of(sum.map(delta.partial()::merge).orElse(delta.partial()));
                    }
                }
            }
        }
        // Asked last, because journals are marked as dropped before they are deleted.
        if (archived(month)) {
            throw new Refused(
                    ProblemCode.UNAVAILABLE, "The journals of " + month + " are no longer kept.");
        }
        return UsageRows.plain(sum.map(Partial::quantity).orElse(BigDecimal.ZERO));
    }

    private static BigDecimal sum(Stream<Partial> partials) {
        return UsageRows.plain(
                partials.reduce(Partial::merge).map(Partial::quantity).orElse(BigDecimal.ZERO));
    }
}
