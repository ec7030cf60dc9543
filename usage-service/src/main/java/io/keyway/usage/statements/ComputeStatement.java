package io.keyway.usage.statements;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.credits.StatementCredits;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.StatementLines;
import io.keyway.usage.lines.TermsSpan;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.network.CustomerEdge;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Payer;
import io.keyway.usage.reading.BranchUsage;
import io.keyway.usage.reading.BranchUsage.UsedBy;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Computes the statements of payers for a month from usage, plans and orders. */
@Component
class ComputeStatement {

    private final ReadFacts readFacts;
    private final BranchUsage usage;
    private final StatementCredits credits;
    private final int periodsAdjusted;

    ComputeStatement(
            ReadFacts readFacts,
            BranchUsage usage,
            StatementCredits credits,
            UsageProperties settings) {
        this.readFacts = readFacts;
        this.usage = usage;
        this.credits = credits;
        this.periodsAdjusted = settings.statements().periodsAdjusted();
    }

    /**
     * The statements of the payers, in their order: the closed one if there is one, else a draft. A
     * vendor has none, because it has no parent, and neither has a payer that did not exist in the
     * period and owes nothing from before, or a customer without a plan.
     */
    List<Statement> of(List<? extends Payer> payers, YearMonth period) {
        Facts facts = readFacts.of(payers, period);
        StatementCredits.Found found =
                credits.of(
                        payers.stream()
                                .filter(payer -> facts.closed(payer, period) == null)
                                .map(Payer::key)
                                .toList(),
                        period);
        List<Statement> statements = new ArrayList<>();
        for (Payer payer : payers) {
            boolean pastTail = facts.pastTail().contains(payer.key());
            of(payer, period, pastTail ? readAgain(payer, period) : facts, found)
                    .ifPresent(statements::add);
        }
        return statements;
    }

    /**
     * A fold has moved some usage of the payer past the position of the others: it gets a position
     * of its own.
     */
    private Facts readAgain(Payer payer, YearMonth period) {
        Facts again = readFacts.of(List.of(payer), period);
        return again.pastTail().isEmpty() ? again : readFacts.fromJournals(payer, period);
    }

    private Optional<Statement> of(
            Payer payer, YearMonth period, Facts facts, StatementCredits.Found found) {
        Statement closed = facts.closed(payer, period);
        if (closed != null) {
            return Optional.of(closed);
        }
        PartnerId payee = payer.payeeId();
        if (payee == null) {
            return Optional.empty();
        }
        List<TermsSpan> spans = facts.spans(payer, period);
        List<Line> computed =
                new ArrayList<>(due(payer, period, spans, payer.commissionPercent(), facts));
        for (int back = periodsAdjusted; back >= 1; back--) {
            computed.addAll(adjustments(payer, period, period.minusMonths(back), facts));
        }
        List<Line> lines = found.with(payer.key(), computed);
        Optional<String> reserved = found.reservedIn(payer.key());
        if (lines.isEmpty() && !existed(payer, period) && reserved.isEmpty()) {
            return Optional.empty();
        }
        return currency(payer, spans, lines)
                .or(() -> reserved)
                .map(
                        currency ->
                                Statement.draft(
                                        payer,
                                        payee,
                                        period,
                                        currency,
                                        spans,
                                        payer.commissionPercent(),
                                        named(payer.path().getFirst(), lines),
                                        facts.offsets()));
    }

    /**
     * With the names that the meters have now. What was named when it was closed keeps its name.
     */
    private List<Line> named(PartnerId vendor, List<Line> lines) {
        Map<String, DefinedMeter> meters = readFacts.meters(vendor);
        return lines.stream()
                .map(
                        line -> {
                            if (line.meter() == null || line.meterName() != null) {
                                return line;
                            }
                            DefinedMeter meter = meters.get(line.meter());
                            return meter == null ? line : line.named(meter.name(), meter.unit());
                        })
                .toList();
    }

    /** A customer has no currency of its own: it owes in that of its last plan. */
    private static Optional<String> currency(Payer payer, List<TermsSpan> spans, List<Line> lines) {
        return switch (payer) {
            case KnownPartner known -> Optional.of(known.partner().currency());
            case CustomerEdge _ when !spans.isEmpty() ->
                    Optional.of(spans.getLast().terms().fee().currency());
            case CustomerEdge _ -> lines.stream().map(line -> line.amount().currency()).findFirst();
        };
    }

    private static List<Line> due(
            Payer payer,
            YearMonth month,
            List<TermsSpan> spans,
            @Nullable BigDecimal commissionPercent,
            Facts facts) {
        return StatementLines.lines(
                month,
                spans,
                existed(payer, month),
                (days, meter, part) -> facts.quantity(payer, meter, part, days),
                facts.orders(payer, month),
                commissionPercent);
    }

    private static boolean existed(Payer payer, YearMonth month) {
        return payer.existed(ReadFacts.start(month), ReadFacts.start(month.plusMonths(1)));
    }

    /**
     * What was not billed for an earlier, closed period: neither in its own statement nor in an
     * adjustment since. Commission is reversed at the percentage at which it was earned.
     */
    private static List<Line> adjustments(
            Payer payer, YearMonth period, YearMonth earlier, Facts facts) {
        Statement closed = facts.closed(payer, earlier);
        if (closed == null) {
            return List.of();
        }
        List<Line> billed = new ArrayList<>(of(closed, earlier));
        for (YearMonth between = earlier.plusMonths(1);
                between.isBefore(period);
                between = between.plusMonths(1)) {
            Statement since = facts.closed(payer, between);
            if (since != null) {
                billed.addAll(of(since, earlier));
            }
        }
        List<Line> due = due(payer, earlier, closed.termSpans(), closed.commissionPercent(), facts);
        return StatementLines.adjustments(due, billed);
    }

    private static List<Line> of(Statement statement, YearMonth period) {
        return statement.lines().stream().filter(line -> line.period().equals(period)).toList();
    }

    /** Whether statements of the month cannot be computed again, because journals are dropped. */
    boolean archived(YearMonth period) {
        return usage.archived(period);
    }

    /**
     * The usage lines of a closed statement, computed again from the journals that it includes.
     * They must equal the closed ones; a difference means that data was lost or changed.
     */
    List<Line> recompute(Statement closed) {
        Map<Partition, Long> ends = new HashMap<>();
        closed.offsets()
                .forEach(
                        (id, end) -> {
                            int colon = id.lastIndexOf(':');
                            ends.put(
                                    new Partition(
                                            id.substring(0, colon),
                                            Integer.parseInt(id.substring(colon + 1))),
                                    end);
                        });
        Map<String, MeterId> meters = readFacts.meterIds(closed.path().getFirst());
        UsedBy usedBy =
                switch (closed.payerId()) {
                    case PartnerId partner -> new UsedBy.Branch(partner);
                    case CustomerId customer -> new UsedBy.Customer(customer, closed.payeeId());
                };
        return StatementLines.lines(
                closed.period(),
                closed.termSpans(),
                wasDueAFee(closed),
                (days, code, part) -> {
                    MeterId meter = meters.get(code);
                    return meter == null
                            ? BigDecimal.ZERO
                            : usage.quantity(ends, usedBy, meter, days, part);
                },
                List.of(),
                closed.commissionPercent());
    }

    /** Whether the payer existed in the month, as the close saw it. */
    private static boolean wasDueAFee(Statement closed) {
        return closed.lines().stream()
                .anyMatch(
                        line ->
                                line.kind() == Line.Kind.FEE
                                        && line.period().equals(closed.period()));
    }
}
