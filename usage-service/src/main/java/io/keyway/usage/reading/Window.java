package io.keyway.usage.reading;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * The length of the time windows that usage is summed in. Days and months are those of a zone, so a
 * day on which its clocks change has 23 or 25 hours.
 */
enum Window {
    @JsonProperty("hour")
    HOUR(31),
    @JsonProperty("day")
    DAY(366),
    @JsonProperty("month")
    MONTH(3 * 366);

    private final int daysMax;

    Window(int daysMax) {
        this.daysMax = daysMax;
    }

    /** The longest range of a query with these windows, in days of its zone. */
    int daysMax() {
        return daysMax;
    }

    /** The start of the window that contains the instant. */
    Instant startOf(Instant instant, UsageZone zone) {
        return switch (this) {
            case HOUR -> instant.truncatedTo(ChronoUnit.HOURS);
            case DAY -> start(day(instant, zone), zone);
            case MONTH -> start(day(instant, zone).withDayOfMonth(1), zone);
        };
    }

    /** The end of the window with this start. */
    Instant endOf(Instant start, UsageZone zone) {
        return switch (this) {
            case HOUR -> start.plus(1, ChronoUnit.HOURS);
            case DAY -> start(day(start, zone).plusDays(1), zone);
            case MONTH -> start(day(start, zone).plusMonths(1), zone);
        };
    }

    private static LocalDate day(Instant instant, UsageZone zone) {
        return LocalDate.ofInstant(instant, zone.id());
    }

    private static Instant start(LocalDate day, UsageZone zone) {
        return day.atStartOfDay(zone.id()).toInstant();
    }
}
