package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Money;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.contracts.id.StatementId;
import java.time.Instant;
import java.util.List;

/** Events that billing uses. */
public sealed interface BillingEvent extends DomainEvent {

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.BILLING;
    }

    /**
     * A statement was closed.
     *
     * @param payer owes the total to {@code payee}, its parent
     * @param period {@code YYYY-MM}
     */
    @JsonTypeName("io.keyway.statement.closed.v1")
    record StatementClosed(
            StatementId statementId, PartnerId payer, PartnerId payee, String period, Money total)
            implements BillingEvent {
        @Override
        @JsonIgnore
        public String key() {
            return payer.value();
        }
    }

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
