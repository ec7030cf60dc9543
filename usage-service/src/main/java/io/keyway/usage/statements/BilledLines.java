package io.keyway.usage.statements;

import io.keyway.contracts.event.BillingEvent;
import io.keyway.contracts.event.BillingEvent.BilledLine;
import io.keyway.contracts.event.BillingEvent.StatementClosed;
import io.keyway.contracts.event.BillingEvent.StatementLinesBilled;
import io.keyway.usage.lines.Line;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What billing is told of a closed statement: all of its lines, then the total per currency. */
final class BilledLines {

    /** Lines of one event: far below the size that the bus takes. */
    static final int LINES_MAX = 200;

    private BilledLines() {}

    static BillingEvent[] events(Statement statement) {
        return Stream.concat(lines(statement), totals(statement)).toArray(BillingEvent[]::new);
    }

    private static Stream<StatementLinesBilled> lines(Statement statement) {
        List<Line> lines = statement.lines();
        return IntStream.iterate(0, from -> from < lines.size(), from -> from + LINES_MAX)
                .mapToObj(from -> lines.subList(from, Math.min(lines.size(), from + LINES_MAX)))
                .map(
                        some ->
                                new StatementLinesBilled(
                                        statement.id(),
                                        statement.payerId(),
                                        statement.payeeId(),
                                        statement.period().toString(),
                                        some.stream().map(BilledLines::billed).toList()));
    }

    private static Stream<StatementClosed> totals(Statement statement) {
        return statement.totals().stream()
                .map(
                        total ->
                                new StatementClosed(
                                        statement.id(),
                                        statement.payerId(),
                                        statement.payeeId(),
                                        statement.period().toString(),
                                        total,
                                        statement.lines().size()));
    }

    private static BilledLine billed(Line line) {
        return new BilledLine(
                line.key(),
                line.kind().name().toLowerCase(Locale.ROOT),
                line.description(),
                line.period().toString(),
                line.orderId(),
                line.reference(),
                line.productId(),
                line.policyId(),
                line.planId(),
                line.meter(),
                line.meterName(),
                line.unit(),
                line.quantity(),
                line.amount());
    }
}
