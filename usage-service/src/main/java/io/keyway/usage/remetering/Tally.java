package io.keyway.usage.remetering;

import io.keyway.contracts.id.LicenseId;
import io.keyway.usage.corrections.Counted;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.metering.Partial;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a preview has found so far.
 *
 * @param events records of events of the meter in the range, copies that did not count included
 * @param changed events that would count otherwise
 * @param added of those, how many the meter does not count now
 * @param unreadable of those, how many the meter cannot read: they would count no more
 * @param withoutData events that stay as they are, because their data was not kept
 * @param voided events that stay voided
 * @param months what the changed events count with, by month, UTC
 * @param examples some changed events
 */
record Tally(
        long events,
        long changed,
        long added,
        long unreadable,
        long withoutData,
        long voided,
        Map<YearMonth, Month> months,
        List<Example> examples) {

    /** Examples of a preview: a document is bounded. */
    static final int EXAMPLES_MAX = 20;

    Tally {
        months = Map.copyOf(months);
        examples = List.copyOf(examples);
    }

    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, Map.of(), List.of());

    /** The changed events of a month. */
    record Month(long changed, Amount before, Amount after) {

        static final Month NOTHING = new Month(0, Amount.NOTHING, Amount.NOTHING);

        Month and(@Nullable Measurement was, @Nullable Measurement is) {
            return new Month(changed + 1, before.and(was), after.and(is));
        }
    }

    /** The sum and number of measured values; a meter that counts has no values. */
    record Amount(BigDecimal sum, long events) {

        static final Amount NOTHING = new Amount(BigDecimal.ZERO, 0);

        Amount and(@Nullable Measurement measured) {
            if (measured == null) {
                return this;
            }
            BigDecimal value = measured.value();
            return new Amount(value == null ? sum : sum.add(value), events + 1);
        }

        Partial partial(Aggregation aggregation) {
            return switch (aggregation) {
                case SUM -> new Partial.Sum(sum);
                case COUNT -> new Partial.Count(events);
                case AVERAGE -> new Partial.Average(sum, events);
                case MAX, MIN, LATEST, UNIQUE_COUNT ->
                        throw new IllegalArgumentException(aggregation + " cannot be taken back");
            };
        }
    }

    /**
     * An event that would count otherwise.
     *
     * @param licenseId its license
     * @param source its CloudEvents source
     * @param eventId its CloudEvents id
     * @param time when it happened
     * @param before what it counts with; absent if the meter does not count it
     * @param after what it would count with; absent if the meter cannot read it
     */
    record Example(
            LicenseId licenseId,
            String source,
            String eventId,
            Instant time,
            @Nullable Value before,
            @Nullable Value after) {}

    /**
     * What a meter has read.
     *
     * @param value absent for {@code count}
     * @param dimensions the values of the meter's dimensions
     */
    record Value(@Nullable BigDecimal value, Map<String, String> dimensions) {

        static @Nullable Value of(@Nullable Measurement measured) {
            return measured == null ? null : new Value(measured.value(), measured.dimensions());
        }
    }

    /** With so many more records. */
    Tally read(long more) {
        return new Tally(
                events + more, changed, added, unreadable, withoutData, voided, months, examples);
    }

    /** With one more event that stays as it is, unless it is the same as the meter reads. */
    Tally unchanged(Comparison.Verdict verdict) {
        boolean unknown = verdict instanceof Comparison.Verdict.WithoutData;
        boolean stays = verdict instanceof Comparison.Verdict.Voided;
        return new Tally(
                events,
                changed,
                added,
                unreadable,
                withoutData + (unknown ? 1 : 0),
                voided + (stays ? 1 : 0),
                months,
                examples);
    }

    Tally changed(Counted event, Comparison.Verdict.Changed verdict) {
        Map<YearMonth, Month> byMonth = new TreeMap<>(months);
        YearMonth month = YearMonth.from(event.time().atOffset(ZoneOffset.UTC));
        byMonth.put(
                month, byMonth.getOrDefault(month, Month.NOTHING).and(verdict.was(), verdict.is()));
        List<Example> some = new ArrayList<>(examples);
        if (some.size() < EXAMPLES_MAX) {
            some.add(
                    new Example(
                            event.attribution().licenseId(),
                            event.source(),
                            event.id(),
                            event.time(),
                            Value.of(verdict.was()),
                            Value.of(verdict.is())));
        }
        return new Tally(
                events,
                changed + 1,
                added + (verdict.was() == null ? 1 : 0),
                unreadable + (verdict.is() == null ? 1 : 0),
                withoutData,
                voided,
                byMonth,
                some);
    }
}
