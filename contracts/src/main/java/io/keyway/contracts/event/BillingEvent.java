package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Money;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PayerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.contracts.id.StatementId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that billing uses. */
public sealed interface BillingEvent extends DomainEvent {

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.BILLING;
    }

    /**
     * Some lines of a closed statement. All of its lines are sent, in order, before {@link
     * StatementClosed}; a replay sends them again. A line is identified by statement and key, so a
     * consumer takes each once.
     *
     * @param payer a partner that owes the amounts to {@code payee}, its parent, or a customer that
     *     owes them to {@code payee}, its partner
     * @param period {@code YYYY-MM}
     */
    @JsonTypeName("io.keyway.statement.lines-billed.v1")
    record StatementLinesBilled(
            StatementId statementId,
            PayerId payer,
            PartnerId payee,
            String period,
            List<BilledLine> lines)
            implements BillingEvent {
        @Override
        @JsonIgnore
        public String key() {
            return payer.value();
        }
    }

    /**
     * A statement was closed.
     *
     * @param payer a partner that owes the total to {@code payee}, its parent, or a customer that
     *     owes it to {@code payee}, its partner
     * @param period {@code YYYY-MM}
     * @param total the sum of the lines in its currency; one event for each
     * @param lines how many lines in all currencies the statement has; absent for statements that
     *     were closed before their lines were sent
     */
    @JsonTypeName("io.keyway.statement.closed.v1")
    record StatementClosed(
            StatementId statementId,
            PayerId payer,
            PartnerId payee,
            String period,
            Money total,
            @Nullable Integer lines)
            implements BillingEvent {
        @Override
        @JsonIgnore
        public String key() {
            return payer.value();
        }
    }

    /**
     * One amount of a statement.
     *
     * @param key identifies the line within its statement and month: {@code fee}, {@code order:…},
     *     {@code usage:…} or {@code commission:…}; an adjustment has the key of the line that it
     *     corrects
     * @param kind {@code fee}, {@code order}, {@code usage}, {@code commission}, {@code
     *     adjustment}, {@code prepaid}, {@code credit} or {@code credit_note}
     * @param period the month that it is about, {@code YYYY-MM}; earlier for an adjustment
     * @param reference the buyer's own reference of the order
     * @param meter code of the meter of usage
     * @param meterName its name when the statement was closed; absent in statements from before
     *     names were kept
     * @param unit what the quantity is a number of; absent like {@code meterName}, and if the meter
     *     has none
     * @param quantity licenses, months or usage; in an adjustment the difference
     * @param amount negative for what is given back
     */
    record BilledLine(
            String key,
            String kind,
            String description,
            String period,
            @Nullable OrderId orderId,
            @Nullable String reference,
            @Nullable ProductId productId,
            @Nullable PolicyId policyId,
            @Nullable PlanId planId,
            @Nullable String meter,
            @Nullable String meterName,
            @Nullable String unit,
            BigDecimal quantity,
            Money amount) {}

    /**
     * A partner has paid for licenses that it had issued from its portfolio: they are not owed any
     * more.
     *
     * @param total what was paid, after the payer's discount
     */
    @JsonTypeName("io.keyway.settlement.paid.v1")
    record SettlementPaid(
            SettlementId settlementId,
            PartnerId payer,
            PartnerId payee,
            List<LicenseId> licenseIds,
            Money total,
            Instant paidAt)
            implements BillingEvent {
        @Override
        @JsonIgnore
        public String key() {
            return payer.value();
        }
    }
}
