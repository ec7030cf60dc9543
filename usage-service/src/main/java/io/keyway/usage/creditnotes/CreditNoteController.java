package io.keyway.usage.creditnotes;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CreditNoteId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PayerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.usage.network.Payers;
import io.keyway.usage.rights.BillingRights;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /credit-notes}: what is taken off lines of closed statements. */
@RestController
@RequestMapping("/api/v1/credit-notes")
class CreditNoteController {

    private final MakeCreditNotes makeCreditNotes;
    private final CreditNotes notes;
    private final OwedNotes owedNotes;
    private final Payers payers;

    CreditNoteController(
            MakeCreditNotes makeCreditNotes,
            CreditNotes notes,
            OwedNotes owedNotes,
            Payers payers) {
        this.makeCreditNotes = makeCreditNotes;
        this.notes = notes;
        this.owedNotes = owedNotes;
        this.payers = payers;
    }

    /**
     * A credit note.
     *
     * @param id the credit note
     * @param payerId the partner or customer that owes less
     * @param payeeId the partner that is owed less
     * @param statementId the closed statement whose line is reduced
     * @param period its month, {@code YYYY-MM}
     * @param lineKey key of the line
     * @param description what the line says
     * @param amount what is taken off
     * @param commission what of it the payer had earned as commission, and gives back; absent for
     *     none
     * @param reason why
     * @param billedPeriod the month whose statement has the note, or is to have it
     * @param billedIn the closed statement that has it; absent while that is to come
     * @param createdAt when it was made
     */
    record CreditNoteResponse(
            CreditNoteId id,
            PayerId payerId,
            PartnerId payeeId,
            StatementId statementId,
            String period,
            String lineKey,
            String description,
            Money amount,
            @Nullable Money commission,
            String reason,
            String billedPeriod,
            @Nullable StatementId billedIn,
            Instant createdAt) {

        static CreditNoteResponse from(CreditNote note) {
            return new CreditNoteResponse(
                    note.id(),
                    note.payerId(),
                    note.payeeId(),
                    note.statementId(),
                    note.about().period().toString(),
                    note.lineKey(),
                    note.about().description(),
                    note.amount(),
                    note.commission(),
                    note.reason(),
                    note.billed().month().toString(),
                    note.billed().in(),
                    note.createdAt());
        }
    }

    /**
     * Make a credit note.
     *
     * <p>Takes something off a line of a closed statement. The statement stays as it is: the note
     * is a line of the kind {@code credit_note} in the payer's statement of the current month, or
     * of the next one if that is being closed at the moment. Commission that the payer has earned
     * on the line is reversed at the percentage of the closed statement. Needs {@code
     * manage_plans}, and a partner makes none for itself ({@code forbidden}). A statement outside
     * the caller's scope is {@code not_found}; a draft is {@code conflict}; more than what is left
     * of the line, and too many notes, are {@code quota_exceeded}.
     *
     * @param request the credit note
     * @return the new credit note
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<CreditNoteResponse> make(
            Caller caller, @Valid @RequestBody NewCreditNote request, NewId newId) {
        Stored<CreditNote> made =
                makeCreditNotes.make(caller, newId.as(CreditNoteId::with), request);
        return ResponseEntity.created(URI.create("/api/v1/credit-notes/" + made.state().id()))
                .body(answer(made.state()));
    }

    /**
     * List credit notes, newest first.
     *
     * <p>Those of a partner or a customer, or without one all in the caller's branch. A partner
     * needs {@code read_statements} ({@code forbidden}); a customer sees its own. A payer outside
     * the caller's scope is {@code not_found}.
     *
     * @param partnerId the partner that owes less
     * @param customerId the customer that owes less
     * @return a page of credit notes
     */
    @GetMapping
    Page<CreditNoteResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable PartnerId partnerId,
            @RequestParam(required = false) @Nullable CustomerId customerId,
            PageRequest page) {
        BillingRights.requireReader(caller);
        if (partnerId != null && customerId != null) {
            throw Refused.invalid("customerId", "cannot be combined with partnerId").get();
        }
        PayerId payer = partnerId == null ? customerId : partnerId;
        if (payer != null && !payers.sees(caller, payer)) {
            throw Refused.notFound();
        }
        Page<CreditNote> found = notes.page(caller, payer, page);
        return new Page<>(
                owedNotes.resolved(found.items()).stream().map(CreditNoteResponse::from).toList(),
                found.next());
    }

    /**
     * Get a credit note.
     *
     * <p>A partner needs {@code read_statements} ({@code forbidden}). A credit note outside the
     * caller's scope is {@code not_found}.
     *
     * @param id the credit note
     * @return the credit note
     */
    @GetMapping("/{id}")
    CreditNoteResponse get(Caller caller, @PathVariable CreditNoteId id) {
        BillingRights.requireReader(caller);
        return answer(notes.find(caller, id).orElseThrow(Refused::notFound).state());
    }

    private CreditNoteResponse answer(CreditNote note) {
        return CreditNoteResponse.from(owedNotes.resolved(List.of(note)).getFirst());
    }
}
