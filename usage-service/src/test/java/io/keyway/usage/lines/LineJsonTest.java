package io.keyway.usage.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ContractJson;
import org.junit.jupiter.api.Test;

/** Closed statements are kept as they were written. */
class LineJsonTest {

    @Test
    void readsALineFromBeforeMetersHadNames() {
        String json =
                """
                {"key": "usage:calls", "kind": "usage", "description": "Usage of calls",
                 "period": "2026-03", "meter": "calls", "quantity": "3", "unitPrice": "2",
                 "amount": {"amount": 600, "currency": "EUR"}}
                """;

        Line line = ContractJson.mapper().readValue(json, Line.class);

        assertThat(line.meterName()).isNull();
        assertThat(line.unit()).isNull();
        assertThat(line.description()).isEqualTo("Usage of calls");
    }
}
