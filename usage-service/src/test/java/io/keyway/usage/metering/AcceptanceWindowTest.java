package io.keyway.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AcceptanceWindowTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private final AcceptanceWindow window =
            new AcceptanceWindow(Duration.ofDays(35), Duration.ofMinutes(5));

    @Test
    void acceptsEventsUpToThirtyFiveDaysOld() {
        assertThat(window.accepts(NOW.minus(Duration.ofDays(35)), NOW)).isTrue();
        assertThat(window.accepts(NOW.minus(Duration.ofDays(35)).minusMillis(1), NOW)).isFalse();
    }

    @Test
    void acceptsEventsUpToFiveMinutesAhead() {
        assertThat(window.accepts(NOW.plus(Duration.ofMinutes(5)), NOW)).isTrue();
        assertThat(window.accepts(NOW.plus(Duration.ofMinutes(5)).plusMillis(1), NOW)).isFalse();
    }
}
