package io.keyway.usage.statementfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keyway.contracts.Days;
import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.CreditId;
import io.keyway.contracts.id.CreditNoteId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.rating.Price;
import io.keyway.contracts.rating.Rate;
import io.keyway.contracts.rating.Tariff;
import io.keyway.usage.Branch;
import io.keyway.usage.lines.CreditLines;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.PlanTerms;
import io.keyway.usage.lines.TermsSpan;
import io.keyway.usage.statements.Statement;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FocusCsvTest {

    private static final Rate RATE =
            new Rate(Rate.Model.UNIT, null, BigDecimal.ONE, null, null, null, "EUR");

    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

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

    @Test
    void eachPartOfAUsageLineIsARowWithItsPrice() {
        Tariff tariff =
                new Tariff(
                        new Price.Graduated(
                                List.of(
                                        new Price.Tier(d("10"), d("0.333"), d("0")),
                                        new Price.Tier(null, d("0.25"), d("3")))),
                        d("5"),
                        d("0"),
                        Currency.getInstance("EUR"));
        PlanId plan = PlanId.next();
        MeterRate rate = new MeterRate("calls", RATE);
        Line line = Line.usage(MARCH, whole(plan), rate, d("17"), null, tariff.rate(d("17")));

        List<Map<String, String>> rows = rows(line);

        assertThat(rows)
                .extracting(
                        row -> row.get("PricingQuantity"),
                        row -> row.get("PricingUnit"),
                        row -> row.get("ConsumedQuantity"),
                        row -> row.get("ListUnitPrice"),
                        row -> row.get("ListCost"),
                        row -> row.get("BilledCost"))
                .containsExactly(
                        tuple("5", "Calls", "5", "0", "0", "0.00"),
                        tuple("10", "Calls", "10", "0.333", "3.330", "3.33"),
                        tuple("2", "Calls", "2", "0.25", "0.50", "0.50"),
                        tuple("1", "Months", "", "3", "3", "3.00"));
        assertThat(rows)
                .allSatisfy(
                        row -> {
                            assertThat(row.get("SkuId")).isEqualTo(plan.value() + "/calls");
                            assertThat(row.get("SkuMeter")).isEqualTo("Calls");
                            assertThat(row.get("ContractedCost")).isEqualTo(row.get("ListCost"));
                        });
        assertThat(rows).extracting(row -> row.get("SkuPriceId")).doesNotHaveDuplicates();
    }

    /** The same meter at several prices is several SKUs. */
    @Test
    void usageOfADimensionIsASkuOfItsOwn() {
        Tariff tariff =
                new Tariff(new Price.PerUnit(d("2")), d("0"), d("0"), Currency.getInstance("EUR"));
        PlanId plan = PlanId.next();
        MeterRate rate = new MeterRate("calls", Map.of("region", "north"), RATE);
        Line line = Line.usage(MARCH, whole(plan), rate, d("3"), d("2"), tariff.rate(d("3")));

        Map<String, String> row = rows(line).getFirst();

        assertThat(line.key()).isEqualTo("usage:calls?region=north");
        assertThat(line.description()).isEqualTo("Usage of calls, region north");
        assertThat(row)
                .containsEntry("SkuId", plan.value() + "/calls?region=north")
                .containsEntry("SkuMeter", "Calls");
        assertThat(FocusCsv.of(statement(line), "Payer", "Payee"))
                .contains("\"\"x_Dimension_region\"\":\"\"north\"\"");
    }

    /** Units have a capital letter per word; the name of a meter is what the vendor says. */
    @Test
    void aMeterIsShownWithItsNameAndUnit() {
        Tariff tariff =
                new Tariff(new Price.PerUnit(d("2")), d("0"), d("0"), Currency.getInstance("EUR"));
        MeterRate rate = new MeterRate("calls", Map.of("region", "north"), RATE);
        Line coded =
                Line.usage(MARCH, whole(PlanId.next()), rate, d("3"), d("2"), tariff.rate(d("3")));

        Line named = coded.named("calls of the API", "thousand calls");

        assertThat(named.key()).isEqualTo(coded.key());
        assertThat(named.description()).isEqualTo("Usage of calls of the API, region north");
        assertThat(rows(named).getFirst())
                .containsEntry("SkuMeter", "calls of the API")
                .containsEntry("ConsumedUnit", "Thousand Calls")
                .containsEntry("PricingUnit", "Thousand Calls");
        Line adjustment = named.asAdjustment(d("1"), new Money(200, "EUR"));
        assertThat(adjustment.description())
                .isEqualTo("Adjustment of 2026-03: Usage of calls of the API, region north");
        assertThat(rows(adjustment).getFirst()).containsEntry("PricingUnit", "Thousand Calls");
        assertThat(rows(coded.named("calls", null)).getFirst())
                .containsEntry("SkuMeter", "Calls")
                .containsEntry("ConsumedUnit", "Calls");
    }

    @Test
    void anOrderLineHasItsListPriceAndThatWithTheDiscount() {
        OrderState order = new Branch().order(OrderId.next(), OrderStatus.FULFILLED, NOW, 10_000);
        OrderEvent.Line ordered =
                OrderEvent.Line.ordered(
                        LineId.next(),
                        ProductId.next(),
                        PolicyId.next(),
                        3,
                        new Money(3_333, "EUR"),
                        new Money(8_749, "EUR"),
                        d("12.5"),
                        NOW,
                        "Pro",
                        "Yearly");

        Line line = Line.order(MARCH, order, ordered);
        Map<String, String> row = rows(line).getFirst();

        assertThat(line.discount()).isEqualTo(new Money(1_250, "EUR"));
        assertThat(row)
                .containsEntry("ListUnitPrice", "33.33")
                .containsEntry("ListCost", "99.99")
                .containsEntry("ContractedUnitPrice", "29.16375")
                .containsEntry("ContractedCost", "87.49125")
                .containsEntry("BilledCost", "87.49")
                .containsEntry("PricingUnit", "Licenses");
    }

    /** What differs from an earlier month has no price: quantity and amount change apart. */
    @Test
    void aCorrectionHasNoUnitPrice() {
        Line line =
                Line.fee(MARCH, whole(PlanId.next())).asAdjustment(d("0"), new Money(-100, "EUR"));

        assertThat(rows(line).getFirst())
                .containsEntry("ChargeClass", "Correction")
                .containsEntry("ListUnitPrice", "")
                .containsEntry("ContractedUnitPrice", "")
                .containsEntry("ListCost", "-1.00")
                .containsEntry("BilledCost", "-1.00");
    }

    @Test
    void aDrawnCreditIsACreditAndAPrepaidOneAPurchase() {
        CreditId credit = CreditId.next();
        Money amount = new Money(1000, "EUR");

        assertThat(rows(CreditLines.drawn(MARCH, credit, "Welcome", amount)).getFirst())
                .containsEntry("ChargeCategory", "Credit")
                .containsEntry("ChargeClass", "")
                .containsEntry("ChargeFrequency", "One-Time")
                .containsEntry("BilledCost", "-10.00")
                .containsEntry("PricingQuantity", "")
                .containsEntry("SkuMeter", "")
                .containsEntry("ServiceName", "Credits")
                .containsEntry("ConsumedQuantity", "");
        assertThat(rows(CreditLines.prepaid(MARCH, credit, "Welcome", amount)).getFirst())
                .containsEntry("ChargeCategory", "Purchase")
                .containsEntry("ChargeFrequency", "One-Time")
                .containsEntry("BilledCost", "10.00")
                .containsEntry("PricingQuantity", "1")
                .containsEntry("PricingUnit", "Credits")
                .containsEntry("SkuId", "credit");
    }

    /** With the SKU of what it is about, and so its commission. */
    @Test
    void aCreditNoteIsACreditThatCorrectsAnEarlierInvoice() {
        PlanId plan = PlanId.next();
        MeterRate rate = new MeterRate("calls", Map.of("region", "north"), RATE);
        Line usage =
                Line.unrated(MARCH, whole(plan), rate, d("17"), "")
                        .asAdjustment(d("17"), new Money(900, "EUR"));

        List<Line> lines =
                CreditLines.creditNote(
                        CreditNoteId.next(), usage, new Money(500, "EUR"), new Money(50, "EUR"));

        assertThat(lines)
                .allSatisfy(
                        line ->
                                assertThat(rows(line).getFirst())
                                        .containsEntry("ChargeCategory", "Credit")
                                        .containsEntry("ChargeClass", "Correction")
                                        .containsEntry("ChargePeriodStart", "2026-03-01T00:00:00Z")
                                        .containsEntry("ConsumedQuantity", "")
                                        .containsEntry("PricingQuantity", "")
                                        .containsEntry("SkuMeter", "Calls")
                                        .containsEntry(
                                                "SkuId", plan.value() + "/calls?region=north"));
        assertThat(lines)
                .extracting(line -> rows(line).getFirst().get("BilledCost"))
                .containsExactly("-5.00", "0.50");
    }

    /** From the 11th to the 30th of March: 20 of 31 days. */
    @Test
    void linesOfSomeDaysSayWhichAndAreTheSameSku() {
        PlanId plan = PlanId.next();
        TermsSpan span =
                new TermsSpan(
                        new Days(LocalDate.of(2026, 3, 11), LocalDate.of(2026, 3, 31)),
                        whole(plan).terms());
        Tariff tariff =
                new Tariff(new Price.Flat(d("2")), d("0"), d("0"), Currency.getInstance("EUR"));
        MeterRate rate = new MeterRate("calls", RATE);

        Map<String, String> fee = rows(Line.fee(MARCH, span)).getFirst();
        Map<String, String> usage =
                rows(Line.usage(MARCH, span, rate, d("3"), null, tariff.rate(d("3")))).getFirst();

        assertThat(fee)
                .containsEntry("ChargePeriodStart", "2026-03-11T00:00:00Z")
                .containsEntry("ChargePeriodEnd", "2026-03-31T00:00:00Z")
                .containsEntry("BillingPeriodEnd", "2026-04-01T00:00:00Z")
                .containsEntry("ChargeFrequency", "Recurring")
                .containsEntry("PricingQuantity", "20")
                .containsEntry("PricingUnit", "Days")
                .containsEntry("ListUnitPrice", "")
                .containsEntry("BilledCost", "5.81")
                .containsEntry("SkuId", plan.value() + "/fee")
                .containsEntry("SkuPriceId", plan.value() + "/fee@2026-03-11");
        assertThat(usage)
                .containsEntry("SkuId", plan.value() + "/calls")
                .containsEntry("PricingUnit", "Periods")
                .containsEntry("SkuPriceId", plan.value() + "/calls/0@2026-03-11");
        assertThat(FocusCsv.of(statement(Line.fee(MARCH, span)), "Payer", "Payee"))
                .contains("\"\"x_Days\"\":\"\"2026-03-11 to 2026-03-30\"\"");
    }

    private static TermsSpan whole(PlanId plan) {
        return TermsSpan.whole(
                MARCH, new PlanTerms(plan, "Basic", new Money(900, "EUR"), List.of()));
    }

    private static List<Map<String, String>> rows(Line line) {
        List<String> csv = FocusCsv.of(statement(line), "Payer", "Payee").lines().toList();
        return csv.subList(1, csv.size()).stream()
                .map(row -> row.replaceAll("\"([^\"]|\"\")*\"", "quoted").split(",", -1))
                .map(
                        cells ->
                                IntStream.range(0, cells.length)
                                        .boxed()
                                        .collect(
                                                Collectors.toMap(
                                                        FocusCsv.COLUMNS::get, i -> cells[i])))
                .toList();
    }

    private static BigDecimal d(String text) {
        return new BigDecimal(text);
    }

    /** A usage line of an earlier version, with a meter of this name. */
    private static Statement statement(String name) {
        return statement(
                new Line(
                        "usage:" + name,
                        Line.Kind.ADJUSTMENT,
                        name,
                        MARCH,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        name,
                        null,
                        null,
                        null,
                        BigDecimal.ONE,
                        null,
                        null,
                        null,
                        new Money(-1250, "EUR"),
                        null,
                        null));
    }

    private static Statement statement(Line line) {
        PartnerId vendor = PartnerId.next();
        PartnerId payer = PartnerId.next();
        return new Statement(
                Statement.id(payer, MARCH),
                payer,
                vendor,
                List.of(vendor, payer),
                MARCH,
                "EUR",
                null,
                null,
                List.of(line),
                Map.of(),
                null,
                null);
    }
}
