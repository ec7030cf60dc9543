package io.keyway.usage.reading;

import static java.util.stream.Collectors.toMap;

import io.keyway.contracts.Days;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.usage.buckets.BucketKey;
import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.metering.Partial;
import io.keyway.usage.metering.UsagePart;
import io.keyway.usage.records.Attribution;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The usage of a partner's branch, or of a customer at a partner, on some days, as of one position
 * of the log. The same position gives the same quantity, whatever is counted later, so statements
 * can be computed again.
 */
public final class BranchUsage {

    private final UsageReading reading;
    private final Journals journals;

    public BranchUsage(UsageReading reading, Journals journals) {
        this.reading = reading;
        this.journals = journals;
    }

    /**
     * The sum of a branch's usage of the meter in a month, as of now.
     *
     * @return null if there was none
     */
    public @Nullable Partial sum(PartnerId partner, MeterId meter, YearMonth month) {
        List<Partial> all = new ArrayList<>();
        reading.of(
                reading.tail(),
                Set.of(new UsedBy.Branch(partner)),
                meter,
                month.atDay(1),
                month.plusMonths(1).atDay(1),
                bucket ->
                        bucket.cells().values().stream()
                                .reduce(Partial::merge)
                                .ifPresent(all::add));
        return all.stream().reduce(Partial::merge).orElse(null);
    }

    /** By whom something was used. */
    public sealed interface UsedBy {

        /** A partner, those below it, and the customers of all of them. */
        record Branch(PartnerId partner) implements UsedBy {}

        /** A customer with licenses that belonged to it and to this partner. */
        record Customer(CustomerId customer, PartnerId at) implements UsedBy {}

        /** Whose usage the bucket has. */
        static UsedBy of(BucketKey.Owner owner) {
            return switch (owner) {
                case BucketKey.OfPartner(List<PartnerId> scope) -> new Branch(scope.getLast());
                case BucketKey.OfLicense(Attribution attribution) ->
                        new Customer(attribution.customerId(), attribution.path().getLast());
            };
        }

        private boolean has(Attribution attribution) {
            return switch (this) {
                case Branch(PartnerId partner) -> attribution.path().contains(partner);
                case Customer(CustomerId customer, PartnerId at) ->
                        attribution.customerId().equals(customer)
                                && attribution.path().getLast().equals(at);
            };
        }
    }

    /** The position of the last commit. */
    public UsageReading.Tail now() {
        return reading.tail();
    }

    /**
     * The quantity of a branch as of the tail. Read from buckets; from journals if a fold has moved
     * a bucket past the tail meanwhile.
     */
    public BigDecimal quantity(
            UsageReading.Tail tail, PartnerId partner, MeterId meter, Days days) {
        UsedBy branch = new UsedBy.Branch(partner);
        Map<UsagePart, BigDecimal> found =
                quantities(tail, Set.of(branch), meter, days, Set.of(UsagePart.ALL)).get(branch);
        return found == null
                ? quantity(tail.ends(), branch, meter, days, UsagePart.ALL)
                : found.getOrDefault(UsagePart.ALL, BigDecimal.ZERO);
    }

    /**
     * The quantities of parts of the meter's usage as of the tail: buckets are summed as they are
     * read. Who is missing in the answer has a bucket that a fold has moved past the tail
     * meanwhile.
     */
    public Map<UsedBy, Map<UsagePart, BigDecimal>> quantities(
            UsageReading.Tail tail,
            Set<UsedBy> wanted,
            MeterId meter,
            Days days,
            Set<UsagePart> parts) {
        Sums sums = new Sums(parts);
        Set<UsedBy> pastTail = new HashSet<>();
        reading.of(
                tail,
                wanted,
                meter,
                days.from(),
                days.to(),
                bucket -> {
                    UsedBy by = UsedBy.of(bucket.key().owner());
                    if (bucket.off() > tail.ends().getOrDefault(bucket.key().partition(), 0L)) {
                        pastTail.add(by);
                    }
                    bucket.cells()
                            .forEach((cell, partial) -> sums.add(by, cell.dimensions(), partial));
                });
        Set<UsedBy> current = new HashSet<>(wanted);
        current.removeAll(pastTail);
        return sums.of(current);
    }

    /** Sums by whose usage it is and by part. */
    private record Sums(Set<UsagePart> parts, Map<UsedBy, Map<UsagePart, Partial>> partials) {

        Sums(Set<UsagePart> parts) {
            this(parts, new HashMap<>());
        }

        void add(UsedBy by, Map<String, String> dimensions, Partial partial) {
            for (UsagePart part : parts) {
                if (part.has(dimensions)) {
                    partials.computeIfAbsent(by, any -> new HashMap<>())
                            .merge(part, partial, Partial::merge);
                }
            }
        }

        Map<UsedBy, Map<UsagePart, BigDecimal>> of(Set<UsedBy> wanted) {
            Map<UsedBy, Map<UsagePart, BigDecimal>> quantities = new HashMap<>();
            for (UsedBy by : wanted) {
                Map<UsagePart, Partial> sums = partials.getOrDefault(by, Map.of());
                quantities.put(
                        by,
                        parts.stream().collect(toMap(part -> part, part -> plain(sums.get(part)))));
            }
            return quantities;
        }
    }

    /**
     * Whether journals that may have usage of the month are dropped: then its usage is in the
     * buckets only.
     */
    public boolean archived(YearMonth month) {
        return reading.dropped(month.atDay(1));
    }

    /**
     * The quantity of a part as of these end offsets, from the journals alone.
     *
     * @throws Refused with {@code unavailable} if the journals are dropped
     */
    public BigDecimal quantity(
            Map<Partition, Long> ends, UsedBy wanted, MeterId meter, Days days, UsagePart part) {
        return Objects.requireNonNull(
                fromJournals(ends, wanted, meter, days, Set.of(part)).get(part));
    }

    /**
     * The quantities of parts as of these end offsets, from the journals alone.
     *
     * @throws Refused with {@code unavailable} if the journals are dropped
     */
    public Map<UsagePart, BigDecimal> fromJournals(
            Map<Partition, Long> ends,
            UsedBy wanted,
            MeterId meter,
            Days days,
            Set<UsagePart> parts) {
        Instant from = days.start();
        Instant to = days.end();
        Sums sums = new Sums(parts);
        for (Map.Entry<Partition, Long> end : ends.entrySet()) {
            // An event may be received minutes before its time: start one day earlier.
            for (Journal journal :
                    journals.upTo(end.getKey(), end.getValue(), days.from().toEpochDay() - 1)) {
                for (Journal.Delta delta : journal.deltas()) {
                    Journal.Key key = delta.key();
                    if (key.meterId().equals(meter)
                            && wanted.has(key.attribution())
                            && !key.hour().isBefore(from)
                            && key.hour().isBefore(to)) {
                        sums.add(wanted, key.dimensions(), delta.partial());
                    }
                }
            }
        }
        // Asked last, because journals are marked as dropped before they are deleted.
        if (reading.dropped(days.from())) {
            throw new Refused(
                    ProblemCode.UNAVAILABLE,
                    "The journals of " + days.from() + " are no longer kept.");
        }
        return Objects.requireNonNull(sums.of(Set.of(wanted)).get(wanted));
    }

    private static BigDecimal plain(@Nullable Partial sum) {
        return sum == null ? BigDecimal.ZERO : UsageRows.plain(sum.quantity());
    }
}
