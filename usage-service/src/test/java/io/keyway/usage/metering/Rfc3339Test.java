package io.keyway.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader agrees with {@code java.time} wherever both have a say. */
class Rfc3339Test {

    private static final List<String> SEEDS =
            List.of(
                    "2026-01-31T23:59:59Z",
                    "2026-02-28T00:00:00.123456789+01:00",
                    "2024-02-29T12:30:00.5-18:00",
                    "0000-12-01T01:02:03-00:00");

    private static final String ALPHABET = "0123456789-+:.TZtz ";

    @Test
    void aChangedCharacterMakesWhatItMakesForJavaTime() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(SEEDS.get(i % SEEDS.size()));
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                text.setCharAt(
                        random.nextInt(text.length()),
                        ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            String changed = text.toString();
            assertThat(Rfc3339.read(changed)).as(changed).isEqualTo(javaTime(changed));
        }
    }

    /** With the parts that RFC 3339 demands and {@code java.time} does not. */
    private static Optional<Instant> javaTime(String text) {
        if (!text.matches(
                "(?i)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)")) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Test
    void digitsAfterTheNinthAreDropped() {
        assertThat(Rfc3339.read("2026-01-31T23:59:59.1234567899Z"))
                .contains(Instant.parse("2026-01-31T23:59:59.123456789Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-01-31",
                "2026-01-31T23:59Z",
                "2026-01-31T23:59:59",
                "2026-01-31T23:59:59.Z",
                "2026-01-31T23:59:59+01",
                "2026-01-31T23:59:59ZZ",
                "2026-02-29T00:00:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T23:59:60Z",
                "2026-01-31T23:59:59+18:01",
                "2026-01-31T23:59:5٣Z"
            })
    void everythingElseIsNone(String text) {
        assertThat(Rfc3339.read(text)).isEmpty();
    }
}
