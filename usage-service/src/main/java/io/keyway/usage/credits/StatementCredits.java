package io.keyway.usage.credits;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.keyway.contracts.id.CreditId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.store.Decision;
import io.keyway.usage.lines.CreditLines;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.StatementIds;
import io.keyway.usage.once.ClosedLines;
import io.keyway.usage.once.OwedOnce;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/**
 * What statements have beside the lines that their month is computed to: credit notes, prices of
 * prepaid credits, and what credits pay.
 *
 * <p>Closing: reserve, store the statement, settle. A crash after the first step leaves a
 * reservation, which the next close of the month uses or, with the stored statement, frees; a crash
 * after the second leaves a draw to be settled, which whoever reads it reads from the statement.
 */
@Component
public class StatementCredits {

    /** Each refused reservation means that another statement has got one meanwhile. */
    private static final int ATTEMPTS_MAX = 100;

    private final Credits credits;
    private final ClosedLines closedLines;
    private final List<OwedOnce> owedOnce;

    StatementCredits(Credits credits, ClosedLines closedLines, List<OwedOnce> owedOnce) {
        this.credits = credits;
        this.closedLines = closedLines;
        this.owedOnce = owedOnce;
    }

    /** What some payers have for a month, read at once. */
    public static final class Found {

        private final YearMonth period;
        private final Map<Id, List<Credit>> credits;
        private final Map<Id, List<Line>> once;

        Found(YearMonth period, Map<Id, List<Credit>> credits, Map<Id, List<Line>> once) {
            this.period = period;
            this.credits = credits;
            this.once = once;
        }

        /**
         * The lines of a statement.
         *
         * @param computed those that follow from plan, orders and usage
         */
        public List<Line> with(Id payer, List<Line> computed) {
            List<Line> lines = new ArrayList<>(computed);
            lines.addAll(once.getOrDefault(payer, List.of()));
            lines.addAll(
                    DrawCredits.lines(
                            StatementIds.of(payer, period),
                            period,
                            lines,
                            credits.getOrDefault(payer, List.of())));
            return List.copyOf(lines);
        }

        /**
         * The currency in which something is reserved for the payer's statement of the month. Such
         * a statement is closed even if nothing is owed in it any more: that frees what is
         * reserved, whatever a closer that was interrupted still does.
         */
        public Optional<String> reservedIn(Id payer) {
            StatementId statement = StatementIds.of(payer, period);
            return credits.getOrDefault(payer, List.of()).stream()
                    .filter(credit -> credit.reservedFor().anyMatch(statement::equals))
                    .map(credit -> credit.amount().currency())
                    .findFirst();
        }
    }

    /**
     * @param payers {@code Payer.key} of payers whose month is open
     */
    public Found of(Collection<? extends Id> payers, YearMonth period) {
        Map<Id, List<Line>> once = new HashMap<>();
        for (OwedOnce kind : owedOnce) {
            kind.due(payers, period)
                    .forEach(
                            (payer, lines) ->
                                    once.computeIfAbsent(payer, any -> new ArrayList<>())
                                            .addAll(lines));
        }
        return new Found(period, creditsOf(payers, period), once);
    }

    private Map<Id, List<Credit>> creditsOf(Collection<? extends Id> payers, YearMonth period) {
        return resolved(credits.open(payers, period)).stream()
                .collect(groupingBy(Credit::payerKey));
    }

    /** The credits as the closed statements say. */
    List<Credit> resolved(List<Credit> read) {
        return closedLines.resolve(read, Credit::awaited, Credit::told);
    }

    /**
     * Reserves what the credits pay of a statement that is about to be stored.
     *
     * @param lines the lines of its draft
     * @return its lines; different ones if credits were drawn, given or voided meanwhile
     */
    public List<Line> reserve(Id payer, StatementId statement, YearMonth period, List<Line> lines) {
        List<Line> owed = lines.stream().filter(line -> !isOfCredit(line)).toList();
        List<Line> drawn = lines.stream().filter(StatementCredits::isOfCredit).toList();
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            if (reserve(statement, period, drawn)) {
                List<Line> all = new ArrayList<>(owed);
                all.addAll(drawn);
                return List.copyOf(all);
            }
            drawn =
                    DrawCredits.lines(
                            statement,
                            period,
                            owed,
                            creditsOf(List.of(payer), period).getOrDefault(payer, List.of()));
        }
        throw new IllegalStateException("credits of " + statement + " are drawn all the time");
    }

    private static boolean isOfCredit(Line line) {
        return line.kind() == Line.Kind.CREDIT || line.kind() == Line.Kind.PREPAID;
    }

    /** In the order of the ids, so that two statements of a payer do not undo each other's. */
    private boolean reserve(StatementId statement, YearMonth period, List<Line> drawn) {
        return ids(drawn).stream()
                .allMatch(
                        id ->
                                reserve(
                                        id,
                                        statement,
                                        period,
                                        CreditLines.drawn(drawn, id),
                                        CreditLines.bill(drawn, id)));
    }

    private boolean reserve(
            CreditId id, StatementId statement, YearMonth period, long drawn, boolean priced) {
        AtomicBoolean reserved = new AtomicBoolean();
        credits.draw(
                id,
                stored -> {
                    Credit now = resolved(List.of(stored.state())).getFirst();
                    Optional<Credit> next = now.reserve(statement, period, drawn, priced);
                    reserved.set(next.isPresent());
                    return next.filter(changed -> !changed.equals(stored.state()))
                            .map(changed -> Decision.<Credit>change(changed))
                            .orElseGet(Decision::keep);
                });
        return reserved.get();
    }

    /**
     * Writes down what statements that were closed before have drawn; repairs after a crash.
     *
     * @return the statements, not closed yet, for which something is reserved
     */
    public Set<StatementId> settle(Collection<? extends Id> payers) {
        owedOnce.forEach(kind -> kind.settle(payers));
        List<Credit> unsettled = credits.unsettled(payers);
        List<Credit> resolved = resolved(unsettled);
        for (int i = 0; i < unsettled.size(); i++) {
            if (!resolved.get(i).equals(unsettled.get(i))) {
                settle(unsettled.get(i).id());
            }
        }
        return resolved.stream().flatMap(Credit::reservedFor).collect(toSet());
    }

    private void settle(CreditId id) {
        credits.draw(
                id,
                stored -> {
                    Credit now = resolved(List.of(stored.state())).getFirst();
                    return now.equals(stored.state()) ? Decision.keep() : Decision.change(now);
                });
    }

    /**
     * The same for a statement that was stored just now.
     *
     * @param meant the lines that it was to have
     * @param lines those that it has: another process may have stored it first
     */
    public void settle(Id payer, StatementId statement, List<Line> meant, List<Line> lines) {
        owedOnce.forEach(kind -> kind.settle(payer, statement, lines));
        Set<CreditId> ids = new HashSet<>(ids(meant));
        ids.addAll(ids(lines));
        Map<StatementId, List<Line>> closed = Map.of(statement, lines);
        for (CreditId id : ids) {
            credits.draw(
                    id,
                    stored -> {
                        Credit now = stored.state().told(closed);
                        return now.equals(stored.state()) ? Decision.keep() : Decision.change(now);
                    });
        }
    }

    private static List<CreditId> ids(List<Line> lines) {
        return lines.stream()
                .filter(StatementCredits::isOfCredit)
                .map(CreditLines::creditOf)
                .distinct()
                .sorted(Comparator.comparing(CreditId::value))
                .toList();
    }
}
