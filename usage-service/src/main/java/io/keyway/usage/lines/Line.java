package io.keyway.usage.lines;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
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
 *     or {@code commission:} and the key of the line that it is earned on
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
 * @param quantity licenses, months or usage, a decimal string; in an adjustment the difference
 * @param unitPrice price of one unit in major currency units; absent if it is not per unit
 * @param discountPercent the payer's discount off the list price of an order line, in percent
 * @param discount what the discount takes off; absent for none
 * @param amount what is owed; in an adjustment the difference
 * @param parts the parts that a usage line consists of; absent in adjustments, and in statements
 *     from before they were kept
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
        @Nullable List<LinePart> parts) {

    private static final String COMMISSION = "commission:";

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
        /** Usage that the plan's rate cannot be applied to; such a statement cannot be closed. */
        @JsonProperty("unrated")
        UNRATED
    }

    public static Line fee(YearMonth period, PlanTerms terms) {
        return ofPlan(
                "fee",
                Kind.FEE,
                "Plan " + terms.name(),
                period,
                terms.planId(),
                null,
                BigDecimal.ONE,
                terms.fee().toMajor(),
                terms.fee(),
                null);
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
            PlanId plan,
            MeterRate rate,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            Rated rated) {
        return ofPlan(
                key(rate),
                Kind.USAGE,
                USAGE_OF + name(rate),
                period,
                plan,
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
            YearMonth period, PlanId plan, MeterRate rate, BigDecimal quantity, String reason) {
        return ofPlan(
                key(rate),
                Kind.UNRATED,
                USAGE_OF + name(rate) + " is not rated: " + reason,
                period,
                plan,
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
        return rate.where() == null
                ? ""
                : new TreeMap<>(rate.where())
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
                null);
    }

    /** What of the meter a usage line is about: its key without {@code usage:} and the like. */
    @JsonIgnore
    public String usageKey() {
        return key.substring(key.lastIndexOf(':') + 1);
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
            PlanId plan,
            @Nullable MeterRate rate,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            Money amount,
            @Nullable List<LinePart> parts) {
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
                plan,
                rate == null ? null : rate.meter(),
                null,
                null,
                rate == null ? null : rate.where(),
                quantity,
                unitPrice,
                null,
                null,
                amount,
                parts);
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
                parts);
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
                null);
    }
}
