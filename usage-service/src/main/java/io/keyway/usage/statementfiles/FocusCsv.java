package io.keyway.usage.statementfiles;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.Days;
import io.keyway.contracts.Money;
import io.keyway.contracts.rating.Tariff;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.LinePart;
import io.keyway.usage.statements.Statement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a statement as CSV in the format of FOCUS 1.2 (FinOps Open Cost and Usage Specification):
 * one row per line, and per part of a usage line, because each has a price of its own. Costs are in
 * major units, times in UTC.
 */
final class FocusCsv {

    private static final Pattern FORMULA = Pattern.compile("\\s*[=+@\\t\\r-]");

    /** The first letter of each word. */
    private static final Pattern WORD = Pattern.compile("(?:^|(?<=\\s))\\p{Ll}");

    private FocusCsv() {}

    static String of(Statement statement, String payerName, String payeeName) {
        StringBuilder csv = new StringBuilder();
        csv.append(String.join(",", COLUMNS)).append("\r\n");
        statement.lines().stream()
                .flatMap(FocusCsv::charges)
                .forEach(
                        charge -> {
                            Map<String, String> row = row(statement, charge, payerName, payeeName);
                            List<String> cells = new ArrayList<>();
                            COLUMNS.forEach(
                                    column ->
                                            cells.add(
                                                    quoted(
                                                            cell(
                                                                    column,
                                                                    row.getOrDefault(
                                                                            column, "")))));
                            csv.append(String.join(",", cells)).append("\r\n");
                        });
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
                    "ContractedUnitPrice",
                    "EffectiveCost",
                    "InvoiceId",
                    "InvoiceIssuerName",
                    "ListCost",
                    "ListUnitPrice",
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
                    "SkuMeter",
                    "SkuPriceDetails",
                    "SkuPriceId");

    private static final Set<String> NUMBERS =
            Set.of(
                    "BilledCost",
                    "ConsumedQuantity",
                    "ContractedCost",
                    "ContractedUnitPrice",
                    "EffectiveCost",
                    "ListCost",
                    "ListUnitPrice",
                    "PricingQuantity");

    /**
     * One row.
     *
     * @param part null if the line has no parts
     * @param at index of the part in its line
     * @param listUnit list price of one; null for a correction, whose amount is a difference
     * @param contractedUnit the same with the payer's discount
     */
    private record Charge(
            Line line,
            @Nullable LinePart part,
            int at,
            BigDecimal quantity,
            @Nullable BigDecimal listUnit,
            @Nullable BigDecimal contractedUnit,
            Money billed) {

        boolean usage() {
            return line.key().startsWith("usage:");
        }

        /** Units that the meter counted: not the flat amounts of a rate, nor its packages. */
        boolean consumes() {
            return usage()
                    && (part == null
                            || switch (part.kind()) {
                                case INCLUDED, UNITS, TIER -> true;
                                case FLAT, TIER_FLAT, PACKAGES, MINIMUM -> false;
                            });
        }

        String cost(@Nullable BigDecimal unit) {
            return plain(unit == null ? billed.toMajor() : unit.multiply(quantity));
        }
    }

