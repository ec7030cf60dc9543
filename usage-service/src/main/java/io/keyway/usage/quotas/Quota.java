package io.keyway.usage.quotas;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.QuotaEvent.ThresholdReached;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.QuotaId;
import io.keyway.kit.store.Aggregate;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a license, customer or partner may use of a meter in each month (UTC), and which threshold
 * was last told to be reached.
 *
 * @param subject with the owners that it had when the quota was last written
 * @param key subject and meter, unique
 * @param meter code of the meter
 * @param thresholds percents of {@code included}, ascending
 * @param setBy the partner that has set it; those below it may not change it
 * @param raised the last month in which a threshold was reached, and the highest one; null if none
 *     was yet
 * @param uncheckedSince since when its usage may have reached thresholds without any more usage,
 *     because the quota was set or changed; null once that was checked
 */
record Quota(
        QuotaId id,
        Subject subject,
        String key,
        MeterId meterId,
        String meter,
        BigDecimal included,
        Limit limit,
        List<Integer> thresholds,
        PartnerId setBy,
        Instant createdAt,
        @Nullable Raised raised,
        @Nullable Instant uncheckedSince)
        implements Aggregate {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** What a quota means when it is used up. */
    enum Limit {
        /** Usage beyond it is meant to go on. */
        @JsonProperty("soft")
        SOFT,
        /** Products are told to stop: {@code allowed} of the balance is false. */
        @JsonProperty("hard")
        HARD
    }

    /**
     * A threshold that was reached.
     *
     * @param period the month, {@code YYYY-MM}, UTC
     * @param percent the highest threshold that was reached in it
     */
    record Raised(YearMonth period, int percent) {}

    Quota {
        thresholds = List.copyOf(thresholds);
    }

    static String key(String subject, MeterId meter) {
        return subject + ":" + meter.value();
    }

    /** The month that a quota counts this time in. */
    static YearMonth monthOf(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }

    /** The quota with what was edited; to be checked. */
    Quota with(QuotaEdit edit, Instant now) {
        return new Quota(
                id,
                subject,
                key,
                meterId,
                meter,
                edit.included(),
                edit.limit(),
                edit.thresholds(),
                setBy,
                createdAt,
                raised,
                now);
    }

    /** Whether a partner that sees the subject may change the quota: its setter and those above. */
    boolean mayBeChangedBy(@Nullable PartnerId partner) {
        int setter = subject.path().indexOf(setBy);
        return setter < 0 || subject.path().subList(0, setter + 1).contains(partner);
    }

    BigDecimal remaining(BigDecimal used) {
        return included.subtract(used).max(BigDecimal.ZERO);
    }

    boolean allows(BigDecimal used) {
        return limit == Limit.SOFT || used.compareTo(included) < 0;
    }

    /** Whether no usage of the month can reach another threshold. */
    boolean isSettled(YearMonth month) {
        return thresholds.isEmpty()
                || month.isBefore(monthOf(createdAt))
                || raisedIn(month) >= thresholds.getLast();
    }

    /** The thresholds that this usage reaches for the first time in the month, lowest first. */
    List<Integer> reached(YearMonth month, BigDecimal used) {
        if (isSettled(month)) {
            return List.of();
        }
        int before = raisedIn(month);
        BigDecimal hundredfold = used.multiply(HUNDRED);
        return thresholds.stream()
                .filter(percent -> percent > before)
                .filter(
                        percent ->
                                hundredfold.compareTo(included.multiply(new BigDecimal(percent)))
                                        >= 0)
                .toList();
    }

    /** A month before the last one counts as raised, so that its late usage changes nothing. */
    private int raisedIn(YearMonth month) {
        if (raised == null || raised.period().isBefore(month)) {
            return 0;
        }
        return raised.period().equals(month) ? raised.percent() : Integer.MAX_VALUE;
    }

    /**
     * The quota after a check.
     *
     * @param now the subject with its present owners
     * @param last the last threshold that was reached
     * @param stillUnchecked null unless it was changed while it was checked
     */
    Quota checked(Subject now, @Nullable Raised last, @Nullable Instant stillUnchecked) {
        return new Quota(
                id,
                now,
                key,
                meterId,
                meter,
                included,
                limit,
                thresholds,
                setBy,
                createdAt,
                last,
                stillUnchecked);
    }

    List<DomainEvent> events(YearMonth month, List<Integer> reached, BigDecimal used, Instant now) {
        List<DomainEvent> events = new ArrayList<>();
        for (int percent : reached) {
            events.add(
                    new ThresholdReached(
                            id,
                            subject.path(),
                            subject.asPartner(),
                            subject.asCustomer(),
                            subject.licenseId(),
                            meter,
                            month.toString(),
                            percent,
                            included,
                            used,
                            now));
        }
        return events;
    }

    @Override
    public List<PartnerId> scope() {
        return subject.path();
    }

    @Override
    public @Nullable CustomerId customerId() {
        return subject.customerId();
    }
}
