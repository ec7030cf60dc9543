package io.keyway.usage.reading;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The length of the time windows that usage is summed in, UTC. */
enum Window {
    @JsonProperty("hour")
    HOUR(Duration.ofDays(31)),
    @JsonProperty("day")
    DAY(Duration.ofDays(366)),
    @JsonProperty("month")
    MONTH(Duration.ofDays(3 * 366));

    /** The longest range of a query with these windows. */
    private final Duration rangeMax;

    Window(Duration rangeMax) {
        this.rangeMax = rangeMax;
    }

    Duration rangeMax() {
        return rangeMax;
    }

    /** The start of the window that contains the instant. */
    Instant startOf(Instant instant) {
        return switch (this) {
            case HOUR -> instant.truncatedTo(ChronoUnit.HOURS);
            case DAY -> instant.truncatedTo(ChronoUnit.DAYS);
            case MONTH -> monthOf(instant).toInstant();
        };
    }

    /** The end of the window with this start. */
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
