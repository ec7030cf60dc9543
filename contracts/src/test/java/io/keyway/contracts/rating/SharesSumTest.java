package io.keyway.contracts.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Shares sum to the amount that was split; parts of a rated quantity sum to the whole. */
class SharesSumTest {

    @Test
    void theRemainderGoesToTheLargestFractions() {
        assertThat(Rounding.split(100, weights("1", "1", "1"))).containsExactly(34L, 33L, 33L);
        assertThat(Rounding.split(10, weights("0.5", "0.26", "0.24"))).containsExactly(5L, 3L, 2L);
        assertThat(Rounding.split(-100, weights("1", "1", "1"))).containsExactly(-34L, -33L, -33L);
        assertThat(Rounding.split(7, weights("0", "0"))).containsExactly(7L, 0L);
    }

    @RepeatedTest(200)
    void sharesSumToTheTotalAndStayWithinOneOfTheirDue(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        long total = random.nextLong(-1_000_000_000L, 1_000_000_000L);
        List<BigDecimal> weights = new ArrayList<>();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            weights.add(BigDecimal.valueOf(random.nextLong(1_000_000), random.nextInt(0, 7)));
        }

        List<Long> shares = Rounding.split(total, weights);

        assertThat(shares.stream().mapToLong(Long::longValue).sum()).isEqualTo(total);
        BigDecimal sum = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        for (int i = 0; i < shares.size() && sum.signum() > 0; i++) {
            BigDecimal off =
                    BigDecimal.valueOf(shares.get(i))
                            .multiply(sum)
                            .subtract(BigDecimal.valueOf(total).multiply(weights.get(i)));
            assertThat(off.abs()).isLessThan(sum);
        }
    }

    @RepeatedTest(200)
    void aRatedQuantityIsTheSumOfItsParts(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        Tariff rate =
                new Tariff(
                        price(random),
                        decimal(random),
                        random.nextBoolean() ? BigDecimal.ZERO : decimal(random),
                        Currency.getInstance("EUR"));

        Rated rated = rate.rate(decimal(random).multiply(BigDecimal.TEN));

        assertThat(rated.parts().stream().map(Tariff.Part::amount).reduce(BigDecimal::add).get())
                .isEqualByComparingTo(rated.exact());
        assertThat(rated.minorOfParts().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(rated.minor());
    }

    @RepeatedTest(100)
    void graduatedNeverCostsLessForMore(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        Tariff rate =
                new Tariff(
                        new Price.Graduated(tiers(random)),
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        Currency.getInstance("EUR"));
        BigDecimal less = decimal(random);

        assertThat(rate.rate(less).minor())
                .isLessThanOrEqualTo(rate.rate(less.add(decimal(random))).minor());
    }

    private static Price price(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Price.Flat(decimal(random));
            case 1 -> new Price.PerUnit(decimal(random));
            case 2 -> new Price.Graduated(tiers(random));
            case 3 -> new Price.Volume(tiers(random));
            default -> new Price.PerPackage(decimal(random), decimal(random).add(BigDecimal.ONE));
        };
    }

    private static List<Price.Tier> tiers(Random random) {
        List<Price.Tier> tiers = new ArrayList<>();
        BigDecimal upTo = BigDecimal.ZERO;
        for (int i = random.nextInt(0, 5); i > 0; i--) {
            upTo = upTo.add(decimal(random)).add(new BigDecimal("0.01"));
            tiers.add(new Price.Tier(upTo, decimal(random), decimal(random)));
        }
        tiers.add(new Price.Tier(null, decimal(random), decimal(random)));
        return tiers;
    }

    private static BigDecimal decimal(Random random) {
        return BigDecimal.valueOf(random.nextLong(1_000_000), random.nextInt(0, 6));
    }

    private static List<BigDecimal> weights(String... weights) {
        return Stream.of(weights).map(BigDecimal::new).toList();
    }
}
