package io.keyway.usage.statements;

import io.keyway.contracts.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes a statement as CSV in the format of FOCUS 1.2 (FinOps Open Cost and Usage Specification):
 * one row per line, the columns that apply to a statement. Costs are in major units, times in UTC.
 */
final class FocusCsv {

    private static final Pattern FORMULA = Pattern.compile("\\s*[=+@\\t\\r-]");

    private FocusCsv() {}

    static String of(Statement statement, String payerName, String payeeName) {
        StringBuilder csv = new StringBuilder();
        List<Map<String, String>> rows =
                statement.lines().stream()
                        .map(line -> row(statement, line, payerName, payeeName))
                        .toList();
        csv.append(String.join(",", COLUMNS)).append("\r\n");
        for (Map<String, String> row : rows) {
            List<String> cells = new ArrayList<>();
            COLUMNS.forEach(
                    column -> cells.add(quoted(cell(column, row.getOrDefault(column, "")))));
            csv.append(String.join(",", cells)).append("\r\n");
        }
        return csv.toString();
    }

    static final List<String> COLUMNS =
            List.of(
                    "BilledCost",
                    "BillingAccountId",
                    "BillingAccountName",
                    "BillingAccountType",
                    "BillingCurrency",
                    "BillingPeriodEnd",
                    "BillingPeriodStart",
                    "ChargeCategory",
                    "ChargeClass",
                    "ChargeDescription",
                    "ChargeFrequency",
                    "ChargePeriodEnd",
                    "ChargePeriodStart",
                    "ConsumedQuantity",
                    "ConsumedUnit",
                    "ContractedCost",
                    "EffectiveCost",
                    "InvoiceId",
                    "InvoiceIssuerName",
                    "ListCost",
                    "PricingCategory",
                    "PricingQuantity",
                    "PricingUnit",
                    "ProviderName",
                    "PublisherName",
                    "ResourceId",
                    "ServiceCategory",
                    "ServiceName",
                    "ServiceSubcategory",
                    "SkuId",
                    "SkuPriceId");

    private static final Set<String> NUMBERS =
            Set.of(
                    "BilledCost",
                    "ConsumedQuantity",
                    "ContractedCost",
                    "EffectiveCost",
                    "ListCost",
                    "PricingQuantity");

    private static Map<String, String> row(
            Statement statement, Line line, String payerName, String payeeName) {
        String cost = cost(line.amount());
        boolean usage = line.key().startsWith("usage:");
        Map<String, String> row = new LinkedHashMap<>();
        row.put("BilledCost", cost);
        row.put("BillingAccountId", statement.payerId().value());
        row.put("BillingAccountName", payerName);
        row.put("BillingAccountType", "Partner");
        row.put("BillingCurrency", line.amount().currency());
        row.put("BillingPeriodStart", start(statement.period()));
        row.put("BillingPeriodEnd", start(statement.period().plusMonths(1)));
        row.put("ChargeCategory", usage ? "Usage" : "Purchase");
        row.put("ChargeClass", line.kind() == Line.Kind.ADJUSTMENT ? "Correction" : "");
        row.put("ChargeDescription", line.description());
        row.put("ChargeFrequency", frequency(line));
        row.put("ChargePeriodStart", start(line.period()));
        row.put("ChargePeriodEnd", start(line.period().plusMonths(1)));
        row.put("ConsumedQuantity", usage ? plain(line.quantity()) : "");
        row.put("ConsumedUnit", usage ? unit(line) : "");
        row.put("ContractedCost", cost);
        row.put("EffectiveCost", cost);
        row.put("InvoiceId", statement.closedAt() == null ? "" : statement.id().value());
        row.put("InvoiceIssuerName", payeeName);
        row.put("ListCost", listCost(line, cost));
        row.put("PricingCategory", "Standard");
        row.put("PricingQuantity", plain(line.quantity()));
        row.put("PricingUnit", unit(line));
        row.put("ProviderName", payeeName);
        row.put("PublisherName", payeeName);
        row.put("ResourceId", line.orderId() == null ? "" : line.orderId().value());
        row.put("ServiceCategory", "Other");
        row.put("ServiceName", usage ? "Metered usage" : "Licenses");
        row.put("ServiceSubcategory", "Other (Other)");
        row.put("SkuId", sku(line));
        row.put("SkuPriceId", line.policyId() == null ? sku(line) : line.policyId().value());
        return row;
    }

    /** Order lines have a list price and a discounted cost; usage has one price. */
    private static String listCost(Line line, String cost) {
        return line.kind() == Line.Kind.ORDER && line.unitPrice() != null
                ? plain(line.unitPrice().multiply(line.quantity()))
                : cost;
    }

    private static String frequency(Line line) {
        return line.key().startsWith("usage:")
                ? "Usage-Based"
                : line.key().equals("fee") ? "Recurring" : "One-Time";
    }

    private static String unit(Line line) {
        return line.meter() != null
                ? line.meter()
                : line.key().equals("fee") ? "Months" : "Licenses";
    }

    private static String sku(Line line) {
        return line.productId() != null ? line.productId().value() : unit(line);
    }

    private static String cost(Money amount) {
        return plain(amount.toMajor());
    }

    private static String plain(BigDecimal decimal) {
        return decimal.toPlainString();
    }

    private static String start(YearMonth month) {
        LocalDate first = month.atDay(1);
        return first + "T00:00:00Z";
    }

    /**
     * Prefixes texts that a spreadsheet would run as a formula with an apostrophe. Numbers are left
     * alone: a negative amount starts with a minus.
     */
    private static String cell(String column, String text) {
        return !NUMBERS.contains(column) && FORMULA.matcher(text).lookingAt() ? "'" + text : text;
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
