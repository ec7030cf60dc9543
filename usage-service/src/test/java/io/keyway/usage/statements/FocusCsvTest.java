package io.keyway.usage.statements;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Money;
import io.keyway.contracts.id.PartnerId;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FocusCsvTest {

    private static final YearMonth MARCH = YearMonth.of(2026, 3);

    /** Names that were given before they were refused are in the store for good. */
    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(1)", "+A1", "-A1", "@A1", "\tA1", " =A1"})
    void nameIsNotAFormulaInCsv(String name) {
        String row = FocusCsv.of(statement(name), name, name).lines().toList().get(1);
        assertThat(row.split(",")).filteredOn(cell -> cell.contains(name)).hasSizeGreaterThan(5);
        assertThat(row.split(","))
                .filteredOn(cell -> cell.contains(name))
                .allSatisfy(cell -> assertThat(cell).startsWith("'"));
    }

    /** What is owed back is a number. */
    @ParameterizedTest
    @ValueSource(strings = {"Keyway", "a=b", "3-D"})
    void otherNamesAndAmountsStayAsTheyAre(String name) {
        String row = FocusCsv.of(statement(name), name, name).lines().toList().get(1);
        assertThat(row).startsWith("-12.50,").doesNotContain("'");
    }

    private static Statement statement(String name) {
        PartnerId vendor = PartnerId.next();
        PartnerId payer = PartnerId.next();
        Line line =
                new Line(
                        "usage:" + name,
                        Line.Kind.ADJUSTMENT,
                        name,
                        MARCH,
                        null,
                        null,
                        null,
                        name,
                        BigDecimal.ONE,
                        null,
                        new Money(-1250, "EUR"));
        return new Statement(
                Statement.id(payer, MARCH),
                payer,
                vendor,
                List.of(vendor, payer),
                MARCH,
                "EUR",
                null,
                List.of(line),
                Map.of(),
                null);
    }
}
