package io.keyway.contracts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Consecutive days, in UTC.
 *
 * @param from the first day
 * @param to the day after the last one
 */
public record Days(LocalDate from, LocalDate to) {

    public Days {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("no day from " + from + " to before " + to);
        }
    }

    public static Days of(YearMonth month) {
        return new Days(month.atDay(1), month.plusMonths(1).atDay(1));
    }

    public int count() {
        return Math.toIntExact(ChronoUnit.DAYS.between(from, to));
    }

    public Instant start() {
        return from.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Exclusive. */
    public Instant end() {
        return to.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
