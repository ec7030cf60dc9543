package io.keyway.usage.statements;

import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import io.keyway.usage.reading.BranchUsage;
import io.keyway.usage.reading.UsageReading;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Computes the statement of a payer for a month from usage, plan and orders. */
@Component
class ComputeStatement {

    private final Network network;
    private final Meters meters;
    private final BranchUsage usage;
    private final Statements statements;
    private final int periodsAdjusted;

    ComputeStatement(
            Network network,
            Meters meters,
            BranchUsage usage,
            Statements statements,
            UsageProperties settings) {
        this.network = network;
        this.meters = meters;
        this.usage = usage;
        this.statements = statements;
        this.periodsAdjusted = settings.statements().periodsAdjusted();
    }

    /** The position of the log as of which statements are computed; one close uses one position. */
    UsageReading.Tail now() {
        return usage.now();
    }

    /** The payer's statement as of the position; empty for a vendor, which has no parent. */
    Optional<Statement> draft(UsageReading.Tail tail, KnownPartner known, YearMonth period) {
        PartnerState payer = known.partner();
        PartnerId payee = payer.parentId();
        if (payee == null) {
            return Optional.empty();
        }
        PlanTerms terms =
                payer.planId() == null
                        ? null
                        : network.plan(payer.planId()).map(PlanTerms::of).orElse(null);
        List<Line> lines = new ArrayList<>(due(tail, known, period, terms));
        for (int back = periodsAdjusted; back >= 1; back--) {
            lines.addAll(adjustments(tail, known, period, period.minusMonths(back)));
        }
        Map<String, Long> offsets = new TreeMap<>();
        tail.ends().forEach((partition, end) -> offsets.put(partition.id(), end));
        return Optional.of(
                Statement.draft(payer, payee, period, terms, List.copyOf(lines), offsets));
    }

    private List<Line> due(
            UsageReading.Tail tail,
            KnownPartner known,
            YearMonth period,
            @Nullable PlanTerms terms) {
        PartnerState payer = known.partner();
        return StatementLines.lines(
                period,
                terms,
                known.existed(start(period), start(period.plusMonths(1))),
                quantities(payer, meter -> usage.quantity(tail, payer.id(), meter, period)),
                orders(payer, period));
    }

    /**
     * What was not billed for an earlier, closed period: neither in its own statement nor in an
     * adjustment since.
     */
    private List<Line> adjustments(
            UsageReading.Tail tail, KnownPartner known, YearMonth period, YearMonth earlier) {
        PartnerState payer = known.partner();
        Optional<Statement> closed = statements.load(payer.id(), earlier);
        if (closed.isEmpty()) {
            return List.of();
        }
        List<Line> billed = new ArrayList<>(of(closed.get(), earlier));
        for (YearMonth between = earlier.plusMonths(1);
                between.isBefore(period);
                between = between.plusMonths(1)) {
            statements
                    .load(payer.id(), between)
                    .ifPresent(statement -> billed.addAll(of(statement, earlier)));
        }
        return StatementLines.adjustments(due(tail, known, earlier, closed.get().terms()), billed);
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
        return StatementLines.lines(
                closed.period(),
                closed.terms(),
                false,
                quantities(
                        closed.path().getFirst(),
                        meter -> usage.quantity(ends, closed.payerId(), meter, closed.period())),
                List.of());
    }

    private Function<String, BigDecimal> quantities(
            PartnerState payer, Function<MeterId, BigDecimal> ofMeter) {
        return quantities(payer.vendorId(), ofMeter);
    }

    private Function<String, BigDecimal> quantities(
            PartnerId vendor, Function<MeterId, BigDecimal> ofMeter) {
        Map<String, MeterId> ids = new HashMap<>();
        for (Meter meter : meters.ofVendor(vendor)) {
            ids.put(meter.code(), meter.id());
        }
        return code -> {
            MeterId id = ids.get(code);
            return id == null ? BigDecimal.ZERO : ofMeter.apply(id);
        };
    }

    private List<OrderState> orders(PartnerState payer, YearMonth period) {
        return network.orders(payer.id(), start(period), start(period.plusMonths(1)));
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
