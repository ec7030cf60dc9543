package io.keyway.usage.reading;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** How a range of time is cut into rows; UTC throughout. */
enum Window {
    @JsonProperty("hour")
    HOUR(Duration.ofDays(31)),
    @JsonProperty("day")
    DAY(Duration.ofDays(366)),
    @JsonProperty("month")
    MONTH(Duration.ofDays(3 * 366));

    /** The longest range that may be asked for in such windows. */
    private final Duration rangeMax;

    Window(Duration rangeMax) {
        this.rangeMax = rangeMax;
    }

    Duration rangeMax() {
        return rangeMax;
    }

    /** The beginning of the window in which the instant lies. */
    Instant startOf(Instant instant) {
        return switch (this) {
            case HOUR -> instant.truncatedTo(ChronoUnit.HOURS);
            case DAY -> instant.truncatedTo(ChronoUnit.DAYS);
            case MONTH -> monthOf(instant).toInstant();
        };
    }

    /** The end of the window that begins here. */
    Instant endOf(Instant start) {
        return switch (this) {
            case HOUR -> start.plus(1, ChronoUnit.HOURS);
            case DAY -> start.plus(1, ChronoUnit.DAYS);
            case MONTH -> monthOf(start).plusMonths(1).toInstant();
        };
    }

    private static OffsetDateTime monthOf(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfMonth(1)
                .atTime(LocalTime.MIDNIGHT)
                .atOffset(ZoneOffset.UTC);
    }
}
