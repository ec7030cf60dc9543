package io.keyway.usage.closing;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.id.Id;
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
 * The closing of a month for all payers below a partner, or for all there are: first of partners,
 * then of customers. Any process can go on from this state alone: the phases before this one are
 * done, and of this one the payers up to the cursor.
 *
 * @param path the partners from the vendor down to the one that closes: the scope. Empty if the
 *     operator closes
 * @param payers how many there are to check
 * @param phase null in closes that were started before there were phases: that of partners
 * @param cursor the id of the last partner or customer's edge that was checked in the phase; null
 *     at its start
 * @param checked payers that were checked, in both phases
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
        @Nullable Phase phase,
        @Nullable String cursor,
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

    /** Whose statements are closed. */
    enum Phase {
        @JsonProperty("partners")
        PARTNERS,
        @JsonProperty("customers")
        CUSTOMERS
    }

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
                Phase.PARTNERS,
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
        return with(phase, cursor, payers, checked, closed, open, openCount, until, null);
    }

    /**
     * After a page of the phase that is not its last one; any process may take the next at once.
     */
    StatementClose checked(Id last, int of, Result result, Instant now) {
        return checked(phase, last.value(), of, result, now);
    }

    /** After the last page of partners: customers are next. */
    StatementClose partnersDone(int of, Result result, Instant now) {
        return checked(Phase.CUSTOMERS, null, of, result, now);
    }

    /** After the last page. Payers may have joined or gone since the start, so it counts anew. */
    StatementClose done(int of, Result result, Instant now) {
        StatementClose all = checked(phase, null, of, result, now);
        return all.with(
                phase,
                null,
                all.checked,
                all.checked,
                all.closed,
                all.open,
                all.openCount,
                null,
                now);
    }

    private StatementClose checked(
            @Nullable Phase nextPhase,
            @Nullable String nextCursor,
            int of,
            Result result,
            Instant now) {
        return with(
                nextPhase,
                nextCursor,
                Math.max(payers, checked + of),
                checked + of,
                closed + result.closed(),
                Stream.concat(open.stream(), result.open().stream()).limit(OPEN_MAX).toList(),
                openCount + result.open().size(),
                now,
                null);
    }

    private StatementClose with(
            @Nullable Phase nextPhase,
            @Nullable String nextCursor,
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
                nextPhase,
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
