package io.keyway.usage.statementfiles;

import io.keyway.contracts.Money;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.LinePart;
import io.keyway.usage.statements.Statement;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/** A statement as a page to print: each line as quantity × price − discount = amount. */
final class StatementHtml {

    private static final String STYLE =
            """
            @page { size: A4; margin: 18mm 15mm;
                    @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt } }
            body { font-size: 9pt; color: #1a1a1a }
            h1 { font-size: 16pt; margin: 0 0 4mm 0 }
            table { width: 100%; border-collapse: collapse; -fs-table-paginate: paginate }
            th { text-align: left; border-bottom: 1pt solid #1a1a1a; padding: 1.5mm 1mm }
            td { border-bottom: 0.3pt solid #c8c8c8; padding: 1.5mm 1mm; vertical-align: top }
            tr { page-break-inside: avoid }
            .number { text-align: right; white-space: nowrap }
            .part td { border: 0; color: #555555; padding-top: 0 }
            .total td { border: 0; font-weight: bold; padding-top: 3mm }
            .facts td { border: 0; padding: 0.5mm 4mm 0.5mm 0 }
            .facts { width: auto; margin-bottom: 8mm }
            """;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x{FFFE}\\x{FFFF}]");

    private StatementHtml() {}

    static String of(Statement statement, String payerName, String payeeName, String font) {
        return """
        <html><head><title>%s</title><style>body { font-family: '%s' } %s</style></head><body>
        <h1>Statement %s</h1>
        <table class="facts">%s</table>
        <table><thead><tr><th>Line</th><th class="number">Quantity</th>\
        <th class="number">Price</th><th class="number">Discount</th>\
        <th class="number">Amount</th></tr></thead><tbody>%s%s</tbody></table>
        </body></html>
        """
                .formatted(
                        statement.id(),
                        font,
                        STYLE,
                        statement.period(),
                        facts(statement, payerName, payeeName),
                        statement.lines().stream()
                                .map(StatementHtml::line)
                                .collect(Collectors.joining()),
                        statement.totals().stream()
                                .map(StatementHtml::total)
                                .collect(Collectors.joining()));
    }

    private static String facts(Statement statement, String payerName, String payeeName) {
        String plans =
                statement.termSpans().stream()
                        .map(span -> span.terms().name())
                        .distinct()
                        .collect(Collectors.joining(", "));
        return fact("Number", statement.id().value())
                + fact("Owed by", payerName)
                + fact("Owed to", payeeName)
                + fact("Plan", plans.isEmpty() ? "none" : plans)
                + fact(
                        "Status",
                        statement.closedAt() == null
                                ? "draft: amounts can still change"
                                : "closed on " + statement.closedAt().toString().substring(0, 10))
                + fact("Taxes", "not included");
    }

    private static String fact(String name, String value) {
        return "<tr><td>%s</td><td>%s</td></tr>".formatted(name, escaped(value));
    }

    private static String line(Line line) {
        Money discount = line.discount();
        String row =
                row(
                        "",
                        line.description(),
                        plain(line.quantity()) + unit(line),
                        line.unitPrice() == null ? "" : plain(line.unitPrice()),
                        discount == null ? "" : "− " + plain(discount.toMajor()),
                        money(line.amount()));
        List<LinePart> parts = line.parts();
        // One part of the same price says nothing that its line does not.
        if (parts == null || (parts.size() == 1 && line.unitPrice() != null)) {
            return row;
        }
        return row
                + parts.stream()
                        .map(
                                part ->
                                        row(
                                                "part",
                                                words(part),
                                                plain(part.quantity()),
                                                plain(part.unitPrice()),
                                                "",
                                                money(part.amount())))
                        .collect(Collectors.joining());
    }

    /** A commission is for one line, whatever the line is about. */
    private static String unit(Line line) {
        return line.unit() == null || line.kind() == Line.Kind.COMMISSION
                ? ""
                : " " + escaped(line.unit());
    }

    private static String words(LinePart part) {
        return switch (part.kind()) {
            case INCLUDED -> "included";
            case FLAT -> "flat amount";
            case UNITS -> "units";
            case TIER -> "units in a tier";
            case TIER_FLAT -> "flat amount of the tier";
            case PACKAGES -> "packages";
            case MINIMUM -> "to the minimum";
        };
    }

    private static String total(Money total) {
        return row("total", "Total", "", "", "", money(total));
    }

    private static String row(
            String style,
            String what,
            String quantity,
            String price,
            String discount,
            String amount) {
        return """
        <tr class="%s"><td>%s</td><td class="number">%s</td><td class="number">%s</td>\
        <td class="number">%s</td><td class="number">%s</td></tr>
        """
                .formatted(style, escaped(what), quantity, price, discount, amount);
    }

    /** Named entities of HTML and control characters are unknown in XML, which is what is read. */
    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(CONTROL.matcher(text).replaceAll(" "), "UTF-8");
    }

    private static String money(Money amount) {
        return plain(amount.toMajor()) + " " + amount.currency();
    }

    private static String plain(@Nullable BigDecimal decimal) {
        return decimal == null ? "" : decimal.toPlainString();
    }
}
