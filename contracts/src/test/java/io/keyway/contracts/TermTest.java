package io.keyway.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermTest {

    @ParameterizedTest
    @CsvSource({
        "P1M,   2026-01-31T10:15:30Z, 2026-02-28T10:15:30Z",
        "P1M,   2028-01-31T10:15:30Z, 2028-02-29T10:15:30Z",
        "P1M,   2026-03-15T00:00:00Z, 2026-04-15T00:00:00Z",
        "P3M,   2025-11-30T00:00:00Z, 2026-02-28T00:00:00Z",
        "P1Y,   2028-02-29T12:00:00Z, 2029-02-28T12:00:00Z",
        "P1Y,   2026-06-01T12:00:00Z, 2027-06-01T12:00:00Z",
        "P2W,   2026-06-01T12:00:00Z, 2026-06-15T12:00:00Z",
        "P365D, 2027-06-01T12:00:00Z, 2028-05-31T12:00:00Z",
        "PT1S,  2026-06-01T12:00:00Z, 2026-06-01T12:00:01Z",
        "P1MT1H,2026-01-31T10:00:00Z, 2026-02-28T11:00:00Z",
    })
    void endsOnTheSameDayOrTheLastOfAShorterMonth(String term, Instant start, Instant end) {
        assertThat(Term.parse(term).after(start)).isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1Y",
                "P",
                "P0D",
                "PT0S",
                "-P1Y",
                "P-1M",
                "P1M-3D",
                "PT-5S",
                "PT0.5S",
                "P101Y",
                "P1201M",
                "P36526D",
                "P999999999Y",
                "PT9999999999999999H",
                "P1Y2X"
            })
    void refusesMalformedAndOutOfRangeTerms(String text) {
        assertThatThrownBy(() -> Term.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isWrittenAsItWasGiven() {
        for (String text : new String[] {"P1Y", "P1M", "P30D", "PT8760H", "P100Y"}) {
            assertThat(ContractJson.mapper().writeValueAsString(Term.parse(text)))
                    .isEqualTo("\"" + text + "\"");
        }
        assertThat(Term.of(Duration.ofDays(2))).hasToString("PT48H");
        assertThat(Term.ofDays(14)).hasToString("P14D");
    }
}
