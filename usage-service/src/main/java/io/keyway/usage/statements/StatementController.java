package io.keyway.usage.statements;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.PlanTerms;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /statements}: what partners owe their parents for a month. */
@RestController
@RequestMapping("/api/v1/statements")
class StatementController {

    private static final Pattern PERIOD = Pattern.compile("20[0-9]{2}-(0[1-9]|1[0-2])");

    private final Statements statements;
    private final FindStatements findStatements;
    private final Network network;
    private final Clock clock;

    StatementController(
            Statements statements, FindStatements findStatements, Network network, Clock clock) {
        this.statements = statements;
        this.findStatements = findStatements;
        this.network = network;
        this.clock = clock;
    }

    /**
     * What a payer owes for a month.
     *
     * @param id the id of the statement; it follows from payer and period
     * @param payerId the partner that owes
     * @param payerName its name
     * @param payeeId the partner that is owed: the payer's parent
     * @param payeeName its name
     * @param period the month, {@code YYYY-MM}
     * @param status {@code draft} or {@code closed}
     * @param total what is owed in the payer's currency
     * @param otherTotals what is owed in further currencies, one per currency
     * @param planId the plan that rates the usage; absent without a plan
     * @param planName its name when it rated the month
     * @param commissionPercent what the payer earns on orders and usage, in percent; absent if it
     *     earns none
     * @param lines fee, order lines, usage, commission and adjustments
     * @param closedAt when the statement was closed; absent for a draft
     */
    record StatementResponse(
            StatementId id,
            PartnerId payerId,
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

        /**
         * @param names of payer and payee
         */
        static StatementResponse from(Statement statement, Map<PartnerId, String> names) {
            List<Money> totals = statement.totals();
            PlanTerms terms = statement.terms();
            return new StatementResponse(
                    statement.id(),
                    statement.payerId(),
                    name(names, statement.payerId()),
                    statement.payeeId(),
                    name(names, statement.payeeId()),
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
     * <p>With a period, or without both parameters: the statements of all payers in the caller's
     * branch for that month. With a payer only: the draft of the current month and the payer's
     * closed statements. Drafts are computed when asked for. Needs {@code read_statements} ({@code
     * forbidden}); a payer outside the caller's scope is {@code not_found}.
     *
     * @param partnerId the payer; default: all in the branch
     * @param period the month, {@code YYYY-MM}; default: the current month
     * @return a page of statements
     */
    @GetMapping
    Page<StatementResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable PartnerId partnerId,
            @RequestParam(required = false) @Nullable String period,
            PageRequest page) {
        FindStatements.requireReader(caller);
        YearMonth running = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        YearMonth asked = period == null ? running : parse("period", period);
        if (asked.isAfter(running)) {
            throw Refused.invalid("period", "lies in the future").get();
        }
        if (partnerId == null) {
            return ofPeriod(caller, asked, page);
        }
        KnownPartner payer = network.partner(caller, partnerId).orElseThrow(Refused::notFound);
        if (period != null) {
            return new Page<>(
                    responses(findStatements.ofPayers(caller, List.of(payer), asked)), null);
        }
        Page<Statement> closed = statements.ofPayer(caller, partnerId, page);
        List<Statement> found = new ArrayList<>();
        if (page.after() == null) {
            found.addAll(findStatements.ofPayers(caller, List.of(payer), running));
        }
        found.addAll(closed.items());
        return new Page<>(responses(found), closed.next());
    }

    private Page<StatementResponse> ofPeriod(Caller caller, YearMonth period, PageRequest page) {
        if (caller.role() == Role.CUSTOMER) {
            return new Page<>(List.of(), null); // A customer sees no partner: no query needed.
        }
        Page<KnownPartner> payers = network.partners(caller, page);
        return new Page<>(
                responses(findStatements.ofPayers(caller, payers.items(), period)), payers.next());
    }

    private List<StatementResponse> responses(List<Statement> found) {
        Map<PartnerId, String> names = names(found);
        return found.stream().map(statement -> StatementResponse.from(statement, names)).toList();
    }

    private Map<PartnerId, String> names(Collection<Statement> found) {
        return network.names(
                found.stream()
                        .flatMap(statement -> Stream.of(statement.payerId(), statement.payeeId()))
                        .collect(Collectors.toSet()));
    }

    private static String name(Map<PartnerId, String> names, PartnerId partner) {
        return names.getOrDefault(partner, partner.value());
    }

    /**
     * Get a statement.
     *
     * <p>A closed statement never changes; a draft is computed when asked for. Needs {@code
     * read_statements} ({@code forbidden}); a statement outside the caller's scope is {@code
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
        return answer.body(responses(List.of(statement)).getFirst());
    }

    private static YearMonth parse(String field, String period) {
        if (!PERIOD.matcher(period).matches()) {
            throw Refused.invalid(field, "must be a month like 2026-01").get();
        }
        return YearMonth.parse(period);
    }
}
