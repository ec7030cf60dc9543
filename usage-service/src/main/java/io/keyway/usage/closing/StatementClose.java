package io.keyway.usage.closing;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.StatementCloseId;
import io.keyway.kit.store.Aggregate;
import io.keyway.usage.metering.TimeSortedIds;
import io.keyway.usage.statements.CloseStatements.Open;
import io.keyway.usage.statements.CloseStatements.Result;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The closing of a month for all payers below a partner, or for all there are. Any process can go
 * on from this state alone: the payers up to the cursor are done.
 *
 * @param path the partners from the vendor down to the one that closes: the scope. Empty if the
 *     operator closes
 * @param payers how many there are to check
 * @param cursor the last partner that was checked; null at the start
 * @param checked payers up to the cursor
 * @param closed of those, how many have a closed statement
 * @param open of those, the first that stay open
 * @param openCount how many stay open
 * @param leasedUntil until then one process works on the next page, afterwards any may take it;
 *     null when nothing is left to do
 * @param finishedAt null while it runs
 */
record StatementClose(
        StatementCloseId id,
        List<PartnerId> path,
        YearMonth period,
        int payers,
        @Nullable PartnerId cursor,
        int checked,
        int closed,
        List<Open> open,
        int openCount,
        @Nullable Instant leasedUntil,
        Instant startedAt,
        @Nullable Instant finishedAt)
        implements Aggregate {

    /** Payers in {@code open} at most: a document is bounded. */
    static final int OPEN_MAX = 100;

    enum Status {
        /** Some payers are still to be checked. */
        @JsonProperty("running")
        RUNNING,
        /** All payers were checked. */
        @JsonProperty("done")
        DONE
    }

    StatementClose {
        path = List.copyOf(path);
        open = List.copyOf(open);
    }

    /**
     * Derived from who closes and the period, so that only one can run for both.
     *
     * @param closer null for the operator
     */
    static StatementCloseId id(@Nullable PartnerId closer, YearMonth period) {
        Instant start = period.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return StatementCloseId.with(
                closer == null
                        ? TimeSortedIds.of(start, "operator")
                        : TimeSortedIds.timePart(start) + TimeSortedIds.rest(closer.uniquePart()));
    }

    static StatementClose started(List<PartnerId> path, YearMonth period, int payers, Instant now) {
        return new StatementClose(
                id(path.isEmpty() ? null : path.getLast(), period),
                path,
                period,
                payers,
                null,
                0,
                0,
                List.of(),
                0,
                now,
                now,
                null);
    }

    /** Whose payers are closed; null for the operator: all. */
    @Nullable PartnerId closer() {
        return path.isEmpty() ? null : path.getLast();
    }

    Status status() {
        return finishedAt == null ? Status.RUNNING : Status.DONE;
    }

    /** Whether every payer owes by a closed statement, or nothing. */
    boolean complete() {
        return status() == Status.DONE && openCount == 0;
    }

    StatementClose leasedUntil(Instant until) {
        return with(cursor, payers, checked, closed, open, openCount, until, null);
    }

    /** After a page that is not the last one; any process may take the next one at once. */
    StatementClose checked(PartnerId last, int of, Result result, Instant now) {
        return with(
                last,
                Math.max(payers, checked + of),
                checked + of,
                closed + result.closed(),
                first(result.open()),
                openCount + result.open().size(),
                now,
                null);
    }

    /** After the last page. Partners may have joined or gone since the start, so it counts anew. */
    StatementClose done(int of, Result result, Instant now) {
        return with(
                null,
                checked + of,
                checked + of,
                closed + result.closed(),
                first(result.open()),
                openCount + result.open().size(),
                null,
                now);
    }

    private List<Open> first(List<Open> more) {
        return Stream.concat(open.stream(), more.stream()).limit(OPEN_MAX).toList();
    }

    private StatementClose with(
            @Nullable PartnerId nextCursor,
            int nextPayers,
            int nextChecked,
            int nextClosed,
            List<Open> nextOpen,
            int nextOpenCount,
            @Nullable Instant nextLease,
            @Nullable Instant finished) {
        return new StatementClose(
                id,
                path,
                period,
                nextPayers,
                nextCursor,
                nextChecked,
                nextClosed,
                nextOpen,
                nextOpenCount,
                nextLease,
                startedAt,
                finished);
    }

    @Override
    public List<PartnerId> scope() {
        return path;
    }
}
