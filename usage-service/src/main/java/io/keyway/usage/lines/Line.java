package io.keyway.usage.lines;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Days;
import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.rating.Rated;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One amount of a statement. With a unit price, {@code quantity × unitPrice − discount = amount};
 * with parts, their amounts sum to it.
 *
 * @param key identifies the line within its month: {@code fee}, {@code order:…}, {@code usage:…},
 *     {@code prepaid:}, {@code credit:} and {@code credit_note:} with the id of what it is about,
 *     or {@code commission:} and the key of the line that it is earned on. If the plan or its
 *     prices changed in the month, fee and usage have lines for some of its days, with the first
 *     one in the key: {@code fee@2026-11-11}
 * @param kind what it is for
 * @param description a sentence for the payer
 * @param period the month that the line is about, {@code YYYY-MM}; earlier for an adjustment
 * @param orderId the order of an order line
 * @param reference the buyer's own reference of the order; absent if it gave none
 * @param productId the product of an order line
 * @param productName its name when it was ordered; absent for orders from before names were kept
 * @param policyId the policy of an order line
 * @param policyName its name when it was ordered; absent like {@code productName}
 * @param planId the plan of a fee or usage line; absent in statements from before it was kept
 * @param meter the code of the meter of a usage line
 * @param meterName its name when the statement was closed, or now; absent in statements from before
 *     names were kept
 * @param unit what the quantity is a number of, such as {@code messages}; absent like {@code
 *     meterName}, and if the meter has none
 * @param dimensions the values of the meter's dimensions that the usage has; absent if the rate is
 *     not only for some
 * @param quantity licenses, months or usage, a decimal string; days for the fee of some days; in an
 *     adjustment the difference
 * @param unitPrice price of one unit in major currency units; absent if it is not per unit
 * @param discountPercent the payer's discount off the list price of an order line, in percent
 * @param discount what the discount takes off; absent for none
 * @param amount what is owed; in an adjustment the difference
 * @param parts the parts that a usage line consists of; absent in adjustments, and in statements
 *     from before they were kept
 * @param days the days of the month that it is about, {@code to} exclusive, in UTC; absent for all
 */
