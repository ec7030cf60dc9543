package io.keyway.usage.metering;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Reads times like {@code 2026-01-31T23:59:59.5+01:00}. By hand, because each event has three of
 * them, and a pattern for the first cost a twentieth of the time of usage-service.
 *
 * <p>Source: RFC 3339, section 5.6, with seconds up to 59 and offsets up to 18 hours. Digits of a
 * fraction after the ninth are dropped.
 */
public final class Rfc3339 {

    private static final int NANO_DIGITS = 9;
    private static final int OFFSET_MINUTES_MAX = 18 * 60;

    private final String text;
    private int at;

    private Rfc3339(String text) {
        this.text = text;
    }

    /** Empty if the text is no such time. */
    public static Optional<Instant> read(String text) {
        try {
            return Optional.of(new Rfc3339(text).read());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private Instant read() {
        int year = number(4);
        expect('-');
        int month = number(2);
        expect('-');
        LocalDate date = LocalDate.of(year, month, number(2));
        expect('T');
        int seconds = 3600 * upTo(23, number(2));
        expect(':');
        seconds += 60 * upTo(59, number(2));
        expect(':');
        seconds += upTo(59, number(2));
        int nanos = fraction();
        seconds -= 60 * offsetMinutes();
        if (at < text.length()) {
            throw wrong();
        }
        return Instant.ofEpochSecond(date.toEpochDay() * 86_400 + seconds, nanos);
    }

    private int fraction() {
        if (next() != '.') {
            return 0;
        }
        at++;
        int nanos = 0;
        int digits = 0;
        for (; isDigit(next()); at++, digits++) {
            if (digits < NANO_DIGITS) {
                nanos = 10 * nanos + next() - '0';
            }
        }
        if (digits == 0) {
            throw wrong();
        }
        for (; digits < NANO_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private int offsetMinutes() {
        char sign = next();
        at++;
        if (sign == 'Z' || sign == 'z') {
            return 0;
        }
        if (sign != '+' && sign != '-') {
            throw wrong();
        }
        int minutes = 60 * number(2);
        expect(':');
        minutes = upTo(OFFSET_MINUTES_MAX, minutes + upTo(59, number(2)));
        return sign == '+' ? minutes : -minutes;
    }

    private int number(int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++, at++) {
            if (!isDigit(next())) {
                throw wrong();
            }
            number = 10 * number + next() - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int upTo(int max, int number) {
        if (number > max) {
            throw wrong();
        }
        return number;
    }

    /** In either case. */
    private void expect(char upper) {
        if (next() != upper && next() != Character.toLowerCase(upper)) {
            throw wrong();
        }
        at++;
    }

    /** 0 at the end. */
    private char next() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private static DateTimeException wrong() {
        return new DateTimeException("no RFC 3339 time");
    }
}
