package io.keyway.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import org.threeten.extra.PeriodDuration;

/**
 * A period in ISO-8601: calendar periods ({@code P1M}, {@code P1Y}), exact durations ({@code P30D},
 * {@code PT1H}) or both; from one second to a hundred years. A calendar period ends on the same day
 * of a later month, or on the last day of a shorter month. Days are in UTC.
 */
public record Term(PeriodDuration value) {

    private static final OffsetDateTime REFERENCE =
            OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final OffsetDateTime SHORTEST = REFERENCE.plusSeconds(1);
    private static final OffsetDateTime LONGEST = REFERENCE.plusYears(100);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if it is negative, or shorter or longer than allowed
     */
    public Term {
        if (value.getPeriod().isNegative() || value.getDuration().isNegative()) {
            throw new IllegalArgumentException("a term is not negative");
        }
        OffsetDateTime end;
        try {
            end = REFERENCE.plus(value);
        } catch (DateTimeException | ArithmeticException tooLong) {
            throw new IllegalArgumentException("a term has at most 100 years", tooLong);
        }
        if (end.isBefore(SHORTEST) || end.isAfter(LONGEST)) {
            throw new IllegalArgumentException("a term lasts from PT1S to P100Y");
        }
    }

    /**
     * Reads a period.
     *
     * @throws IllegalArgumentException if the text is no ISO-8601 duration, or out of its limits
     */
    @JsonCreator
    public static Term parse(String text) {
        try {
            return new Term(PeriodDuration.parse(text));
        } catch (DateTimeException | ArithmeticException unreadable) {
            throw new IllegalArgumentException("not an ISO-8601 duration", unreadable);
        }
    }

    public static Term of(Duration duration) {
        return new Term(PeriodDuration.of(duration));
    }

    public static Term ofDays(int days) {
        return new Term(PeriodDuration.of(Period.ofDays(days)));
    }

    public Instant after(Instant start) {
        return start.atOffset(ZoneOffset.UTC).plus(value).toInstant();
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toString();
    }
}
