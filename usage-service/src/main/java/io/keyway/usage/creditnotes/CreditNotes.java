package io.keyway.usage.creditnotes;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CreditNoteId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PayerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The store of credit notes. They are never deleted: statements rest on them. */
@Component
class CreditNotes {

    private final Aggregates<CreditNote> notes;

    CreditNotes(Store store) {
        notes =
                store.aggregates("credit-notes", CreditNote.class)
                        .unique("state.place")
                        .indexed("state.statementId", "state.lineKey")
                        .indexed("state.payer", "state.openIn")
                        .indexed("state.payerId", "_id")
                        .indexed("customerId", "_id");
    }

    /**
     * @return empty if another note of the line was stored meanwhile
     */
    Optional<Stored<CreditNote>> insert(CreditNote note) {
        return notes.insert(note);
    }

    Optional<Stored<CreditNote>> find(Caller caller, CreditNoteId id) {
        return notes.find(caller, id);
    }

    /**
     * @param payer null for all that the caller sees
     */
    Page<CreditNote> page(Caller caller, @Nullable PayerId payer, PageRequest page) {
        return notes.page(
                        caller, payer == null ? empty() : eq("state.payerId", payer.value()), page)
                .map(Stored::state);
    }

    /** The notes of a line; the settings bound them. */
    List<Stored<CreditNote>> ofLine(StatementId statement, String lineKey) {
        return notes.loadAll(
                and(eq("state.statementId", statement.value()), eq("state.lineKey", lineKey)));
    }

    /** Those that no closed statement is known to have; the settings bound them per payer. */
    List<CreditNote> open(Collection<? extends Id> payers) {
        return payers.isEmpty()
                ? List.of()
                : notes
                        .loadAll(open(in("state.payer", payers.stream().map(Id::value).toList())))
                        .stream()
                        .map(Stored::state)
                        .toList();
    }

    long countOpen(Id payer) {
        return notes.countAll(open(eq("state.payer", payer.value())));
    }

    private static Bson open(Bson payers) {
        return and(payers, gte("state.openIn", ""));
    }

    /** A change that the audit trail leaves out. */
    void settle(CreditNoteId id, UnaryOperator<CreditNote> told) {
        notes.bookkeeping()
                .change(
                        id,
                        stored -> {
                            CreditNote now = told.apply(stored.state());
                            return now.equals(stored.state())
                                    ? Decision.keep()
                                    : Decision.change(now);
                        });
    }
}
