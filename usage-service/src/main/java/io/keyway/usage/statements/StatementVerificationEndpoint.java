package io.keyway.usage.statements;

import io.keyway.contracts.id.StatementId;
import io.keyway.usage.lines.Line;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.stereotype.Component;

/**
 * Verifies closed statements, on the management port: {@code GET
 * /actuator/statementverification/<period>} computes the usage of every statement closed for that
 * period again, from the journals that it includes, as long as these are kept.
 */
@Component
@Endpoint(id = "statementverification")
final class StatementVerificationEndpoint {

    private final Statements statements;
    private final ComputeStatement compute;

    StatementVerificationEndpoint(Statements statements, ComputeStatement compute) {
        this.statements = statements;
        this.compute = compute;
    }

    /**
     * @param closed how many statements are closed
     * @param different statements whose usage lines differ from the closed ones; must be empty
     * @param archived statements that are not checked, because journals of the period are dropped
     */
    record Report(int closed, List<StatementId> different, List<StatementId> archived) {}

    @ReadOperation
    Report verify(@Selector YearMonth period) {
        boolean archived = compute.archived(period);
        List<StatementId> different = new ArrayList<>();
        List<StatementId> unchecked = new ArrayList<>();
        int closed =
                statements.eachOf(
                        period,
                        statement -> {
                            if (archived) {
                                unchecked.add(statement.id());
                            } else if (!same(statement, compute.recompute(statement))) {
                                different.add(statement.id());
                            }
                        });
        return new Report(closed, different, unchecked);
    }

    private static boolean same(Statement closed, List<Line> again) {
        return usage(closed.lines()).equals(usage(again));
    }

    private static Map<String, List<Object>> usage(List<Line> lines) {
        return lines.stream()
                .filter(Line::isUsage)
                .filter(line -> line.kind() != Line.Kind.ADJUSTMENT)
                .collect(
                        Collectors.toMap(
                                Line::key,
                                line ->
                                        List.of(
                                                line.quantity().stripTrailingZeros(),
                                                line.amount())));
    }
}
