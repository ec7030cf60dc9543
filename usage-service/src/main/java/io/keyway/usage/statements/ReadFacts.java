package io.keyway.usage.statements;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.keyway.contracts.Days;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.lines.TermsSpan;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.metering.UsagePart;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.network.CustomerEdge;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import io.keyway.usage.network.Payer;
import io.keyway.usage.reading.BranchUsage;
import io.keyway.usage.reading.BranchUsage.UsedBy;
import io.keyway.usage.reading.UsageReading;
import io.keyway.usage.statements.Facts.Metered;
import io.keyway.usage.statements.Facts.Ordered;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Reads what the statements of some payers are computed from: each kind for all of them at once, as
 * of one position of the usage log.
 */
@Component
class ReadFacts {

    private final Network network;
    private final Meters meters;
    private final BranchUsage usage;
    private final Statements statements;
    private final int periodsAdjusted;

    ReadFacts(
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

    /** How the quantities of some payers are read. */
    private interface Source {
        Map<UsedBy, Map<UsagePart, BigDecimal>> quantities(
                UsageReading.Tail tail,
                Set<UsedBy> wanted,
                MeterId meter,
                Days days,
                Set<UsagePart> parts);
    }

    /** Payers whose statement of the period is closed have nothing else read for them. */
    Facts of(Collection<? extends Payer> payers, YearMonth period) {
        return read(payers, period, usage::quantities);
    }

    /** The same from journals: slow, but no fold can move them past the position. */
    Facts fromJournals(Payer payer, YearMonth period) {
        return read(
                List.of(payer),
                period,
                (tail, wanted, meter, days, parts) ->
                        wanted.stream()
                                .collect(
                                        toMap(
                                                one -> one,
                                                one ->
                                                        usage.fromJournals(
                                                                tail.ends(),
                                                                one,
                                                                meter,
                                                                days,
                                                                parts))));
    }

    private Facts read(Collection<? extends Payer> payers, YearMonth period, Source source) {
        Map<StatementId, Statement> closed = closed(payers, period);
        List<Payer> open =
                payers.stream()
                        .<Payer>map(payer -> payer)
                        .filter(payer -> !closed.containsKey(Statement.id(payer.key(), period)))
                        .toList();
        if (open.isEmpty()) {
            return new Facts(closed, Map.of(), Map.of(), Map.of(), Set.of(), Map.of());
        }
        Map<PlanId, PlanState> plans = plans(open, period);
        List<Due> due = due(open, period, closed, plans);
        UsageReading.Tail tail = usage.now();
        Map<String, Long> offsets = new TreeMap<>();
        tail.ends().forEach((partition, end) -> offsets.put(partition.id(), end));
        Map<Metered, BigDecimal> quantities = new HashMap<>();
        Set<Id> pastTail = quantities(tail, due, source, quantities);
        return new Facts(closed, plans, orders(due), quantities, pastTail, offsets);
    }

    /**
     * A month that is computed for a payer: the period, or an earlier one to adjust.
     *
     * @param spans what rates it
     */
    private record Due(Payer payer, YearMonth month, List<TermsSpan> spans) {}

    private List<Due> due(
            List<Payer> payers,
            YearMonth period,
            Map<StatementId, Statement> closed,
            Map<PlanId, PlanState> plans) {
        List<Due> due = new ArrayList<>();
        for (Payer payer : payers) {
            due.add(new Due(payer, period, TermsSpan.of(payer.plansIn(period), plans)));
            for (int back = 1; back <= periodsAdjusted; back++) {
                YearMonth earlier = period.minusMonths(back);
                Statement before = closed.get(Statement.id(payer.key(), earlier));
                if (before != null) {
                    due.add(new Due(payer, earlier, before.termSpans()));
                }
            }
        }
        return due;
    }

    private Map<StatementId, Statement> closed(
            Collection<? extends Payer> payers, YearMonth period) {
        List<StatementId> ids =
                payers.stream()
                        .flatMap(
                                payer ->
                                        IntStream.rangeClosed(0, periodsAdjusted)
                                                .mapToObj(period::minusMonths)
                                                .map(month -> Statement.id(payer.key(), month)))
                        .toList();
        return statements.load(ids).stream().collect(toMap(Statement::id, found -> found));
    }

    private Map<PlanId, PlanState> plans(List<Payer> payers, YearMonth period) {
        return network.plans(
                payers.stream()
                        .flatMap(payer -> payer.plansIn(period).stream())
                        .flatMap(span -> Stream.ofNullable(span.entry().planId()))
                        .collect(toSet()));
    }

    private Map<Ordered, List<OrderState>> orders(List<Due> due) {
        Map<YearMonth, Set<PartnerId>> owners = new TreeMap<>();
        for (Due one : due) {
            if (one.payer() instanceof KnownPartner partner) {
                owners.computeIfAbsent(one.month(), any -> new HashSet<>()).add(partner.id());
            }
        }
        Map<Ordered, List<OrderState>> orders = new HashMap<>();
        owners.forEach(
                (month, of) ->
                        orders.putAll(
                                network
                                        .orders(of, start(month), start(month.plusMonths(1)))
                                        .stream()
                                        .collect(
                                                groupingBy(
                                                        order ->
                                                                new Ordered(
                                                                        order.ownerId(), month)))));
        return orders;
    }

    private record MeteredDays(MeterId id, Days days) {}

    /** Whose quantity is wanted under which key. */
    private record Wanted(UsedBy by, Metered key) {}

    /**
     * @return payers whose usage was past the tail
     */
    private Set<Id> quantities(
            UsageReading.Tail tail,
            List<Due> due,
            Source source,
            Map<Metered, BigDecimal> quantities) {
        Map<PartnerId, Map<String, MeterId>> ofVendors = new HashMap<>();
        Map<MeteredDays, List<Wanted>> wanted = new LinkedHashMap<>();
        for (Due one : due) {
            Map<String, MeterId> ids =
                    ofVendors.computeIfAbsent(one.payer().path().getFirst(), this::meterIds);
            for (Metered key : metered(one)) {
                MeterId id = ids.get(key.meter());
                if (id == null) {
                    quantities.put(key, BigDecimal.ZERO);
                } else {
                    wanted.computeIfAbsent(
                                    new MeteredDays(id, key.days()), any -> new ArrayList<>())
                            .add(new Wanted(usedBy(one.payer()), key));
                }
            }
        }
        Set<Id> pastTail = new HashSet<>();
        wanted.forEach(
                (metered, of) -> {
                    Map<UsedBy, Map<UsagePart, BigDecimal>> found =
                            source.quantities(
                                    tail,
                                    of.stream().map(Wanted::by).collect(toSet()),
                                    metered.id(),
                                    metered.days(),
                                    of.stream().map(one -> one.key().part()).collect(toSet()));
                    for (Wanted one : of) {
                        Map<UsagePart, BigDecimal> parts = found.get(one.by());
                        if (parts == null) {
                            pastTail.add(one.key().payer());
                        } else {
                            quantities.put(
                                    one.key(), Objects.requireNonNull(parts.get(one.key().part())));
                        }
                    }
                });
        return pastTail;
    }

    /** The quantities that the month is rated by. */
    private static List<Metered> metered(Due due) {
        return due.spans().stream()
                .flatMap(
                        span ->
                                span.terms().rates().stream()
                                        .map(
                                                rate ->
                                                        new Metered(
                                                                due.payer().key(),
                                                                rate.meter(),
                                                                span.terms().part(rate),
                                                                span.days())))
                .toList();
    }

    private static UsedBy usedBy(Payer payer) {
        return switch (payer) {
            case KnownPartner partner -> new UsedBy.Branch(partner.id());
            case CustomerEdge edge -> new UsedBy.Customer(edge.id(), edge.payeeId());
        };
    }

    /** The vendor's meters by code. */
    Map<String, DefinedMeter> meters(PartnerId vendor) {
        return meters.defined(vendor).stream()
                .collect(toMap(meter -> meter.meter().code(), meter -> meter));
    }

    Map<String, MeterId> meterIds(PartnerId vendor) {
        return meters.ofVendor(vendor).stream().collect(toMap(Meter::code, Meter::id));
    }

    static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
