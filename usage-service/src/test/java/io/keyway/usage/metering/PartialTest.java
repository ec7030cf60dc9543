package io.keyway.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartialTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @EnumSource(Aggregation.class)
    void everyGroupingAndOrderGivesTheSameQuantity(Aggregation aggregation) {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<Partial> partials = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                partials.add(random(aggregation, random, i));
            }
            Partial inOrder = merge(partials);
            Collections.shuffle(partials, random);
            int cut = random.nextInt(1, 39);

            Partial inPieces =
                    merge(partials.subList(cut, 40)).merge(merge(partials.subList(0, cut)));

            assertThat(inPieces).isEqualTo(inOrder);
        }
    }

    @Test
    void eachAggregationComputesItsQuantity() {
        List<BigDecimal> values = List.of(d("2"), d("-1"), d("2"), d("4.5"));

        assertThat(quantity(Aggregation.SUM, values)).isEqualByComparingTo("7.5");
        assertThat(quantity(Aggregation.COUNT, values)).isEqualByComparingTo("4");
        assertThat(quantity(Aggregation.AVERAGE, values)).isEqualByComparingTo("1.875");
        assertThat(quantity(Aggregation.MAX, values)).isEqualByComparingTo("4.5");
        assertThat(quantity(Aggregation.MIN, values)).isEqualByComparingTo("-1");
        assertThat(quantity(Aggregation.LATEST, values)).isEqualByComparingTo("4.5");
        assertThat(quantity(Aggregation.UNIQUE_COUNT, values)).isEqualByComparingTo("3");
    }

    @ParameterizedTest
    @EnumSource(Aggregation.class)
    void whatIsTakenBackIsGone(Aggregation aggregation) {
        Partial one = random(aggregation, new Random(1), 1);
        if (!aggregation.canTakeBack()) {
            assertThatThrownBy(one::toTakeBack).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        Partial none = one.merge(one.toTakeBack());

        assertThat(none.quantity()).isEqualByComparingTo("0");
        assertThat(none.merge(one).quantity()).isEqualByComparingTo(one.quantity());
    }

    @Test
    void theLatestIsByTimeOfTheEventNotOfItsArrival() {
        Partial early = new Partial.Latest(NOON.minusSeconds(1), 0, 99, d("1"));
        Partial late = new Partial.Latest(NOON, 0, 1, d("2"));

        assertThat(early.merge(late).quantity()).isEqualByComparingTo("2");
        assertThat(late.merge(early).quantity()).isEqualByComparingTo("2");
    }

    @Test
    void partialsOfDifferentAggregationsDoNotMix() {
        assertThatThrownBy(() -> new Partial.Count(1).merge(new Partial.Sum(d("1"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void uniquesAreExactUpToTheirLimit() {
        assertThat(uniques(0, DistinctCounter.EXACT_MAX).exact()).isTrue();
        assertThat(uniques(0, DistinctCounter.EXACT_MAX).count())
                .isEqualTo(DistinctCounter.EXACT_MAX);
        assertThat(uniques(0, DistinctCounter.EXACT_MAX + 1).exact()).isFalse();
    }

    @Test
    void uniquesBeyondTheLimitStayWithinThreePercent() {
        for (int size : new int[] {5_000, 20_000, 45_000, 80_000, 400_000}) {
            assertThat((double) uniques(0, size).count() / size).isBetween(0.97, 1.03);
        }
    }

    @Test
    void uniquesThatOverlapAreCountedOnce() {
        DistinctCounter union = uniques(0, 3_000).union(uniques(1_500, 4_000));

        assertThat(union.count()).isEqualTo(4_000);
        assertThat(uniques(0, 6_000).union(uniques(1_500, 4_000))).isEqualTo(uniques(0, 6_000));
    }

    @Test
    void uniquesSurviveBeingStored() {
        for (int size :
                new int[] {0, 1, DistinctCounter.EXACT_MAX, DistinctCounter.EXACT_MAX + 1}) {
            DistinctCounter uniques = uniques(0, size);
            assertThat(DistinctCounter.fromBytes(uniques.toBytes())).isEqualTo(uniques);
        }
    }

    private static DistinctCounter uniques(int from, int to) {
        return DistinctCounter.of(
                IntStream.range(from, to)
                        .mapToLong(i -> DistinctCounter.hash("value " + i))
                        .toArray());
    }

    private static BigDecimal quantity(Aggregation aggregation, List<BigDecimal> values) {
        List<Partial> partials = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            partials.add(partial(aggregation, values.get(i), NOON.plusSeconds(i), i));
        }
        return merge(partials).quantity();
    }

    private static Partial random(Aggregation aggregation, Random random, int offset) {
        BigDecimal value = BigDecimal.valueOf(random.nextInt(-50, 50), 1);
        return partial(aggregation, value, NOON.plusSeconds(random.nextInt(10)), offset);
    }

    private static Partial partial(
            Aggregation aggregation, BigDecimal value, Instant time, long offset) {
        boolean numeric =
                aggregation != Aggregation.COUNT && aggregation != Aggregation.UNIQUE_COUNT;
        return new Measurement(
                        io.keyway.contracts.id.MeterId.next(),
                        aggregation,
                        numeric ? value : null,
                        DistinctCounter.hash(value.toPlainString()),
                        Map.of())
                .partial(time, 0, offset);
    }

    private static Partial merge(List<Partial> partials) {
        return partials.stream().reduce(Partial::merge).orElseThrow();
    }

    private static BigDecimal d(String text) {
        return new BigDecimal(text);
    }
}
