package io.keyway.partner.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Limit BACKOFF =
            new Limit.Backoff(
                    10, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofHours(1));
    private static final Limit PER_HOUR = new Limit.FixedWindow(5, Duration.ofHours(1));

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "9, PT0S",
        "10, PT1S",
        "11, PT2S",
        "12, PT4S",
        "19, PT8M32S",
        "20, PT15M",
        "21, PT15M",
        "1000000, PT15M"
    })
    void thePauseDoublesUpToTheLongest(int number, Duration pause) {
        assertThat(BACKOFF.waitTime(new Count(number, NOW), NOW)).isEqualTo(pause);
    }

    @Test
    void thePauseCountsFromTheLastTry() {
        Count tried = new Count(12, NOW);
        assertThat(BACKOFF.waitTime(tried, NOW.plusMillis(3_999))).isEqualTo(Duration.ofMillis(1));
        assertThat(BACKOFF.waitTime(tried, NOW.plusMillis(4_000))).isZero();
        assertThat(BACKOFF.waitTime(null, NOW)).isZero();
        assertThat(BACKOFF.next(tried, NOW.plusSeconds(5)))
                .isEqualTo(new Count(13, NOW.plusSeconds(5)));
        assertThat(BACKOFF.next(null, NOW)).isEqualTo(new Count(1, NOW));
    }

    @Test
    void soManyInASpanThatBeginsWithTheFirst() {
        Count count = null;
        for (int i = 0; i < 5; i++) {
            Instant at = NOW.plusSeconds(i);
            assertThat(PER_HOUR.waitTime(count, at)).isZero();
            count = PER_HOUR.next(count, at);
        }
        assertThat(count).isEqualTo(new Count(5, NOW));
        assertThat(PER_HOUR.waitTime(count, NOW.plusSeconds(3_599)))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(PER_HOUR.waitTime(count, NOW.plusSeconds(3_600))).isZero();
        assertThat(PER_HOUR.next(count, NOW.plusSeconds(3_600)))
                .isEqualTo(new Count(1, NOW.plusSeconds(3_600)));
    }
}
