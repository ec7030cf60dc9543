package io.keyway.contracts.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.contracts.rating.Price.Tier;
import io.keyway.contracts.rating.Tariff.Part;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatesTest {

    private static final Currency EUR = Currency.getInstance("EUR");

    @Test
    void flatCostsTheSameForAnyQuantityAndForNone() {
        Tariff rate = rate(new Price.Flat(d("49.90")));

        assertThat(rate.rate(d("0")).minor()).isEqualTo(4990);
        assertThat(rate.rate(d("1000")).minor()).isEqualTo(4990);
    }

    @Test
    void unitMultipliesExactlyAndRoundsOnce() {
        Tariff rate = rate(new Price.PerUnit(d("0.004")));

        assertThat(rate.rate(d("1")).minor()).isEqualTo(0);
        assertThat(rate.rate(d("3")).minor()).isEqualTo(1);
        assertThat(rate.rate(d("1000")).minor()).isEqualTo(400);
    }

    @Test
    void roundsHalfUp() {
        assertThat(rate(new Price.PerUnit(d("0.005"))).rate(d("1")).minor()).isEqualTo(1);
        assertThat(rate(new Price.PerUnit(d("0.0049999"))).rate(d("1")).minor()).isEqualTo(0);
    }

    @Test
    void roundsToTheExponentOfTheCurrency() {
        BigDecimal amount = d("12.3455");

        assertThat(Rounding.minor(amount, Currency.getInstance("JPY"))).isEqualTo(12);
        assertThat(Rounding.minor(amount, EUR)).isEqualTo(1235);
        assertThat(Rounding.minor(amount, Currency.getInstance("KWD"))).isEqualTo(12346);
    }

    @Test
    void aStartedPackageIsPaidWhole() {
        Tariff rate = rate(new Price.PerPackage(d("5"), d("100")));

        assertThat(rate.rate(d("0")).minor()).isEqualTo(0);
        assertThat(rate.rate(d("0.001")).minor()).isEqualTo(500);
        assertThat(rate.rate(d("100")).minor()).isEqualTo(500);
        assertThat(rate.rate(d("101")).minor()).isEqualTo(1000);
    }

    @Test
    void includedUnitsAreFreeAndTheRestIsOverage() {
        Tariff rate = new Tariff(new Price.PerUnit(d("2")), d("10"), d("0"), EUR);

        assertThat(rate.rate(d("10")).minor()).isEqualTo(0);
        assertThat(rate.rate(d("11")).minor()).isEqualTo(200);
        assertThat(rate.rate(d("11")).parts())
                .extracting(Part::kind, part -> part.quantity().toPlainString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Part.Kind.INCLUDED, "10"),
                        org.assertj.core.groups.Tuple.tuple(Part.Kind.UNITS, "1"));
    }

    /** So each part can be shown as quantity × price. */
    @Test
    void whatDoesNotDependOnTheQuantityIsOneOfItsPrice() {
        Tariff graduated =
                new Tariff(
                        new Price.Graduated(
                                List.of(
                                        new Tier(d("10"), d("1"), d("0")),
                                        new Tier(null, d("0.5"), d("3")))),
                        d("0"),
                        d("30"),
                        EUR);

        assertThat(graduated.rate(d("12")).parts())
                .containsExactly(
                        new Part(Part.Kind.TIER, d("10"), d("1")),
                        new Part(Part.Kind.TIER, d("2"), d("0.5")),
                        new Part(Part.Kind.TIER_FLAT, d("1"), d("3")),
                        new Part(Part.Kind.MINIMUM, d("1"), d("16.0")));
        assertThat(rate(new Price.Flat(d("49.90"))).rate(d("7")).parts())
                .containsExactly(new Part(Part.Kind.FLAT, d("1"), d("49.90")));
    }

    @Test
    void theMinimumIsChargedBelowItAndNotAboveIt() {
        Tariff rate = new Tariff(new Price.PerUnit(d("1")), d("0"), d("20"), EUR);

        assertThat(rate.rate(d("0")).minor()).isEqualTo(2000);
        assertThat(rate.rate(d("19.99")).minor()).isEqualTo(2000);
        assertThat(rate.rate(d("20")).minor()).isEqualTo(2000);
        assertThat(rate.rate(d("20.01")).minor()).isEqualTo(2001);
    }

    @Test
    void negativeQuantityCostsTheSameAsZero() {
        assertThat(rate(new Price.PerUnit(d("1"))).rate(d("-5")).minor()).isEqualTo(0);
    }

    @Test
    void tiersRiseAndOnlyTheLastIsOpen() {
        Tier open = new Tier(null, d("1"), d("0"));
        Tier five = new Tier(d("5"), d("1"), d("0"));

        assertThat(Tier.ordered(List.of(five, open))).isTrue();
        assertThat(Tier.ordered(List.of(open))).isTrue();
        assertThat(Tier.ordered(List.of())).isFalse();
        assertThat(Tier.ordered(List.of(five))).isFalse();
        assertThat(Tier.ordered(List.of(open, five))).isFalse();
        assertThat(Tier.ordered(List.of(five, five, open))).isFalse();
        assertThat(Tier.ordered(List.of(new Tier(d("0"), d("1"), d("0")), open))).isFalse();
        assertThatThrownBy(() -> new Price.Volume(List.of(five)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Tariff rate(Price price) {
        return new Tariff(price, BigDecimal.ZERO, BigDecimal.ZERO, EUR);
    }

    private static BigDecimal d(String text) {
        return new BigDecimal(text);
    }
}
