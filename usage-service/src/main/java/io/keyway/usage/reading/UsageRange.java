package io.keyway.usage.reading;

import io.keyway.kit.http.Refused;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time range of a usage query, widened to full hours, UTC.
 *
 * @param from inclusive
 * @param to exclusive
 */
record UsageRange(Instant from, Instant to) {

    /** Keyway has no usage before this; an earlier time in a query is a mistake of the caller. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /**
     * Fills in the defaults, with the months of the zone: without {@code from}, the range starts
     * with the month of its end; without {@code to}, it ends with the current month (or with the
     * month of a later {@code from}).
     *
     * @throws Refused if a time is outside 2000 to 2200, {@code to} is not after {@code from}, the
     *     range is longer than the window allows, or the zone differs from UTC by parts of an hour
     */
    static UsageRange of(
            @Nullable Instant from,
            @Nullable Instant to,
            Window window,
            UsageZone zone,
            Instant now) {
        requirePlausible("from", from);
        requirePlausible("to", to);
        Instant first =
                from != null
                        ? from
                        : Window.MONTH.startOf(to == null ? now : to.minusNanos(1), zone);
        Instant end =
                to != null
                        ? to
                        : Window.MONTH.endOf(
                                Window.MONTH.startOf(first.isAfter(now) ? first : now, zone), zone);
        if (!first.isBefore(end)) {
            throw Refused.invalid("to", "must be later than from").get();
        }
        // Days of the zone: a month in which its clocks go back is an hour longer than 31 days.
        if (end.isAfter(first.atZone(zone.id()).plusDays(window.daysMax()).toInstant())) {
            throw Refused.invalid(
                            "from",
                            "must be at most "
                                    + window.daysMax()
                                    + " days before to in this window")
                    .get();
        }
        zone.requireFullHours(first, end);
        Instant hour = end.truncatedTo(ChronoUnit.HOURS);
        return new UsageRange(
                first.truncatedTo(ChronoUnit.HOURS),
                hour.equals(end) ? end : hour.plus(1, ChronoUnit.HOURS));
    }

    boolean contains(Instant hour) {
        return !hour.isBefore(from) && hour.isBefore(to);
    }

    /** In UTC, like the days of buckets. */
    LocalDate firstDay() {
        return from.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** The day after the last one. */
    LocalDate endDay() {
        return to.minusNanos(1).atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1);
    }

    private static void requirePlausible(String field, @Nullable Instant time) {
        if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
            throw Refused.invalid(field, "must be a time between 2000 and 2200").get();
        }
    }
}