public record Line(
        String key,
        Kind kind,
        String description,
        YearMonth period,
        @Nullable OrderId orderId,
        @Nullable String reference,
        @Nullable ProductId productId,
        @Nullable String productName,
        @Nullable PolicyId policyId,
        @Nullable String policyName,
        @Nullable PlanId planId,
        @Nullable String meter,
        @Nullable String meterName,
        @Nullable String unit,
        @Nullable Map<String, String> dimensions,
        BigDecimal quantity,
        @Nullable BigDecimal unitPrice,
        @Nullable BigDecimal discountPercent,
        @Nullable Money discount,
        Money amount,
        @Nullable List<LinePart> parts,
        @Nullable Days days) {

    private static final String COMMISSION = "commission:";
    private static final String CREDIT_NOTE = "credit_note:";

    private static final String USAGE_OF = "Usage of ";

    public enum Kind {
        /** The plan's fee for the month. */
        @JsonProperty("fee")
        FEE,
        /** A line of an order. */
        @JsonProperty("order")
        ORDER,
        /** The quantity of a meter in the payer's branch. */
        @JsonProperty("usage")
        USAGE,
        /** What the payer earns on another line: a negative amount. */
        @JsonProperty("commission")
        COMMISSION,
        /** A difference to what was billed for a closed month. */
        @JsonProperty("adjustment")
        ADJUSTMENT,
        /** What a prepaid credit costs. */
        @JsonProperty("prepaid")
        PREPAID,
        /** What a credit pays: a negative amount. */
        @JsonProperty("credit")
        CREDIT,
        /** What the payee takes off a line of a closed month: a negative amount. */
        @JsonProperty("credit_note")
        CREDIT_NOTE,
        /** Usage that the plan's rate cannot be applied to; such a statement cannot be closed. */
        @JsonProperty("unrated")
        UNRATED
    }

    /** The fee of the month, or of some days of it: a share by days, rounded once. */
    public static Line fee(YearMonth period, TermsSpan span) {
        PlanTerms terms = span.terms();
        Days days = days(period, span);
        int count = span.days().count();
        return ofPlan(
                "fee",
                Kind.FEE,
                "Plan "
                        + terms.name()
                        + (days == null
                                ? ""
                                : ", " + count + " of " + period.lengthOfMonth() + " days"),
                period,
                span,
                null,
                days == null ? BigDecimal.ONE : BigDecimal.valueOf(count),
                days == null ? terms.fee().toMajor() : null,
                terms.fee().share(count, period.lengthOfMonth()),
                null);
    }

    /** Null for the whole month. */
    private static @Nullable Days days(YearMonth period, TermsSpan span) {
        return span.isWhole(period) ? null : span.days();
    }

    /** A line of an order, without what was returned or could not be issued. */
    public static Line order(YearMonth period, OrderState order, OrderEvent.Line line) {
        Money discount = line.unitPrice().times(line.kept()).minus(line.owed());
        return new Line(
                "order:" + order.id().value() + ":" + line.id().value(),
                Kind.ORDER,
                description(order, line),
                period,
                order.id(),
                order.externalReferenceId(),
                line.productId(),
                line.productName(),
                line.policyId(),
                line.policyName(),
                null,
                null,
                null,
                null,
                null,
                BigDecimal.valueOf(line.kept()),
                line.unitPrice().toMajor(),
                line.discountPercent(),
                discount.amount() == 0 ? null : discount,
                line.owed(),
                null,
                null);
    }

    private static String description(OrderState order, OrderEvent.Line line) {
        String what =
                line.productName() == null || line.policyName() == null
                        ? "Licenses"
                        : line.productName() + ", " + line.policyName();
        return what
                + " in order "
                + Objects.requireNonNullElse(order.externalReferenceId(), order.id().value());
    }

    /**
     * @param unitPrice null if the rate has more than one price
     */
    public static Line usage(
            YearMonth period,
            TermsSpan span,
            MeterRate rate,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            Rated rated) {
        return ofPlan(
                key(rate),
                Kind.USAGE,
                USAGE_OF + name(rate),
                period,
                span,
                rate,
                quantity,
                unitPrice,
                new Money(rated.minor(), rated.currency().getCurrencyCode()),
                LinePart.of(rated));
    }

    /**
     * @param reason why the plan's rate cannot be applied
     */
    public static Line unrated(
            YearMonth period, TermsSpan span, MeterRate rate, BigDecimal quantity, String reason) {
        return ofPlan(
                key(rate),
                Kind.UNRATED,
                USAGE_OF + name(rate) + " is not rated: " + reason,
                period,
                span,
                rate,
                quantity,
                null,
                Money.zero("EUR"),
                null);
    }

    /** {@code usage:messages}, or {@code usage:messages?region=north}. */
    private static String key(MeterRate rate) {
        return "usage:" + rate.meter() + joined(rate, "?", "=", "&");
    }

    /** {@code messages}, or {@code messages, region north}. */
    private static String name(MeterRate rate) {
        return rate.meter() + joined(rate, ", ", " ", ", ");
    }

    private static String joined(MeterRate rate, String before, String between, String after) {
        return joined(rate.where(), before, between, after);
    }

    private static String joined(
            @Nullable Map<String, String> where, String before, String between, String after) {
        return where == null
                ? ""
                : new TreeMap<>(where)
                        .entrySet().stream()
                                .map(one -> one.getKey() + between + one.getValue())
                                .collect(Collectors.joining(after, before, ""));
    }

    /** What the payer earns on this line, rounded once. */
    Line commission(BigDecimal percent) {
        Money earned = amount.percent(percent);
        return new Line(
                COMMISSION + key,
                Kind.COMMISSION,
                "Commission of " + percent.toPlainString() + " % on: " + description,
                period,
                orderId,
                reference,
                productId,
                productName,
                policyId,
                policyName,
                planId,
                meter,
                meterName,
                unit,
                dimensions,
                BigDecimal.ONE,
                null,
                null,
                null,
                Money.zero(earned.currency()).minus(earned),
                null,
                days);
    }

    /** What of the meter a usage line is about: its key without {@code usage:} and the like. */
    @JsonIgnore
    public String usageKey() {
        if (isOfCreditNote()) {
            return meter + joined(dimensions, "?", "=", "&");
        }
        String rest = key.substring(key.lastIndexOf(':') + 1);
        return days == null ? rest : rest.substring(0, rest.length() - firstDay(days).length());
    }

    /** Whether it is a credit note, or the commission that the note reverses. */
    @JsonIgnore
    public boolean isOfCreditNote() {
        return key.startsWith(CREDIT_NOTE) || key.startsWith(COMMISSION + CREDIT_NOTE);
    }

    /**
     * Whether it follows from what the month rests on: plan, orders and usage. A credit that was
     * drawn or bought and a credit note are facts of their own, and no correction of the month
     * touches them.
     */
    @JsonIgnore
    public boolean isComputed() {
        return kind != Kind.CREDIT && kind != Kind.PREPAID && !isOfCreditNote();
    }

    /** Whether it is about a plan's fee, a correction of it included. */
    @JsonIgnore
    public boolean isFee() {
        return key.equals("fee") || key.startsWith("fee@");
    }

    /** Whether it is about usage, a correction or commission of it included. */
    @JsonIgnore
    public boolean isUsage() {
        return key.startsWith("usage:") || key.startsWith(COMMISSION + "usage:");
    }

    private static Line ofPlan(
            String key,
            Kind kind,
            String description,
            YearMonth period,
            TermsSpan span,
            @Nullable MeterRate rate,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            Money amount,
            @Nullable List<LinePart> parts) {
        Days days = days(period, span);
        return new Line(
                days == null ? key : key + firstDay(days),
                kind,
                days == null
                        ? description
                        : description + ", " + days.from() + " to " + days.to().minusDays(1),
                period,
                null,
                null,
                null,
                null,
                null,
                null,
                span.terms().planId(),
                rate == null ? null : rate.meter(),
                null,
                null,
                rate == null ? null : rate.where(),
                quantity,
                unitPrice,
                null,
                null,
                amount,
                parts,
                days);
    }

    /** What the keys of lines about some days of the month end with. */
    private static String firstDay(Days days) {
        return "@" + days.from();
    }

    /**
     * This line about usage with the meter's name instead of its code.
     *
     * @param unitOfMeter null if it has none
     */
    public Line named(String nameOfMeter, @Nullable String unitOfMeter) {
        return new Line(
                key,
                kind,
                description.replace(USAGE_OF + meter, USAGE_OF + nameOfMeter),
                period,
                orderId,
                reference,
                productId,
                productName,
                policyId,
                policyName,
                planId,
                meter,
                nameOfMeter,
                unitOfMeter,
                dimensions,
                quantity,
                unitPrice,
                discountPercent,
                discount,
                amount,
                parts,
                days);
    }

    /** The sum of two lines of the same key; this one describes it. */
    Line plus(Line other) {
        return with(kind, description, quantity.add(other.quantity), amount.plus(other.amount));
    }

    /** This line as the difference to what was billed for the same key. */
    public Line asAdjustment(BigDecimal quantityDifference, Money difference) {
        return with(
                Kind.ADJUSTMENT,
                "Adjustment of " + period + ": " + description,
                quantityDifference,
                difference);
    }

    /** What the line is about, in few bytes. */
    public Line withoutParts() {
        return with(kind, description, quantity, amount);
    }

    /** Without what explains the amount, which is a sum or difference of such amounts. */
    private Line with(
            Kind newKind, String newDescription, BigDecimal newQuantity, Money newAmount) {
        return new Line(
                key,
                newKind,
                newDescription,
                period,
                orderId,
                reference,
                productId,
                productName,
                policyId,
                policyName,
                planId,
                meter,
                meterName,
                unit,
                dimensions,
                newQuantity,
                unitPrice,
                discountPercent,
                null,
                newAmount,
                null,
                days);
    }
}
