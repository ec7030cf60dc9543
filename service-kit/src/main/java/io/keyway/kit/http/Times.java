package io.keyway.kit.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Reads times of the API: ISO-8601 with years of four digits. The store can keep these, and adding
 * to them cannot overflow.
 */
final class Times {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
    private static final Duration LONGEST = Duration.ofDays(366_000);

    private Times() {}

    /**
     * Reads an instant.
     *
     * @throws DateTimeException if the text is no instant, or out of range
     */
    static Instant instant(String text) {
        return within(FIRST, Instant.parse(text), LAST);
    }

    /**
     * Reads a day.
     *
     * @throws DateTimeException if the text is no date, or out of range
     */
    static LocalDate day(String text) {
        LocalDate day = LocalDate.parse(text);
        if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
            throw new DateTimeException("out of range");
        }
        return day;
    }

    /**
     * Reads a duration.
     *
     * @throws DateTimeException if the text is no duration, or longer than a thousand years
     */
    static Duration duration(String text) {
        return within(LONGEST.negated(), Duration.parse(text), LONGEST);
    }

    private static <T extends Comparable<T>> T within(T first, T time, T last) {
        if (time.compareTo(first) < 0 || time.compareTo(last) > 0) {
            throw new DateTimeException("out of range");
        }
        return time;
    }
}
