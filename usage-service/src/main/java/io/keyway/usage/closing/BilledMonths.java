package io.keyway.usage.closing;

import io.keyway.contracts.id.StatementCloseId;
import io.keyway.usage.journal.BilledUsage;
import io.keyway.usage.metering.TimeSortedIds;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Finds the earliest month that is not closed for the whole tree of some vendor. A month counts as
 * closed for a vendor when a close of the month by the vendor itself or by the operator is done and
 * leaves no payer open. Closes by partners below it cover only a part of its tree and do not count.
 *
 * <p>Every doubt keeps usage. Without vendors nothing is billed. A vendor needs all months from the
 * one in which it was created. A deleted vendor needs those up to its deletion, and as it cannot
 * close them any more, the operator must; afterwards nothing is reported for it. A month whose
 * close runs again, or leaves payers open now, still counts if it was seen closed by this process.
 */
@Component
class BilledMonths implements BilledUsage {

    /** The answer changes once a month: asking for each partition need not read the store. */
    private static final Duration CACHED_FOR = Duration.ofMinutes(1);

    /** Vendors per query. */
    private static final int VENDORS_AT_ONCE = 500;

    /** An event may be some minutes ahead, so usage of a deleted vendor may lie a day later. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private final Supplier<List<KnownPartner>> vendors;
    private final Function<List<StatementCloseId>, List<StatementClose>> closes;
    private final Clock clock;

    /** The months before it are closed: the next answer is looked for from here on. */
    private @Nullable YearMonth known;

    private LocalDate answer = LocalDate.MIN;
    private Instant answeredAt = Instant.MIN;

    @Autowired
    BilledMonths(Network network, StatementCloses closes, Clock clock) {
        this(network::vendors, closes::load, clock);
    }

    /**
     * @param vendors all that there are, deleted ones too
     * @param closes those of these ids that were started
     */
    BilledMonths(
            Supplier<List<KnownPartner>> vendors,
            Function<List<StatementCloseId>, List<StatementClose>> closes,
            Clock clock) {
        this.vendors = vendors;
        this.closes = closes;
        this.clock = clock;
    }

    @Override
    public synchronized LocalDate billedBefore() {
        Instant now = clock.instant();
        if (answeredAt.isBefore(now.minus(CACHED_FOR))) {
            answer = find(YearMonth.from(now.atOffset(ZoneOffset.UTC)));
            answeredAt = now;
        }
        return answer;
    }

    private LocalDate find(YearMonth running) {
        List<KnownPartner> all = vendors.get();
        Optional<YearMonth> first =
                all.stream().map(BilledMonths::first).min(Comparator.naturalOrder());
        if (first.isEmpty()) {
            return LocalDate.MIN;
        }
        YearMonth month = known == null ? first.get() : known;
        while (month.isBefore(running) && closedForAll(all, month)) {
            month = month.plusMonths(1);
        }
        known = month;
        return month.atDay(1);
    }

    private boolean closedForAll(List<KnownPartner> all, YearMonth month) {
        if (!complete(List.of(StatementClose.id(null, month))).isEmpty()) {
            return true;
        }
        List<StatementCloseId> needed =
                all.stream()
                        .filter(vendor -> !first(vendor).isAfter(month))
                        .filter(vendor -> !last(vendor).isBefore(month))
                        .map(vendor -> StatementClose.id(vendor.partner().id(), month))
                        .toList();
        for (int from = 0; from < needed.size(); from += VENDORS_AT_ONCE) {
            List<StatementCloseId> some =
                    needed.subList(from, Math.min(needed.size(), from + VENDORS_AT_ONCE));
            if (!complete(some).containsAll(some)) {
                return false;
            }
        }
        return true;
    }

    private Set<StatementCloseId> complete(List<StatementCloseId> ids) {
        return closes.apply(ids).stream()
                .filter(StatementClose::complete)
                .map(StatementClose::id)
                .collect(Collectors.toSet());
    }

    private static YearMonth first(KnownPartner vendor) {
        return month(TimeSortedIds.time(vendor.partner().id().uniquePart()));
    }

    private static YearMonth last(KnownPartner vendor) {
        return vendor.deletedAt() == null
                ? YearMonth.of(9999, 12)
                : month(vendor.deletedAt().plus(AHEAD));
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}
