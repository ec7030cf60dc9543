package io.keyway.usage.closing;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.StatementCloseId;
import io.keyway.kit.http.Refused;
import io.keyway.usage.statements.CloseStatements.Open;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /statements/close} and {@code GET /statement-closes/{id}}. */
@RestController
@RequestMapping("/api/v1")
class StatementCloseController {

    private static final String MONTH = "20[0-9]{2}-(0[1-9]|1[0-2])";
    private static final String MONTH_EXPECTED = "must be a month like 2026-01";

    private final CloseMonth closeMonth;
    private final StatementCloses closes;

    StatementCloseController(CloseMonth closeMonth, StatementCloses closes) {
        this.closeMonth = closeMonth;
        this.closes = closes;
    }

    /**
     * The month to close.
     *
     * @param period a month that is over, {@code YYYY-MM}
     */
    record CloseRequest(
            @NotNull @Pattern(regexp = MONTH, message = MONTH_EXPECTED) String period) {}

    /**
     * The closing of a month and its progress.
     *
     * @param id the id of the close; it follows from who closes and the period
     * @param period the month, {@code YYYY-MM}
     * @param status {@code running} or {@code done}
     * @param payers how many there are to check: partners below the caller, and customers in its
     *     branch that have or had a plan, once for each partner that they belonged to
     * @param checked how many of them were checked
     * @param closed how many of those have a closed statement, including those closed before. Who
     *     owes nothing has no statement
     * @param open payers whose month stays open, the first 100
     * @param openCount how many stay open
     * @param startedAt when it was started, the last time
     * @param finishedAt when all payers were checked; absent while it runs
     */
    record CloseResponse(
            StatementCloseId id,
            String period,
            StatementClose.Status status,
            int payers,
            int checked,
            int closed,
            List<Open> open,
            int openCount,
            Instant startedAt,
            @Nullable Instant finishedAt) {

        static CloseResponse from(StatementClose close) {
            return new CloseResponse(
                    close.id(),
                    close.period().toString(),
                    close.status(),
                    close.payers(),
                    close.checked(),
                    close.closed(),
                    close.open(),
                    close.openCount(),
                    close.startedAt(),
                    close.finishedAt());
        }
    }

    /**
     * Close the statements of a month.
     *
     * <p>Starts to close the month of every payer below the caller, its own customers included, in
     * the background. A close of the same month that runs already is answered as it is; one that is
     * done starts again, and what it has closed stays closed. Needs {@code close_statements}
     * ({@code forbidden}); a month that is not over is {@code conflict}. Usage that arrives later
     * becomes an adjustment of a later month.
     *
     * @param request the month
     * @return the close to watch
     */
    @PostMapping("/statements/close")
    @ApiResponse(
            responseCode = "202",
            description = "The close to watch; statements are closed in the background",
            content = @Content(schema = @Schema(implementation = CloseResponse.class)))
    ResponseEntity<CloseResponse> close(Caller caller, @Valid @RequestBody CloseRequest request) {
        mayClose(caller);
        return switch (closeMonth.start(caller, YearMonth.parse(request.period()))) {
            case CloseMonth.Outcome.Started(StatementClose close) ->
                    ResponseEntity.accepted()
                            .location(URI.create("/api/v1/statement-closes/" + close.id()))
                            .body(CloseResponse.from(close));
            case CloseMonth.Outcome.NotOver _ ->
                    throw new Refused(
                            ProblemCode.CONFLICT,
                            "The period is not over: it ends with its month, UTC.");
        };
    }

    /**
     * Get the closing of a month and its progress.
     *
     * <p>Needs {@code close_statements} ({@code forbidden}); a close outside the caller's scope is
     * {@code not_found}. The statements themselves are in {@code GET /statements?period=}.
     *
     * @param id the close
     * @return the close
     */
    @GetMapping("/statement-closes/{id}")
    CloseResponse find(Caller caller, @PathVariable StatementCloseId id) {
        mayClose(caller);
        return closes.find(caller, id).map(CloseResponse::from).orElseThrow(Refused::notFound);
    }

    private static void mayClose(Caller caller) {
        if (!caller.may(Permission.CLOSE_STATEMENTS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }
}