    private static Stream<Charge> charges(Line line) {
        List<LinePart> parts = line.parts();
        if (parts == null) {
            return Stream.of(
                    new Charge(
                            line,
                            null,
                            0,
                            line.quantity(),
                            isCorrection(line) ? null : line.unitPrice(),
                            isCorrection(line) ? null : contractedUnit(line),
                            line.amount()));
        }
        List<Charge> charges = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            LinePart part = parts.get(i);
            charges.add(
                    new Charge(
                            line,
                            part,
                            i,
                            part.quantity(),
                            part.unitPrice(),
                            part.unitPrice(),
                            part.amount()));
        }
        return charges.stream();
    }

    private static @Nullable BigDecimal contractedUnit(Line line) {
        BigDecimal unit = line.unitPrice();
        return unit == null || line.discountPercent() == null
                ? unit
                : unit.subtract(unit.multiply(line.discountPercent()).movePointLeft(2));
    }

    private static Map<String, String> row(
            Statement statement, Charge charge, String payerName, String payeeName) {
        Line line = charge.line();
        Days month = Days.of(statement.period());
        Days days = Objects.requireNonNullElseGet(line.days(), () -> Days.of(line.period()));
        String billed = plain(charge.billed().toMajor());
        Map<String, String> row = new HashMap<>();
        row.put("BilledCost", billed);
        row.put("BillingAccountId", statement.payerId().value());
        row.put("BillingAccountName", payerName);
        row.put("BillingAccountType", statement.customerId() == null ? "Partner" : "Customer");
        row.put("BillingCurrency", line.amount().currency());
        row.put("BillingPeriodStart", start(month.from()));
        row.put("BillingPeriodEnd", start(month.to()));
        row.put("ChargeCategory", category(charge));
        row.put("ChargeClass", isCorrection(line) ? "Correction" : "");
        row.put("ChargeDescription", line.description());
        row.put("ChargeFrequency", frequency(charge));
        row.put("ChargePeriodStart", start(days.from()));
        row.put("ChargePeriodEnd", start(days.to()));
        row.put("ConsumedQuantity", charge.consumes() ? plain(charge.quantity()) : "");
        row.put("ConsumedUnit", charge.consumes() ? unit(line) : "");
        row.put("ContractedCost", charge.cost(charge.contractedUnit()));
        row.put("ContractedUnitPrice", price(charge.contractedUnit()));
        row.put("EffectiveCost", billed);
        row.put("InvoiceId", statement.closedAt() == null ? "" : statement.id().value());
        row.put("InvoiceIssuerName", payeeName);
        row.put("ListCost", charge.cost(charge.listUnit()));
        row.put("ListUnitPrice", price(charge.listUnit()));
        row.put("PricingCategory", "Standard");
        row.put("PricingQuantity", isCredit(line) ? "" : plain(charge.quantity()));
        row.put("PricingUnit", isCredit(line) ? "" : pricingUnit(charge));
        row.put("ProviderName", payeeName);
        row.put("PublisherName", payeeName);
        row.put("ResourceId", line.orderId() == null ? "" : line.orderId().value());
        row.put("ServiceCategory", "Other");
        row.put("ServiceName", service(line));
        row.put("ServiceSubcategory", "Other (Other)");
        row.put("SkuId", sku(line));
        row.put("SkuMeter", skuMeter(charge));
        row.put("SkuPriceDetails", priceDetails(charge));
        row.put("SkuPriceId", skuPrice(charge));
        return row;
    }

    private static String service(Line line) {
        return switch (line.kind()) {
            case PREPAID, CREDIT -> "Credits";
            case FEE, ORDER, USAGE, COMMISSION, ADJUSTMENT, CREDIT_NOTE, UNRATED ->
                    line.meter() != null ? "Metered usage" : "Licenses";
        };
    }

    private static String skuMeter(Charge charge) {
        Line line = charge.line();
        if (line.meter() != null) {
            return meter(line);
        }
        return line.kind() == Line.Kind.CREDIT ? "" : pricingUnit(charge);
    }

    private static String category(Charge charge) {
        return isCredit(charge.line()) ? "Credit" : charge.usage() ? "Usage" : "Purchase";
    }

    /** What the payer is granted: commission, a credit that is drawn, or a credit note. */
    private static boolean isCredit(Line line) {
        return line.key().startsWith("commission:")
                || line.kind() == Line.Kind.CREDIT
                || line.kind() == Line.Kind.CREDIT_NOTE;
    }

    /** Of an invoice from before: a difference, or a credit note with the commission on it. */
    private static boolean isCorrection(Line line) {
        return line.kind() == Line.Kind.ADJUSTMENT || line.isOfCreditNote();
    }

    private static String frequency(Charge charge) {
        return charge.usage() ? "Usage-Based" : charge.line().isFee() ? "Recurring" : "One-Time";
    }

    private static String pricingUnit(Charge charge) {
        LinePart part = charge.part();
        if (part != null) {
            return switch (part.kind()) {
                case INCLUDED, UNITS, TIER -> unit(charge.line());
                case PACKAGES -> "Packages";
                case FLAT, MINIMUM -> partly(charge.line()) ? "Periods" : "Months";
                case TIER_FLAT -> "Months";
            };
        }
        if (charge.line().kind() == Line.Kind.PREPAID) {
            return "Credits";
        }
        return charge.usage()
                ? unit(charge.line())
                : charge.line().isFee() ? partly(charge.line()) ? "Days" : "Months" : "Licenses";
    }

    /** Whether it is about some days of the month: its flat amounts are shares of a month's. */
    private static boolean partly(Line line) {
        return line.days() != null;
    }

    /** What the SKU measures: the name of the meter. */
    private static String meter(Line line) {
        String code = Objects.requireNonNull(line.meter());
        String name = Objects.requireNonNullElse(line.meterName(), code);
        return name.equals(code) ? capitalized(code) : name;
    }

    /** What a quantity is a number of; the meter's code if it has no unit. */
    private static String unit(Line line) {
        return capitalized(
                line.unit() == null ? Objects.requireNonNull(line.meter()) : line.unit());
    }

    /** FOCUS wants each word of a unit with a capital letter: {@code Api Calls}. */
    private static String capitalized(String unit) {
        return WORD.matcher(unit).replaceAll(word -> word.group().toUpperCase(Locale.ROOT));
    }

    /** A product, or what the plan is paid for: its fee or some usage of a meter. */
    private static String sku(Line line) {
        if (line.productId() != null) {
            return line.productId().value();
        }
        if (service(line).equals("Credits")) {
            return "credit";
        }
        String paidFor = line.meter() == null ? "fee" : line.usageKey();
        return line.planId() == null ? paidFor : line.planId().value() + "/" + paidFor;
    }

    /** One price of the SKU: a policy, or a part of the plan's rate. */
    private static String skuPrice(Charge charge) {
        Line line = charge.line();
        if (line.policyId() != null) {
            return line.policyId().value();
        }
        String price = charge.part() == null ? sku(line) : sku(line) + "/" + charge.at();
        return line.days() == null ? price : price + "@" + line.days().from();
    }

    /** JSON of what tells this price of the SKU from its others. */
    private static String priceDetails(Charge charge) {
        Map<String, String> details = new LinkedHashMap<>();
        if (charge.part() != null) {
            details.put("x_RatePart", words(charge.part().kind()));
        }
        if (charge.line().dimensions() != null) {
            new TreeMap<>(charge.line().dimensions())
                    .forEach((name, value) -> details.put("x_Dimension_" + name, value));
        }
        Days days = charge.line().days();
        if (days != null) {
            details.put("x_Days", days.from() + " to " + days.to().minusDays(1));
        }
        return details.isEmpty() ? "" : ContractJson.mapper().writeValueAsString(details);
    }

    private static String words(Tariff.Part.Kind kind) {
        return switch (kind) {
            case INCLUDED -> "Included";
            case FLAT -> "Flat amount";
            case UNITS -> "Units";
            case TIER -> "Units in a tier";
            case TIER_FLAT -> "Flat amount of a tier";
            case PACKAGES -> "Packages";
            case MINIMUM -> "Rest of the minimum";
        };
    }

    private static String price(@Nullable BigDecimal unit) {
        return unit == null ? "" : plain(unit);
    }

    private static String plain(BigDecimal decimal) {
        return decimal.toPlainString();
    }

    private static String start(LocalDate day) {
        return day + "T00:00:00Z";
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
