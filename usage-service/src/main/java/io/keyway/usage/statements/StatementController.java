package io.keyway.usage.statements;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PayerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.PlanTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /statements}: what partners and customers owe for a month. */
@RestController
@RequestMapping("/api/v1/statements")
class StatementController {

    private static final Pattern PERIOD = Pattern.compile("20[0-9]{2}-(0[1-9]|1[0-2])");

    private final FindStatements findStatements;
    private final StatementNames names;

    StatementController(FindStatements findStatements, StatementNames names) {
        this.findStatements = findStatements;
        this.names = names;
    }

    /** Whose statements a list has. */
    enum Payers {
        /** What partners owe their parents. */
        @JsonProperty("partners")
        PARTNERS,
        /** What customers owe their partners. */
        @JsonProperty("customers")
        CUSTOMERS
    }

    /**
     * What a payer owes for a month.
     *
     * @param id the id of the statement; it follows from payer and period
     * @param payerId the partner or customer that owes
     * @param payerName its name; for a customer its company, if it has one
     * @param payeeId the partner that is owed: the payer's parent, or the partner that the customer
     *     belonged to
     * @param payeeName its name
     * @param period the month, {@code YYYY-MM}
     * @param status {@code draft} or {@code closed}
     * @param total what is owed in the payer's currency; for a customer in that of its plan
     * @param otherTotals what is owed in further currencies, one per currency
     * @param planId the plan that rates the usage, the last one of the month if it changed; absent
     *     without a plan
     * @param planName its name when it rated the month
     * @param commissionPercent what the payer earns on orders and usage, in percent; absent if it
     *     earns none
     * @param lines fee, order lines, usage, commission and adjustments, then credit notes, prices
     *     of prepaid credits, and what credits pay
     * @param closedAt when the statement was closed; absent for a draft
     */
    record StatementResponse(
            StatementId id,
            PayerId payerId,
            String payerName,
            PartnerId payeeId,
            String payeeName,
            String period,
            Statement.Status status,
            Money total,
            List<Money> otherTotals,
            @Nullable PlanId planId,
            @Nullable String planName,
            @Nullable BigDecimal commissionPercent,
            List<Line> lines,
            @Nullable Instant closedAt) {

        static StatementResponse from(StatementNames.Named named) {
            Statement statement = named.statement();
            List<Money> totals = statement.totals();
            PlanTerms terms = statement.terms();
            return new StatementResponse(
                    statement.id(),
                    statement.payerId(),
                    named.payer(),
                    statement.payeeId(),
                    named.payee(),
                    statement.period().toString(),
                    statement.status(),
                    totals.getFirst(),
                    totals.subList(1, totals.size()),
                    terms == null ? null : terms.planId(),
                    terms == null ? null : terms.name(),
                    statement.commissionPercent(),
                    statement.lines(),
                    statement.closedAt());
        }
    }

    /**
     * List statements.
     *
     * <p>Without a payer: the statements of all payers in the caller's branch for a month, of
     * partners or of customers that have or had a plan. With a payer: its statement for the period,
     * or without one the draft of the current month and the closed statements. Drafts are computed
     * when asked for. A customer that has moved has a statement for each partner; each of them sees
     * its own. Needs {@code read_statements} ({@code forbidden}); a payer outside the caller's
     * scope is {@code not_found}.
     *
     * <p>A customer needs no permission and sees what it owes itself: the draft of the current
     * month and the closed statements, or that of the period.
     *
     * @param partnerId the partner that owes; default: all in the branch
     * @param customerId the customer that owes
     * @param payers {@code partners} or {@code customers}, if no payer is given; default {@code
     *     partners}
     * @param period the month, {@code YYYY-MM}; default: the current month
     * @return a page of statements
     */
    @GetMapping
    Page<StatementResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable PartnerId partnerId,
            @RequestParam(required = false) @Nullable CustomerId customerId,
            @RequestParam(defaultValue = "partners") Payers payers,
            @RequestParam(required = false) @Nullable String period,
            PageRequest page) {
        FindStatements.requireReader(caller);
        if (partnerId != null && customerId != null) {
            throw Refused.invalid("customerId", "cannot be combined with partnerId").get();
        }
        YearMonth month = period == null ? null : month(period);
        CustomerId customer =
                customerId == null && partnerId == null ? caller.customerId() : customerId;
        Page<Statement> found;
        if (partnerId != null) {
            found = findStatements.ofPartner(caller, partnerId, month, page);
        } else if (customer != null) {
            found = findStatements.ofCustomer(caller, customer, month, page);
        } else {
            YearMonth asked = Objects.requireNonNullElseGet(month, findStatements::running);
            found =
                    switch (payers) {
                        case PARTNERS -> findStatements.ofPartners(caller, asked, page);
                        case CUSTOMERS -> findStatements.ofCustomers(caller, asked, page);
                    };
        }
        return new Page<>(
                names.of(found.items()).stream().map(StatementResponse::from).toList(),
                found.next());
    }

    private YearMonth month(String period) {
        if (!PERIOD.matcher(period).matches()) {
            throw Refused.invalid("period", "must be a month like 2026-01").get();
        }
        YearMonth month = YearMonth.parse(period);
        if (month.isAfter(findStatements.running())) {
            throw Refused.invalid("period", "lies in the future").get();
        }
        return month;
    }

    /**
     * Get a statement.
     *
     * <p>A closed statement never changes; a draft is computed when asked for. A partner needs
     * {@code read_statements} ({@code forbidden}); a statement outside the caller's scope is {@code
     * not_found}.
     *
     * @param id the statement
     * @return the statement
     */
    @GetMapping("/{id}")
    ResponseEntity<StatementResponse> get(Caller caller, @PathVariable StatementId id) {
        Statement statement = findStatements.byId(caller, id);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (statement.status() == Statement.Status.CLOSED) {
            answer.eTag("\"1\"");
        }
        return answer.body(StatementResponse.from(names.of(statement)));
    }
}
