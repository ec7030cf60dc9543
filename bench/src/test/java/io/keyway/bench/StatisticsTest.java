package io.keyway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void medianOfAnOddNumberIsTheMiddleOneInOrderOfSize() {
        assertThat(Statistics.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Statistics(3, 4, 1, 9));
    }

    @Test
    void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Statistics.of(List.of(8.0, 1.0, 100.0, 4.0)))
                .isEqualTo(new Statistics(4, 6, 1, 100));
    }

    @Test
    void onePauseOfTheMachineMovesTheSpreadAndNotTheMedian() {
        Statistics calm = Statistics.of(List.of(10.0, 11.0, 12.0, 11.0, 10.0));
        Statistics paused = Statistics.of(List.of(10.0, 11.0, 900.0, 11.0, 10.0));

        assertThat(paused.median()).isEqualTo(calm.median());
        assertThat(paused.max()).isEqualTo(900);
    }

    @Test
    void oneValueIsItsOwnMedianAndSpread() {
        assertThat(Statistics.of(List.of(2.5))).isEqualTo(new Statistics(1, 2.5, 2.5, 2.5));
    }

    @Test
    void nothingMeasuredIsNoResult() {
        assertThatThrownBy(() -> Statistics.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ratiosAreTakenPairByPairAndNotOfMedians() {
        List<Double> gateway = List.of(50.0, 20.0, 90.0);
        List<Double> direct = List.of(100.0, 80.0, 100.0);

        List<Double> ratios = Statistics.ratios(gateway, direct);

        assertThat(ratios).containsExactly(0.5, 0.25, 0.9);
    }

    @Test
    void refusesRatiosOfUnpairedSamples() {
        assertThatThrownBy(() -> Statistics.ratios(List.of(1.0, 2.0), List.of(1.0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
