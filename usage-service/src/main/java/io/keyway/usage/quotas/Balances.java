package io.keyway.usage.quotas;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.QuotaId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.reading.SubjectUsage;
import io.keyway.usage.reading.UsageReading;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What was used in the running month and what remains, from memory: each answer is computed once
 * and kept for at most a second from the moment at which its computation began. Requests for the
 * same subject and meter that come meanwhile wait for it.
 */
@Component
class Balances {

    private final Subjects subjects;
    private final Meters meters;
    private final Quotas quotas;
    private final CheckQuotas checkQuotas;
    private final SubjectUsage usage;
    private final Clock clock;
    private final Cache<Key, Answer> cache;

    Balances(
            Subjects subjects,
            Meters meters,
            Quotas quotas,
            CheckQuotas checkQuotas,
            SubjectUsage usage,
            Clock clock,
            UsageProperties settings) {
        this.subjects = subjects;
        this.meters = meters;
        this.quotas = quotas;
        this.checkQuotas = checkQuotas;
        this.usage = usage;
        this.clock = clock;
        Duration keptFor = settings.quotas().balancesCachedFor();
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(settings.quotas().balancesCached())
                        .weigher((Key key, Answer answer) -> 1 + answer.items().size())
                        .expireAfter(
                                Expiry.<Key, Answer>creating((key, answer) -> answer.left(keptFor)))
                        .build();
    }

    /**
     * Usage of one meter in the current month, and what is left of its quota.
     *
     * @param meter the code of the meter
     * @param displayName the name of the meter to show
     * @param unit what its quantities are a number of; absent if it has none
     * @param aggregation how the meter turns event values into one quantity
     * @param quantity the same as {@code used}
     * @param used what was used so far, a decimal string; 0 without usage
     * @param quotaId the quota; absent if there is none, like the four fields that follow
     * @param included what the month includes
     * @param remaining what is left of it, 0 if it is used up
     * @param limit {@code soft} or {@code hard}
     * @param percent the highest threshold, in percent of {@code included}, that was reached in
     *     this month; absent also if none was
     * @param allowed false if a hard limit is used up: the product is meant to stop. What is used
     *     all the same is counted and billed
     * @param start start of the month, UTC
     * @param end end of the month, UTC, exclusive
     */
    record Balance(
            String meter,
            String displayName,
            @Nullable String unit,
            Aggregation aggregation,
            BigDecimal quantity,
            BigDecimal used,
            @Nullable QuotaId quotaId,
            @Nullable BigDecimal included,
            @Nullable BigDecimal remaining,
            Quota.@Nullable Limit limit,
            @Nullable Integer percent,
            boolean allowed,
            Instant start,
            Instant end) {}

    /**
     * @param meter null for all meters that are not archived
     */
    private record Key(String subject, @Nullable String meter) {}

    /**
     * @param began {@link System#nanoTime} before anything was read
     */
    private record Answer(Subject subject, List<Balance> items, long began) {

        private Duration left(Duration keptFor) {
            Duration left = keptFor.minusNanos(System.nanoTime() - began);
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    /**
     * The balances of a subject.
     *
     * @param id of the subject
     * @param meter code of one meter; null for all that are not archived
     * @param sees whether who asks sees the subject
     * @param find finds the subject for who asks, when it is not in memory or not seen
     * @throws Refused with {@code not_found} if there is no such meter
     */
    List<Balance> of(
            Id id, @Nullable String meter, Predicate<Subject> sees, Supplier<Subject> find) {
        Key key = new Key(id.value(), meter);
        Answer known = cache.getIfPresent(key);
        if (known != null && sees.test(known.subject())) {
            return known.items();
        }
        Subject subject = find.get();
        Answer answer = cache.get(key, any -> compute(subject, meter));
        if (!answer.subject().equals(subject)) {
            // It has moved since the answer was computed.
            answer = compute(subject, meter);
            cache.put(key, answer);
        }
        return answer.items();
    }

    /** The quota has changed: this process answers with it at once. */
    void forget(Quota quota) {
        String subject = quota.subject().idOf();
        cache.invalidateAll(List.of(new Key(subject, null), new Key(subject, quota.meter())));
    }

    private Answer compute(Subject subject, @Nullable String code) {
        long began = System.nanoTime();
        YearMonth month = Quota.monthOf(clock.instant());
        List<DefinedMeter> asked = code == null ? counting(subject) : List.of(named(subject, code));
        Map<MeterId, Quota> found =
                quotas.of(subject, asked.stream().map(DefinedMeter::id).toList()).stream()
                        .map(Stored::state)
                        .collect(Collectors.toMap(Quota::meterId, Function.identity()));
        UsageReading.Tail tail = usage.now();
        return new Answer(
                subject,
                asked.stream()
                        .map(meter -> balance(tail, subject, meter, found.get(meter.id()), month))
                        .toList(),
                began);
    }

    private List<DefinedMeter> counting(Subject subject) {
        return meters.defined(subject.vendor()).stream().filter(DefinedMeter::counts).toList();
    }

    private DefinedMeter named(Subject subject, String code) {
        return meters.definedNow(subject.vendor()).stream()
                .filter(meter -> meter.meter().code().equals(code))
                .findFirst()
                .orElseThrow(Refused::notFound);
    }

    private Balance balance(
            UsageReading.Tail tail,
            Subject subject,
            DefinedMeter meter,
            @Nullable Quota quota,
            YearMonth month) {
        BigDecimal used =
                checkQuotas
                        .used(tail, subject, meter.id(), month)
                        .orElseThrow(
                                Refused.invalid(
                                        subject.licenseId() == null ? "customerId" : "licenseId",
                                        "has too much usage for one answer"));
        Quota.Raised raised = quota == null ? null : quota.raised();
        return new Balance(
                meter.meter().code(),
                meter.name(),
                meter.unit(),
                meter.meter().aggregation(),
                used,
                used,
                quota == null ? null : quota.id(),
                quota == null ? null : quota.included(),
                quota == null ? null : quota.remaining(used),
                quota == null ? null : quota.limit(),
                raised == null || !raised.period().equals(month) ? null : raised.percent(),
                quota == null || quota.allows(used),
                month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
