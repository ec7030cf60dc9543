package io.keyway.usage.creditnotes;

import io.keyway.contracts.id.CreditNoteId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.lines.CreditLines;
import io.keyway.usage.lines.Line;
import io.keyway.usage.once.ClosedLines;
import io.keyway.usage.once.OwedOnce;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The credit notes of statements. Nothing is reserved for them: a note belongs to one month, and
 * only the closed statement of that month can have it or pass it on, see {@code BilledOnce}.
 */
@Component
class OwedNotes implements OwedOnce {

    private final CreditNotes notes;
    private final ClosedLines closedLines;

    OwedNotes(CreditNotes notes, ClosedLines closedLines) {
        this.notes = notes;
        this.closedLines = closedLines;
    }

    @Override
    public Map<Id, List<Line>> due(Collection<? extends Id> payers, YearMonth period) {
        Map<Id, List<Line>> due = new HashMap<>();
        resolved(notes.open(payers)).stream()
                .filter(note -> note.billed().dueIn(period))
                .sorted(Comparator.comparing(note -> note.id().value()))
                .forEach(
                        note ->
                                due.computeIfAbsent(note.payerKey(), any -> new ArrayList<>())
                                        .addAll(note.lines()));
        return due;
    }

    List<CreditNote> resolved(List<CreditNote> read) {
        return closedLines.resolve(read, CreditNote::awaited, CreditNote::told);
    }

    @Override
    public void settle(Collection<? extends Id> payers) {
        List<CreditNote> open = notes.open(payers);
        List<CreditNote> resolved = resolved(open);
        for (int i = 0; i < open.size(); i++) {
            if (!resolved.get(i).equals(open.get(i))) {
                notes.settle(open.get(i).id(), stored -> resolved(List.of(stored)).getFirst());
            }
        }
    }

    @Override
    public void settle(Id payer, StatementId statement, List<Line> lines) {
        Map<StatementId, List<Line>> closed = Map.of(statement, lines);
        lines.stream()
                .filter(line -> line.kind() == Line.Kind.CREDIT_NOTE)
                .map(CreditLines::noteOf)
                .forEach((CreditNoteId id) -> notes.settle(id, note -> note.told(closed)));
    }
}
