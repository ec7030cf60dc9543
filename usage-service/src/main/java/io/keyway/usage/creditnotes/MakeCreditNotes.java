package io.keyway.usage.creditnotes;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CreditNoteId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.StatementIds;
import io.keyway.usage.once.BilledOnce;
import io.keyway.usage.once.ClosedLines;
import io.keyway.usage.rights.BillingRights;
import io.keyway.usage.statements.FindStatements;
import io.keyway.usage.statements.Statement;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes credit notes. */
@Component
class MakeCreditNotes {

    private final CreditNotes notes;
    private final FindStatements findStatements;
    private final ClosedLines closedLines;
    private final UsageProperties.Credits settings;
    private final int periodsAdjusted;
    private final Clock clock;

    MakeCreditNotes(
            CreditNotes notes,
            FindStatements findStatements,
            ClosedLines closedLines,
            UsageProperties settings,
            Clock clock) {
        this.notes = notes;
        this.findStatements = findStatements;
        this.closedLines = closedLines;
        this.settings = settings.credits();
        this.periodsAdjusted = settings.statements().periodsAdjusted();
        this.clock = clock;
    }

    /**
     * @throws Refused if it may not be made
     */
    Stored<CreditNote> make(Caller caller, CreditNoteId id, NewCreditNote request) {
        PartnerId giver = BillingRights.requireGiver(caller);
        Statement statement = findStatements.byId(caller, request.statementId());
        BillingRights.requireAbove(giver, statement.payerId());
        if (statement.status() != Statement.Status.CLOSED) {
            throw new Refused(
                    ProblemCode.CONFLICT, "The statement is not closed: its lines still change.");
        }
        Line line =
                ofMonth(statement.lines().stream(), statement, request.lineKey())
                        .filter(billed -> billed.amount().amount() > 0)
                        .findFirst()
                        .orElseThrow(
                                Refused.invalid(
                                        "lineKey",
                                        "must be a line of the statement's month that something is owed for"));
        if (!line.amount().currency().equals(request.amount().currency())) {
            throw Refused.invalid("amount.currency", "must be " + line.amount().currency()).get();
        }
        long billed = billed(statement, request.lineKey());
        while (true) {
            List<CreditNote> earlier =
                    notes.ofLine(statement.id(), request.lineKey()).stream()
                            .map(Stored::state)
                            .toList();
            Optional<CreditNote> repeated =
                    earlier.stream().filter(note -> note.id().equals(id)).findFirst();
            CreditNote note =
                    repeated.orElseGet(
                            () -> note(caller, id, statement, line, request, earlier, billed));
            Optional<Stored<CreditNote>> stored = notes.insert(note);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
    }

    private static Stream<Line> ofMonth(Stream<Line> lines, Statement statement, String key) {
        return lines.filter(line -> line.key().equals(key))
                .filter(line -> line.period().equals(statement.period()));
    }

    /** What was billed for the line, in its statement and as corrections in later ones. */
    private long billed(Statement statement, String key) {
        List<StatementId> later =
                IntStream.rangeClosed(1, periodsAdjusted)
                        .mapToObj(statement.period()::plusMonths)
                        .map(month -> StatementIds.of(statement.payerKey(), month))
                        .toList();
        return ofMonth(
                        Stream.concat(
                                statement.lines().stream(),
                                closedLines.of(later).values().stream().flatMap(List::stream)),
                        statement,
                        key)
                .mapToLong(line -> line.amount().amount())
                .reduce(0L, Math::addExact);
    }

    private CreditNote note(
            Caller caller,
            CreditNoteId id,
            Statement statement,
            Line line,
            NewCreditNote request,
            List<CreditNote> earlier,
            long billed) {
        long before =
                earlier.stream()
                        .mapToLong(note -> note.amount().amount())
                        .reduce(0L, Math::addExact);
        if (request.amount().amount() > billed - before) {
            throw new Refused(
                    ProblemCode.QUOTA_EXCEEDED,
                    "At most %s %s can be taken off the line."
                            .formatted(
                                    new Money(
                                                    Math.max(0, billed - before),
                                                    line.amount().currency())
                                            .toMajor()
                                            .toPlainString(),
                                    line.amount().currency()));
        }
        if (earlier.size() >= settings.notesPerLineMax()) {
            throw tooMany("A line has", settings.notesPerLineMax());
        }
        if (notes.countOpen(statement.payerKey()) >= settings.notesOpenMax()) {
            throw tooMany("A statement takes", settings.notesOpenMax());
        }
        Instant now = clock.instant();
        return new CreditNote(
                id,
                statement.payerId(),
                statement.payerKey().value(),
                statement.payeeId(),
                statement.path(),
                statement.id(),
                line.key(),
                CreditNote.place(statement.id(), line.key(), earlier.size()),
                line.withoutParts(),
                new Money(request.amount().amount(), line.amount().currency()),
                commission(line, before, request.amount().amount(), statement.commissionPercent()),
                request.reason().strip(),
                caller.actor(),
                now,
                BilledOnce.from(YearMonth.from(now.atOffset(ZoneOffset.UTC))));
    }

    private static Refused tooMany(String what, int max) {
        return new Refused(ProblemCode.QUOTA_EXCEEDED, what + " at most " + max + " credit notes.");
    }

    /**
     * What was earned on the amount, at the percentage of the corrected statement: the difference
     * between what is earned on all that is taken off with this note and without it, so that notes
     * for the whole line reverse its commission to the cent.
     */
    private static @Nullable Money commission(
            Line line, long before, long amount, @Nullable BigDecimal percent) {
        return switch (line.kind()) {
            case ORDER, USAGE -> {
                if (percent == null) {
                    yield null;
                }
                String currency = line.amount().currency();
                yield new Money(before + amount, currency)
                        .percent(percent)
                        .minus(new Money(before, currency).percent(percent));
            }
            case FEE, PREPAID, ADJUSTMENT, COMMISSION, CREDIT, CREDIT_NOTE, UNRATED -> null;
        };
    }
}
