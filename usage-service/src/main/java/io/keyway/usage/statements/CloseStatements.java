package io.keyway.usage.statements;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PayerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.bus.TransientFailures;
import io.keyway.kit.http.Refused;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.credits.StatementCredits;
import io.keyway.usage.lines.Line;
import io.keyway.usage.network.Payer;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Closes a month for some payers. It may be repeated: each statement is one insert, and a closed
 * one stays as it is.
 */
@Component
public class CloseStatements {

    private static final Logger LOG = LoggerFactory.getLogger(CloseStatements.class);

    private final ComputeStatement compute;
    private final Statements statements;
    private final StatementCredits credits;
    private final Clock clock;
    private final int linesMax;

    CloseStatements(
            ComputeStatement compute,
            Statements statements,
            StatementCredits credits,
            Clock clock,
            UsageProperties settings) {
        this.compute = compute;
        this.statements = statements;
        this.credits = credits;
        this.clock = clock;
        this.linesMax = settings.statements().linesMax();
    }

    /**
     * What became of some payers; those who owe nothing are in neither.
     *
     * @param closed statements that are closed now, including those that were closed before
     * @param open payers whose month stays open
     */
    public record Result(int closed, List<Open> open) {}

    /**
     * A payer whose month stays open; close the month again when the reason is gone.
     *
     * @param payerId the partner or customer that owes
     * @param reason {@code unrated}, {@code too_many_lines} or {@code failed}
     */
    public record Open(PayerId payerId, Reason reason) {}

    /** Why a month stays open. */
    public enum Reason {
        /** The plan's rate cannot be applied to some usage. */
        @JsonProperty("unrated")
        UNRATED,
        /** The statement has more lines than the settings allow. */
        @JsonProperty("too_many_lines")
        TOO_MANY_LINES,
        /** The statement could not be computed; the service's log says why. */
        @JsonProperty("failed")
        FAILED
    }

    /**
     * Closes the month of these payers, computed as of one position of the usage log. If that
     * fails, each is computed alone, so that only those at fault stay open.
     *
     * @throws RuntimeException if the store is away or what has been consumed is behind: then no
     *     payer is at fault
     */
    public Result close(List<? extends Payer> payers, YearMonth period) {
        int closed = 0;
        List<Open> open = new ArrayList<>();
        try {
            Set<StatementId> reserved = credits.settle(payers.stream().map(Payer::key).toList());
            for (Statement statement : compute.of(payers, period)) {
                switch (close(statement, reserved.contains(statement.id()))) {
                    case Outcome.Closed _ -> closed++;
                    case Outcome.StaysOpen(Reason reason) ->
                            open.add(new Open(statement.payerId(), reason));
                    case Outcome.NothingOwed _ -> {}
                }
            }
            return new Result(closed, open);
        } catch (RuntimeException e) {
            if (e instanceof Refused || TransientFailures.is(e)) {
                throw e;
            }
            return payers.size() == 1
                    ? failed(payers.getFirst(), period, e)
                    : closeEachAlone(payers, period);
        }
    }

    private Result closeEachAlone(List<? extends Payer> payers, YearMonth period) {
        int closed = 0;
        List<Open> open = new ArrayList<>();
        for (Payer payer : payers) {
            Result alone = close(List.of(payer), period);
            closed += alone.closed();
            open.addAll(alone.open());
        }
        return new Result(closed, open);
    }

    private static Result failed(Payer payer, YearMonth period, RuntimeException e) {
        LOG.error(
                "what {} owes {} for {} failed; its month stays open",
                payer.id(),
                payer.payeeId(),
                period,
                e);
        return new Result(0, List.of(new Open(payer.id(), Reason.FAILED)));
    }

    private sealed interface Outcome {
        record Closed() implements Outcome {}

        record StaysOpen(Reason reason) implements Outcome {}

        record NothingOwed() implements Outcome {}
    }

    /**
     * @param reserved whether an earlier close that was interrupted has reserved credits for it;
     *     then it is stored even if nothing is owed any more, which frees them
     */
    private Outcome close(Statement statement, boolean reserved) {
        if (statement.status() == Statement.Status.CLOSED) {
            return new Outcome.Closed();
        }
        if (statement.lines().isEmpty() && !reserved) {
            return new Outcome.NothingOwed();
        }
        if (!statement.rated()) {
            return new Outcome.StaysOpen(Reason.UNRATED);
        }
        if (statement.lines().size() > linesMax) {
            return new Outcome.StaysOpen(Reason.TOO_MANY_LINES);
        }
        keep(statement);
        return new Outcome.Closed();
    }

    /** Reserves what credits pay, stores the statement, and writes down what they have paid. */
    private void keep(Statement statement) {
        Id payer = statement.payerKey();
        List<Line> lines =
                credits.reserve(payer, statement.id(), statement.period(), statement.lines());
        Statement stored = statements.keep(statement.closed(lines, clock.instant())).state();
        credits.settle(payer, stored.id(), lines, stored.lines());
    }
}
