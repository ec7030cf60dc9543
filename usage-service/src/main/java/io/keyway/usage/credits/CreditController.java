package io.keyway.usage.credits;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.CreditId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PayerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.usage.network.Payers;
import io.keyway.usage.rights.BillingRights;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
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

/** {@code /credits}: what payers may pay their statements with. */
@RestController
@RequestMapping("/api/v1/credits")
class CreditController {

    private final GiveCredits giveCredits;
    private final Credits credits;
    private final StatementCredits statementCredits;
    private final Payers payers;

    CreditController(
            GiveCredits giveCredits,
            Credits credits,
            StatementCredits statementCredits,
            Payers payers) {
        this.giveCredits = giveCredits;
        this.credits = credits;
        this.statementCredits = statementCredits;
        this.payers = payers;
    }

    /**
     * A credit.
     *
     * @param id the credit
     * @param payerId the partner or customer that pays with it
     * @param payeeId the partner that is paid with it
     * @param kind {@code grant} or {@code prepaid}
     * @param amount what it pays in all
     * @param drawn what closed statements have drawn, and what is reserved for statements that are
     *     being closed
     * @param remaining what can still be drawn; 0 once it is voided. After {@code until} it is gone
     * @param price what a prepaid credit costs; absent for a grant
     * @param from the first month that it pays
     * @param until the last month that it pays
     * @param meters codes of the meters whose usage it pays; absent for everything owed
     * @param priority the lowest is drawn first
     * @param note what it is for
     * @param draws what each statement has drawn, oldest month first
     * @param givenBy the partner that gave it: it and those above may void it; absent for customers
     * @param createdAt when it was given
     * @param voided when and why it was ended; absent if it was not
     */
    record CreditResponse(
            CreditId id,
            PayerId payerId,
            PartnerId payeeId,
            Credit.Kind kind,
            Money amount,
            Money drawn,
            Money remaining,
            @Nullable Money price,
            String from,
            String until,
            @Nullable List<String> meters,
            int priority,
            String note,
            List<CreditDraw> draws,
            @Nullable PartnerId givenBy,
            Instant createdAt,
            @Nullable CreditVoided voided) {

        static CreditResponse from(Caller caller, Credit credit) {
            String currency = credit.amount().currency();
            Credit.Voided voided = credit.voided();
            return new CreditResponse(
                    credit.id(),
                    credit.payerId(),
                    credit.payeeId(),
                    credit.kind(),
                    credit.amount(),
                    new Money(credit.drawn(), currency),
                    new Money(credit.available(null), currency),
                    credit.price(),
                    credit.from().toString(),
                    credit.until().toString(),
                    credit.meters(),
                    credit.priority(),
                    credit.note(),
                    credit.draws().stream()
                            .filter(draw -> draw.amount() != 0)
                            .sorted(Comparator.comparing(Credit.Draw::period))
                            .map(
                                    draw ->
                                            new CreditDraw(
                                                    draw.statementId(),
                                                    draw.period().toString(),
                                                    new Money(draw.amount(), currency),
                                                    draw.settled()))
                            .toList(),
                    caller.role() == Role.CUSTOMER ? null : credit.givenBy(),
                    credit.createdAt(),
                    voided == null ? null : new CreditVoided(voided.at(), voided.reason()));
        }
    }

    /**
     * What a statement has drawn of a credit.
     *
     * @param statementId the statement
     * @param period its month, {@code YYYY-MM}
     * @param amount what it has drawn
     * @param settled false while the statement is being closed: then it may draw less
     */
    record CreditDraw(StatementId statementId, String period, Money amount, boolean settled) {}

    /**
     * The end of a credit before its time.
     *
     * @param at when
     * @param reason why
     */
    record CreditVoided(Instant at, String reason) {}

    /**
     * Give a credit.
     *
     * <p>A credit pays what the payer owes in the statements of its months, as lines of the kind
     * {@code credit}. Of several, the one with the lowest {@code priority} is drawn first; of those
     * the one that ends first; of those grants before prepaid ones; of those the older one. A draft
     * shows what would be drawn now; a closed statement has drawn it. What a prepaid credit costs
     * is a line of the kind {@code prepaid} that no credit pays. Needs {@code manage_plans}, and a
     * partner gives none to itself ({@code forbidden}). A payer outside the caller's scope is
     * {@code not_found}; too many open credits are {@code quota_exceeded}.
     *
     * @param request the credit
     * @return the new credit
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<CreditResponse> give(
            Caller caller, @Valid @RequestBody NewCredit request, NewId newId) {
        Stored<Credit> given = giveCredits.give(caller, newId.as(CreditId::with), request);
        return ResponseEntity.created(URI.create("/api/v1/credits/" + given.state().id()))
                .body(CreditResponse.from(caller, given.state()));
    }

    /**
     * List credits, newest first.
     *
     * <p>Those of a partner or a customer, or without one all in the caller's branch. A partner
     * needs {@code read_statements} ({@code forbidden}); a customer sees its own. A payer outside
     * the caller's scope is {@code not_found}.
     *
     * @param partnerId the partner that pays with them
     * @param customerId the customer that pays with them; of one that has moved each partner sees
     *     those that pay its own statements
     * @return a page of credits
     */
    @GetMapping
    Page<CreditResponse> list(
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
        Page<Credit> found = credits.page(caller, payer, page);
        return new Page<>(
                statementCredits.resolved(found.items()).stream()
                        .map(credit -> CreditResponse.from(caller, credit))
                        .toList(),
                found.next());
    }

    /**
     * Get a credit.
     *
     * <p>A partner needs {@code read_statements} ({@code forbidden}). A credit outside the caller's
     * scope is {@code not_found}.
     *
     * @param id the credit
     * @return the credit
     */
    @GetMapping("/{id}")
    CreditResponse get(Caller caller, @PathVariable CreditId id) {
        BillingRights.requireReader(caller);
        return answer(caller, credits.find(caller, id).orElseThrow(Refused::notFound));
    }

    /**
     * Why a credit ends.
     *
     * @param reason for everybody who sees the credit, at most 500 characters
     */
    record VoidCredit(@NotBlank @Size(max = 500) @NotFormula String reason) {}

    /**
     * Void a credit.
     *
     * <p>What is not drawn is gone; what closed statements have drawn stays. A prepaid credit that
     * nothing was drawn of costs nothing if its price is not billed yet; otherwise a credit note
     * takes the price off. Needs {@code manage_plans}; only the partner that gave it and those
     * above may ({@code forbidden}). A credit outside the caller's scope is {@code not_found}. One
     * that is voided already stays as it is.
     *
     * @param id the credit
     * @param request why
     * @return the credit
     */
    @PostMapping("/{id}/void")
    CreditResponse end(
            Caller caller, @PathVariable CreditId id, @Valid @RequestBody VoidCredit request) {
        return answer(caller, giveCredits.end(caller, id, request.reason()));
    }

    private CreditResponse answer(Caller caller, Stored<Credit> stored) {
        return CreditResponse.from(
                caller, statementCredits.resolved(List.of(stored.state())).getFirst());
    }
}
