package io.keyway.usage.statements;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
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
     * @param payeeId the partner that is owed: the payer's parent
     * @param period the month, {@code YYYY-MM}
     * @param status {@code draft} or {@code closed}
     * @param total what is owed in the payer's currency
     * @param otherTotals what is owed in further currencies, one per currency
     * @param planId the plan that rates the usage; absent without a plan
     * @param lines fee, order lines, usage and adjustments
     * @param closedAt when the statement was closed; absent for a draft
     */
    record StatementResponse(
            StatementId id,
            PartnerId payerId,
            PartnerId payeeId,
            String period,
            Statement.Status status,
            Money total,
            List<Money> otherTotals,
            @Nullable PlanId planId,
            List<Line> lines,
            @Nullable Instant closedAt) {

        static StatementResponse from(Statement statement) {
            List<Money> totals = statement.totals();
            return new StatementResponse(
                    statement.id(),
                    statement.payerId(),
                    statement.payeeId(),
                    statement.period().toString(),
                    statement.status(),
                    totals.getFirst(),
                    totals.subList(1, totals.size()),
                    statement.terms() == null ? null : statement.terms().planId(),
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
        mayRead(caller);
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
            return new Page<>(responses(caller, List.of(payer), asked), null);
        }
        Page<StatementResponse> closed =
                statements.ofPayer(caller, partnerId, page).map(StatementResponse::from);
        if (page.after() != null) {
            return closed;
        }
        List<StatementResponse> withDraft =
                new ArrayList<>(responses(caller, List.of(payer), running));
        withDraft.addAll(closed.items());
        return new Page<>(withDraft, closed.next());
    }

    private Page<StatementResponse> ofPeriod(Caller caller, YearMonth period, PageRequest page) {
        if (caller.role() == Role.CUSTOMER) {
            return new Page<>(List.of(), null); // A customer sees no partner: no query needed.
        }
        Page<KnownPartner> payers = network.partners(caller, page);
        return new Page<>(responses(caller, payers.items(), period), payers.next());
    }

    private List<StatementResponse> responses(
            Caller caller, List<KnownPartner> payers, YearMonth period) {
        return findStatements.ofPayers(caller, payers, period).stream()
                .map(StatementResponse::from)
                .toList();
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
        mayRead(caller);
        Statement statement = findStatements.byId(caller, id);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (statement.status() == Statement.Status.CLOSED) {
            answer.eTag("\"1\"");
        }
        return answer.body(StatementResponse.from(statement));
    }

    /**
     * Download a statement as CSV.
     *
     * <p>Cost data in the format of FOCUS 1.2, one row per line. Needs {@code read_statements}
     * ({@code forbidden}); a statement outside the caller's scope is {@code not_found}.
     *
     * @param id the statement
     * @return the CSV file
     */
    @GetMapping("/{id}.csv")
    @ApiResponse(
            responseCode = "200",
            description = "The CSV file",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
    ResponseEntity<byte[]> csv(Caller caller, @PathVariable StatementId id) {
        mayRead(caller);
        Statement statement = findStatements.byId(caller, id);
        String payer = name(statement.payerId());
        String payee = name(statement.payeeId());
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"%s-%s.csv\"".formatted(statement.period(), id))
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .body(FocusCsv.of(statement, payer, payee).getBytes(StandardCharsets.UTF_8));
    }

    private String name(PartnerId partner) {
        return network.partner(partner).map(PartnerState::name).orElse(partner.value());
    }

    private static YearMonth parse(String field, String period) {
        if (!PERIOD.matcher(period).matches()) {
            throw Refused.invalid(field, "must be a month like 2026-01").get();
        }
        return YearMonth.parse(period);
    }

    /** A customer needs no permission and finds nothing: statements are between partners. */
    private static void mayRead(Caller caller) {
        if (caller.role() != Role.CUSTOMER && !caller.may(Permission.READ_STATEMENTS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }
}
