package io.keyway.usage.once;

import io.keyway.contracts.id.StatementId;
import io.keyway.usage.lines.Line;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The lines of closed statements. */
@FunctionalInterface
public interface ClosedLines {

    /** The lines of those of these statements that are closed. */
    Map<StatementId, List<Line>> of(Collection<StatementId> statements);

    /**
     * What became of facts that wait for statements. One that a closed statement lacks goes on to
     * the next month, and so may wait for another one.
     *
     * @param awaited the statements that a fact waits for; empty if for none
     * @param told the fact, after some statements were found closed
     */
    default <T> List<T> resolve(
            List<T> facts,
            Function<T, Collection<StatementId>> awaited,
            BiFunction<T, Map<StatementId, List<Line>>, T> told) {
        Set<StatementId> asked = new HashSet<>();
        Map<StatementId, List<Line>> closed = new HashMap<>();
        List<T> now = facts;
        while (true) {
            Set<StatementId> unknown = new HashSet<>();
            now.forEach(fact -> unknown.addAll(awaited.apply(fact)));
            unknown.removeAll(asked);
            if (unknown.isEmpty()) {
                return now;
            }
            asked.addAll(unknown);
            closed.putAll(of(unknown));
            List<T> next = new ArrayList<>();
            now.forEach(fact -> next.add(told.apply(fact, closed)));
            now = next;
        }
    }
}
