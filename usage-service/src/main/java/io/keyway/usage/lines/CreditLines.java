package io.keyway.usage.lines;

import io.keyway.contracts.Money;
import io.keyway.contracts.id.CreditId;
import io.keyway.contracts.id.CreditNoteId;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of credits and credit notes, which rest on neither plan nor usage. */
public final class CreditLines {

    private static final String CREDIT = "credit:";
    private static final String CREDIT_NOTE = "credit_note:";
    private static final String PREPAID = "prepaid:";

    private CreditLines() {}

    /**
     * What a credit pays of a month.
     *
     * @param note what the credit is for
     */
    public static Line drawn(YearMonth period, CreditId credit, String note, Money amount) {
        return of(
                CREDIT + credit.value(),
                Line.Kind.CREDIT,
                "Paid by credit: " + note,
                period,
                negative(amount));
    }

    /** What a prepaid credit costs. */
    public static Line prepaid(YearMonth period, CreditId credit, String note, Money price) {
        return of(PREPAID + credit.value(), Line.Kind.PREPAID, "Prepaid: " + note, period, price);
    }

    /**
     * A credit note and the commission that it reverses.
     *
     * @param about the line of a closed statement that is reduced
     * @param amount what is taken off, above 0
     * @param commission what of it was earned as commission; null if none was
     */
    public static List<Line> creditNote(
            CreditNoteId note, Line about, Money amount, @Nullable Money commission) {
        String key = CREDIT_NOTE + note.value();
        String description = "Credit note for " + about.period() + ": " + about.description();
        List<Line> lines = new ArrayList<>();
        lines.add(about(about, key, Line.Kind.CREDIT_NOTE, description, negative(amount)));
        if (commission != null && commission.amount() != 0) {
            lines.add(
                    about(
                            about,
                            "commission:" + key,
                            Line.Kind.COMMISSION,
                            "Commission reversed on: " + description,
                            commission));
        }
        return lines;
    }

    /** What these lines say that the credit has paid; zero if none does. */
    public static long drawn(List<Line> lines, CreditId credit) {
        return lines.stream()
                .filter(line -> line.key().equals(CREDIT + credit.value()))
                .mapToLong(line -> -line.amount().amount())
                .sum();
    }

    /** Whether these lines bill the price of the credit. */
    public static boolean bill(List<Line> lines, CreditId credit) {
        return lines.stream().anyMatch(line -> line.key().equals(PREPAID + credit.value()));
    }

    /** Whether these lines have the note. */
    public static boolean have(List<Line> lines, CreditNoteId note) {
        return lines.stream().anyMatch(line -> line.key().equals(CREDIT_NOTE + note.value()));
    }

    /**
     * @param line of the kind {@code credit_note}
     */
    public static CreditNoteId noteOf(Line line) {
        return new CreditNoteId(line.key().substring(CREDIT_NOTE.length()));
    }

    /**
     * @param line of the kind {@code credit} or {@code prepaid}
     */
    public static CreditId creditOf(Line line) {
        return new CreditId(line.key().substring(line.key().indexOf(':') + 1));
    }

    private static Money negative(Money amount) {
        return Money.zero(amount.currency()).minus(amount);
    }

    /** A line of a later statement about a line of a closed one. */
    private static Line about(
            Line line, String key, Line.Kind kind, String description, Money amount) {
        return new Line(
                key,
                kind,
                description,
                line.period(),
                line.orderId(),
                line.reference(),
                line.productId(),
                line.productName(),
                line.policyId(),
                line.policyName(),
                line.planId(),
                line.meter(),
                line.meterName(),
                line.unit(),
                line.dimensions(),
                BigDecimal.ONE,
                null,
                null,
                null,
                amount,
                null,
                line.days());
    }

    private static Line of(
            String key, Line.Kind kind, String description, YearMonth period, Money amount) {
        return new Line(
                key,
                kind,
                description,
                period,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                BigDecimal.ONE,
                null,
                null,
                null,
                amount,
                null,
                null);
    }
}
