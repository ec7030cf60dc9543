package io.keyway.usage.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keyway.contracts.Money;
import io.keyway.contracts.id.CreditId;
import io.keyway.contracts.id.CreditNoteId;
import io.keyway.contracts.id.PlanId;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Corrections of a closed month leave credits and credit notes alone. */
class CreditLinesTest {

    private static final YearMonth MARCH = YearMonth.of(2026, 3);

    @Test
    void creditsAndNotesAreNoPartOfWhatACorrectionComparesWith() {
        Line fee =
                Line.fee(
                        MARCH,
                        TermsSpan.whole(
                                MARCH,
                                new PlanTerms(
                                        PlanId.next(), "Basic", new Money(900, "EUR"), List.of())));
        List<Line> billed = new ArrayList<>(List.of(fee, fee.commission(new BigDecimal(10))));
        List<Line> due = List.copyOf(billed);
        Money some = new Money(300, "EUR");
        billed.add(CreditLines.drawn(MARCH, CreditId.next(), "Welcome", some));
        billed.add(CreditLines.prepaid(MARCH, CreditId.next(), "Welcome", some));
        billed.addAll(CreditLines.creditNote(CreditNoteId.next(), fee, some, new Money(30, "EUR")));

        assertThat(StatementLines.adjustments(due, billed)).isEmpty();
        assertThat(StatementLines.adjustments(List.of(), billed))
                .extracting(Line::key, line -> line.amount().amount())
                .containsExactly(tuple("fee", -900L), tuple("commission:fee", 90L));
    }

    @Test
    void linesSayWhatTheyAreAbout() {
        CreditId credit = CreditId.next();
        CreditNoteId note = CreditNoteId.next();
        Money some = new Money(300, "EUR");
        List<Line> drawn = List.of(CreditLines.drawn(MARCH, credit, "Welcome", some));

        assertThat(CreditLines.drawn(drawn, credit)).isEqualTo(300);
        assertThat(CreditLines.drawn(drawn, CreditId.next())).isZero();
        assertThat(CreditLines.bill(drawn, credit)).isFalse();
        assertThat(CreditLines.creditOf(drawn.getFirst())).isEqualTo(credit);
        List<Line> noted = CreditLines.creditNote(note, drawn.getFirst(), some, null);
        assertThat(noted).hasSize(1);
        assertThat(CreditLines.noteOf(noted.getFirst())).isEqualTo(note);
        assertThat(CreditLines.have(noted, note)).isTrue();
        assertThat(CreditLines.have(noted, CreditNoteId.next())).isFalse();
    }
}
