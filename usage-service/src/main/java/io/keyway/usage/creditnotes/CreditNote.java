package io.keyway.usage.creditnotes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Money;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CreditNoteId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PayerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.store.Aggregate;
import io.keyway.usage.lines.CreditLines;
import io.keyway.usage.lines.Line;
import io.keyway.usage.network.EdgeId;
import io.keyway.usage.once.BilledOnce;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is taken off a line of a closed statement.
 *
 * @param payer {@code Payer.key}, by which notes are found
 * @param path the partners that see it, as those of the statement
 * @param statementId the closed statement
 * @param lineKey key of its line
 * @param place statement, line and number of the note, unique: of two notes that were checked
 *     against the same earlier ones only one is stored
 * @param about the line, without its parts
 * @param amount what is taken off, above 0
 * @param commission what of it was earned as commission, and is reversed; null for none
 * @param billed which later statement has it
 */
record CreditNote(
        CreditNoteId id,
        PayerId payerId,
        String payer,
        PartnerId payeeId,
        List<PartnerId> path,
        StatementId statementId,
        String lineKey,
        String place,
        Line about,
        Money amount,
        @Nullable Money commission,
        String reason,
        @Nullable AccountId createdBy,
        Instant createdAt,
        BilledOnce billed)
        implements Aggregate {

    CreditNote {
        path = List.copyOf(path);
    }

    static String place(StatementId statement, String lineKey, int number) {
        return statement.value() + ":" + lineKey + ":" + number;
    }

    Id payerKey() {
        return switch (payerId) {
            case PartnerId partner -> partner;
            case CustomerId customer -> EdgeId.of(customer, payeeId);
        };
    }

    /** The month that is to have it; null once a closed statement has it. Stored for the index. */
    @JsonProperty
    @Nullable String openIn() {
        return billed.in() == null ? billed.month().toString() : null;
    }

    List<StatementId> awaited() {
        return billed.awaited(payerKey());
    }

    /**
     * The note after some statements were found closed.
     *
     * @param closed their lines
     */
    CreditNote told(Map<StatementId, List<Line>> closed) {
        return new CreditNote(
                id,
                payerId,
                payer,
                payeeId,
                path,
                statementId,
                lineKey,
                place,
                about,
                amount,
                commission,
                reason,
                createdBy,
                createdAt,
                billed.told(payerKey(), closed, lines -> CreditLines.have(lines, id)));
    }

    List<Line> lines() {
        return CreditLines.creditNote(id, about, amount, commission);
    }

    @Override
    public List<PartnerId> scope() {
        return path;
    }

    @Override
    public @Nullable CustomerId customerId() {
        return switch (payerId) {
            case PartnerId _ -> null;
            case CustomerId customer -> customer;
        };
    }
}
