package io.keyway.usage.statements;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.Days;
import io.keyway.usage.lines.TermsSpan;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A statement that was closed before plans and prices had dates. */
class StatementOfEarlierVersionTest {

    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final String CLOSED =
            """
            {"id": "stm_01hv7z8k3m9q2r4s6t8v0w1x21", "payerId": "prt_01hv7z8k3m9q2r4s6t8v0w1x22",
             "payeeId": "prt_01hv7z8k3m9q2r4s6t8v0w1x21",
             "path": ["prt_01hv7z8k3m9q2r4s6t8v0w1x21", "prt_01hv7z8k3m9q2r4s6t8v0w1x22"],
             "period": "2026-03", "currency": "EUR",
             "terms": {"planId": "pln_01hv7z8k3m9q2r4s6t8v0w1x28", "name": "Basic",
                       "fee": {"amount": 900, "currency": "EUR"}, "rates": []},
             "lines": [{"key": "fee", "kind": "fee", "description": "Plan Basic",
                        "period": "2026-03", "planId": "pln_01hv7z8k3m9q2r4s6t8v0w1x28",
                        "quantity": "1", "unitPrice": "9.00",
                        "amount": {"amount": 900, "currency": "EUR"}}],
             "offsets": {"topic:0": 12}, "closedAt": "2026-04-02T00:00:00Z"}
            """;

    private final JsonMapper json = ContractJson.mapper();

    @Test
    void itsTermsRateTheWholeMonth() {
        Statement statement = json.readValue(CLOSED, Statement.class);

        assertThat(statement.termSpans())
                .containsExactly(TermsSpan.whole(MARCH, statement.terms()));
        assertThat(statement.lines().getFirst().days()).isNull();
    }

    @Test
    void aMonthThatDidNotChangeIsStillWrittenLikeThat() {
        Statement statement = json.readValue(CLOSED, Statement.class);

        assertThat(json.readTree(json.writeValueAsString(statement)))
                .isEqualTo(json.readTree(CLOSED));
    }

    @Test
    void theSpansOfAMonthThatChangedAreKept() {
        Statement before = json.readValue(CLOSED, Statement.class);
        List<TermsSpan> spans =
                List.of(
                        new TermsSpan(
                                new Days(LocalDate.of(2026, 3, 5), LocalDate.of(2026, 4, 1)),
                                before.terms()));
        Statement changed =
                new Statement(
                        before.id(),
                        before.payerId(),
                        before.payeeId(),
                        before.path(),
                        before.period(),
                        before.currency(),
                        before.terms(),
                        null,
                        before.lines(),
                        before.offsets(),
                        before.closedAt(),
                        spans);

        assertThat(json.readValue(json.writeValueAsString(changed), Statement.class).termSpans())
                .isEqualTo(spans);
    }
}
