package io.keyway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.keyway.bench.ClosedLoop.Round;
import java.time.Duration;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {

    @Test
    void percentilesAreValuesThatWereMeasured() {
        long[] hundred = LongStream.rangeClosed(1, 100).toArray();

        assertThat(percentile(hundred, 50)).isEqualTo(50);
        assertThat(percentile(hundred, 99)).isEqualTo(99);
        assertThat(percentile(hundred, 99.1)).isEqualTo(100);
        assertThat(percentile(hundred, 100)).isEqualTo(100);
        assertThat(percentile(new long[] {7, 8, 9}, 50)).isEqualTo(8);
        assertThat(percentile(new long[] {7}, 99)).isEqualTo(7);
    }

    @Test
    void percentilesOfLongRequestsAreRightToThreeDigits() {
        assertThat((double) percentile(new long[] {123_456_789}, 99))
                .isCloseTo(123_456_789, within(123_456.789));
    }

    @Test
    void everyRequestOfEveryClientIsCounted() throws InterruptedException {
        Round round = ClosedLoop.run(4, Duration.ofMinutes(1), 100, () -> {});

        assertThat(round.requests()).isEqualTo(100);
        assertThat(round.perSecond()).isPositive();
    }

    @Test
    void failureOfOneClientFailsTheRound() {
        assertThatThrownBy(
                        () ->
                                ClosedLoop.run(
                                        2,
                                        Duration.ofMinutes(1),
                                        2,
                                        () -> {
                                            throw new IllegalArgumentException("500");
                                        }))
                .hasMessageContaining("500");
    }

    private static long percentile(long[] nanos, double percent) {
        Histogram histogram = new Histogram(3);
        LongStream.of(nanos).forEach(histogram::recordValue);
        return Math.round(new Round(histogram, Duration.ZERO).millisAt(percent) * 1e6);
    }
}
