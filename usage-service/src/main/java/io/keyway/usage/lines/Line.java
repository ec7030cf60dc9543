package io.keyway.usage.lines;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Money;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.rating.Rated;
import io.keyway.contracts.rating.Tariff;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
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
        BigDecimal quantity,
        @Nullable BigDecimal unitPrice,
        @Nullable BigDecimal discountPercent,
        @Nullable Money discount,
        Money amount,
        @Nullable List<Part> parts) {

    private static final String COMMISSION = "commission:";

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

    /**
     * A part of a usage line.
     *
     * @param kind which part of the rate it is
     * @param quantity units, or packages for the kind {@code packages}; 1 for what does not depend
     *     on the quantity
     * @param unitPrice price of one in major currency units
     * @param amount the part's share of the line's amount: quantity × unitPrice, rounded so that
     *     the shares sum
     */
    public record Part(
            Tariff.Part.Kind kind, BigDecimal quantity, BigDecimal unitPrice, Money amount) {

        private static List<Part> of(Rated rated) {
            return rated.shares().stream()
                    .map(
                            share ->
                                    new Part(
                                            share.part().kind(),
                                            share.part().quantity(),
                                            share.part().unit(),
                                            share.amount()))
                    .toList();
        }
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
            String meter,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            Rated rated) {
        return ofPlan(
                "usage:" + meter,
                Kind.USAGE,
                "Usage of " + meter,
                period,
                plan,
                meter,
                quantity,
                unitPrice,
                new Money(rated.minor(), rated.currency().getCurrencyCode()),
                Part.of(rated));
    }

    /**
     * @param reason why the plan's rate cannot be applied
     */
    public static Line unrated(
            YearMonth period, PlanId plan, String meter, BigDecimal quantity, String reason) {
        return ofPlan(
                "usage:" + meter,
                Kind.UNRATED,
                "Usage of " + meter + " is not rated: " + reason,
                period,
                plan,
                meter,
                quantity,
                null,
                Money.zero("EUR"),
                null);
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
                BigDecimal.ONE,
                null,
                null,
                null,
                Money.zero(earned.currency()).minus(earned),
                null);
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
            @Nullable String meter,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            Money amount,
            @Nullable List<Part> parts) {
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
                meter,
                quantity,
                unitPrice,
                null,
                null,
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
                newQuantity,
                unitPrice,
                discountPercent,
                null,
                newAmount,
                null);
    }
}
