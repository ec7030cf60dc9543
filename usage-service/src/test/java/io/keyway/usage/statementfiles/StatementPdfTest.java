package io.keyway.usage.statementfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.Refused;
import io.keyway.usage.TestSettings;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.PlanTerms;
import io.keyway.usage.lines.TermsSpan;
import io.keyway.usage.statements.Statement;
import java.io.IOException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementPdfTest {

    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final int LINES_MAX = 60;

    private final StatementPdf pdf =
            new StatementPdf(
                    TestSettings.of(
                            new UsageProperties.Statements(
                                    3,
                                    100,
                                    LINES_MAX,
                                    Duration.ofSeconds(10),
                                    100,
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(1))));

    /** All letters of a name are there, and markup in it is text. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Żółć & Söhne", "Ελλάδα <b>AE</b>", "Кириллица \"OOO\"", "O'Neill; &amp;"})
    void aNameIsPrintedAsItIs(String name) throws IOException {
        assertThat(text(statement(1), name)).contains(name, "Plan Basic", "9.00 EUR");
    }

    @Test
    void aControlCharacterIsASpace() throws IOException {
        assertThat(text(statement(1), "a\u0001b\uffffc")).contains("a b c");
    }

    @Test
    void aStatementHasAsManyPagesAsItNeedsUpToALimit() throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf.of(statement(LINES_MAX), "A", "B"))) {
            assertThat(document.getNumberOfPages()).isGreaterThan(1);
        }
        assertThatThrownBy(() -> pdf.of(statement(LINES_MAX + 1), "A", "B"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.problem().code())
                                        .isEqualTo(ProblemCode.NOT_ACCEPTABLE));
    }

    private String text(Statement statement, String payer) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf.of(statement, payer, "Payee"))) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static Statement statement(int lines) {
        PartnerId vendor = PartnerId.next();
        PartnerId payer = PartnerId.next();
        PlanTerms plan = new PlanTerms(PlanId.next(), "Basic", new Money(900, "EUR"), List.of());
        return new Statement(
                Statement.id(payer, MARCH),
                payer,
                vendor,
                List.of(vendor, payer),
                MARCH,
                "EUR",
                plan,
                null,
                Stream.generate(() -> Line.fee(MARCH, TermsSpan.whole(MARCH, plan)))
                        .limit(lines)
                        .toList(),
                Map.of(),
                null,
                null);
    }
}
