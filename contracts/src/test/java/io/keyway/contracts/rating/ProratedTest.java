package io.keyway.contracts.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ProratedTest {

    private static final Currency EUR = Currency.getInstance("EUR");

    @Test
    void includedQuantityMinimumAndFlatPriceAreShares() {
        Tariff tariff =
                new Tariff(
                        new Price.PerUnit(new BigDecimal("0.5")),
                        new BigDecimal("100"),
                        new BigDecimal("10"),
                        EUR);
        Tariff days = tariff.prorated(20, 30);

        assertThat(days.included()).isEqualTo("66.666667");
        assertThat(days.rate(BigDecimal.ZERO).minor()).isEqualTo(667);
        assertThat(days.price()).isEqualTo(tariff.price());
        assertThat(tariff.prorated(15, 30).included()).isEqualTo("50");
        assertThat(tariff.prorated(31, 31)).isSameAs(tariff);
        assertThat(
                        new Tariff(
                                        new Price.Flat(BigDecimal.ONE),
                                        BigDecimal.ZERO,
                                        BigDecimal.ZERO,
                                        EUR)
                                .prorated(1, 30)
                                .rate(BigDecimal.TEN)
                                .minor())
                .isEqualTo(3);
    }

    /** What is kept of an amount's digits rounds to minor units as the exact fraction does. */
    @Test
    void sharesOfAmountsAreRoundedAsIfTheyWereExact() {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("shares of amounts, seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            int of = random.nextInt(28, 32);
            int days = random.nextInt(1, of);
            BigDecimal minimum = BigDecimal.valueOf(random.nextLong(100_000), random.nextInt(8));
            long minor =
                    new Tariff(new Price.PerUnit(BigDecimal.ONE), BigDecimal.ZERO, minimum, EUR)
                            .prorated(days, of)
                            .rate(BigDecimal.ZERO)
                            .minor();
            BigInteger top =
                    minimum.movePointRight(2)
                            .multiply(BigDecimal.valueOf(days))
                            .setScale(8)
                            .unscaledValue();
            BigInteger bottom = BigInteger.TEN.pow(8).multiply(BigInteger.valueOf(of));
            assertThat(minor)
                    .as("%s for %s of %s days, seed %s", minimum, days, of, seed)
                    .isEqualTo(
                            top.shiftLeft(1)
                                    .add(bottom)
                                    .divide(bottom.shiftLeft(1))
                                    .longValueExact());
        }
    }
}
