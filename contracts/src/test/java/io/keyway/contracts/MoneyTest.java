package io.keyway.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoneyTest {

    @Test
    void roundsHalfUpToTheCurrencysExponent() {
        assertThat(Money.ofMajor(new BigDecimal("1.005"), "EUR")).isEqualTo(new Money(101, "EUR"));
        assertThat(Money.ofMajor(new BigDecimal("1.004"), "EUR")).isEqualTo(new Money(100, "EUR"));
        assertThat(Money.ofMajor(new BigDecimal("1.5"), "JPY")).isEqualTo(new Money(2, "JPY"));
        assertThat(Money.ofMajor(new BigDecimal("1.2345"), "KWD"))
                .isEqualTo(new Money(1235, "KWD"));
    }

    @Test
    void partsOfASplitSumToTheWhole() {
        assertThat(new Money(100, "EUR").split(List.of(1L, 1L, 1L)))
                .containsExactly(new Money(34, "EUR"), new Money(33, "EUR"), new Money(33, "EUR"));
        assertThat(new Money(-100, "EUR").split(List.of(0L, 1L, 2L)))
                .containsExactly(new Money(0, "EUR"), new Money(-34, "EUR"), new Money(-66, "EUR"));
    }

    @Test
    void takesAPercentage() {
        assertThat(new Money(999, "EUR").percent(new BigDecimal("12.5")))
                .isEqualTo(new Money(125, "EUR"));
    }

    @Test
    void refusesToMixCurrenciesAndToOverflow() {
        assertThatThrownBy(() -> Money.zero("EUR").plus(Money.zero("USD")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Money(Long.MAX_VALUE, "EUR").plus(new Money(1, "EUR")))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Money(1, "XAU")).isInstanceOf(IllegalArgumentException.class);
    }
}
