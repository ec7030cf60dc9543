package io.keyway.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MeterTest {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
            2                          | 2
            2.50                       | 2.5
            -3                         | -3
            1e3                        | 1000
            0e99999                    | 0
            0.000000000001             | 0.000000000001
            999999999999999999         | 999999999999999999
            `"7.25"`                   | 7.25
            """)
    void takesNumbersAndDecimalStrings(String json, String value) {
        Meter.Reading reading = meter(Aggregation.SUM).read(data(json));

        assertThat(((Meter.Reading.Read) reading).measurement().value())
                .isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
            true                       | INVALID_VALUE
            `"seven"`                  | INVALID_VALUE
            `""`                       | INVALID_VALUE
            `"1e3"`                    | INVALID_VALUE
            `" 1"`                     | INVALID_VALUE
            [1]                        | INVALID_VALUE
            {}                         | INVALID_VALUE
            1e999999999                | INVALID_VALUE
            1e-999999999               | INVALID_VALUE
            1000000000000000000        | INVALID_VALUE
            0.0000000000001            | INVALID_VALUE
            null                       | VALUE_MISSING
            """)
    void refusesEverythingElse(String json, Refusal refusal) {
        assertThat(meter(Aggregation.SUM).read(data(json)))
                .isEqualTo(new Meter.Reading.Refused(refusal));
    }

    @Test
    void aMissingPropertyIsNotZero() {
        assertThat(meter(Aggregation.MAX).read(JSON.readTree("{}")))
                .isEqualTo(new Meter.Reading.Refused(Refusal.VALUE_MISSING));
    }

    @Test
    void countNeedsNoValue() {
        assertThat(meter(Aggregation.COUNT).read(JSON.readTree("{}")))
                .isInstanceOf(Meter.Reading.Read.class);
    }

    @Test
    void uniqueCountAcceptsAnyText() {
        assertThat(meter(Aggregation.UNIQUE_COUNT).read(data("\"user@example.org\"")))
                .isInstanceOf(Meter.Reading.Read.class);
        assertThat(meter(Aggregation.UNIQUE_COUNT).read(data("[]")))
                .isEqualTo(new Meter.Reading.Refused(Refusal.INVALID_VALUE));
    }

    @Test
    void dimensionsAreThoseThatTheEventHas() {
        Meter meter =
                new Meter(
                        MeterId.next(),
                        PartnerId.next(),
                        "calls",
                        "api.call",
                        Aggregation.COUNT,
                        null,
                        List.of("region", "tier"));

        Meter.Reading reading = meter.read(JSON.readTree("{\"region\": \"eu\", \"other\": 1}"));

        assertThat(((Meter.Reading.Read) reading).measurement().dimensions())
                .isEqualTo(Map.of("region", "eu"));
        assertThat(meter.read(JSON.readTree("{\"region\": {}}")))
                .isEqualTo(new Meter.Reading.Refused(Refusal.INVALID_DIMENSION));
        assertThat(meter.read(JSON.readTree("{\"region\": \"" + "x".repeat(129) + "\"}")))
                .isEqualTo(new Meter.Reading.Refused(Refusal.INVALID_DIMENSION));
    }

    private static JsonNode data(String value) {
        return JSON.readTree("{\"n\": " + value + "}");
    }

    private static Meter meter(Aggregation aggregation) {
        return new Meter(
                MeterId.next(), PartnerId.next(), "n", "api.call", aggregation, "n", List.of());
    }
}
