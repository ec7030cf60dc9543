package io.keyway.usage.statements;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.lines.PlanTerms;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import io.keyway.usage.reading.BranchUsage;
import io.keyway.usage.reading.UsageReading;
import io.keyway.usage.statements.ReadFacts.Facts.Metered;
import io.keyway.usage.statements.ReadFacts.Facts.Ordered;
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
import org.jspecify.annotations.Nullable;
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

    /**
     * @param closed statements of the period and of the ones before it that it adjusts
     * @param plans the plans of the payers
     * @param orders by payer and month
     * @param quantities by payer, meter and month
     * @param pastTail payers whose usage a fold has moved past the position: their quantities are
     *     missing
     * @param offsets the position, by partition id
     */
    record Facts(
            Map<StatementId, Statement> closed,
            Map<PlanId, PlanTerms> plans,
            Map<Ordered, List<OrderState>> orders,
            Map<Metered, BigDecimal> quantities,
            Set<PartnerId> pastTail,
            Map<String, Long> offsets) {

        record Ordered(PartnerId payer, YearMonth month) {}

        record Metered(PartnerId payer, String meter, YearMonth month) {}

        @Nullable Statement closed(PartnerId payer, YearMonth month) {
            return closed.get(Statement.id(payer, month));
        }

        @Nullable PlanTerms terms(PartnerState payer) {
            return payer.planId() == null ? null : plans.get(payer.planId());
        }

        List<OrderState> orders(PartnerId payer, YearMonth month) {
            return orders.getOrDefault(new Ordered(payer, month), List.of());
        }

        BigDecimal quantity(PartnerId payer, String meter, YearMonth month) {
            Metered key = new Metered(payer, meter, month);
            return Objects.requireNonNull(quantities.get(key), () -> key + " was not read");
        }
    }

    /** How the quantities of some branches are read. */
    private interface Source {
        Map<PartnerId, BigDecimal> quantities(
                UsageReading.Tail tail, Set<PartnerId> payers, MeterId meter, YearMonth month);
    }

    /** Payers whose statement of the period is closed have nothing else read for them. */
    Facts of(Collection<KnownPartner> payers, YearMonth period) {
        return read(payers, period, usage::quantities);
    }

    /** The same from journals: slow, but no fold can move them past the position. */
    Facts fromJournals(KnownPartner payer, YearMonth period) {
        return read(
                List.of(payer),
                period,
                (tail, branches, meter, month) ->
                        branches.stream()
                                .collect(
                                        toMap(
                                                branch -> branch,
                                                branch ->
                                                        usage.quantity(
                                                                tail.ends(),
                                                                branch,
                                                                meter,
                                                                month))));
    }

    private Facts read(Collection<KnownPartner> payers, YearMonth period, Source source) {
        Map<StatementId, Statement> closed = closed(payers, period);
        List<PartnerState> open =
                payers.stream()
                        .map(KnownPartner::partner)
                        .filter(payer -> !closed.containsKey(Statement.id(payer.id(), period)))
                        .toList();
        if (open.isEmpty()) {
            return new Facts(closed, Map.of(), Map.of(), Map.of(), Set.of(), Map.of());
        }
        Map<PlanId, PlanTerms> plans = plans(open);
        List<Due> due = due(open, period, closed, plans);
        UsageReading.Tail tail = usage.now();
        Map<String, Long> offsets = new TreeMap<>();
        tail.ends().forEach((partition, end) -> offsets.put(partition.id(), end));
        Map<Metered, BigDecimal> quantities = new HashMap<>();
        Set<PartnerId> pastTail = quantities(tail, due, source, quantities);
        return new Facts(closed, plans, orders(due), quantities, pastTail, offsets);
    }

    /**
     * A month that is computed for a payer: the period, or an earlier one to adjust.
     *
     * @param terms the plan that rates it
     */
    private record Due(PartnerState payer, YearMonth month, @Nullable PlanTerms terms) {}

    private List<Due> due(
            List<PartnerState> payers,
            YearMonth period,
            Map<StatementId, Statement> closed,
            Map<PlanId, PlanTerms> plans) {
        List<Due> due = new ArrayList<>();
        for (PartnerState payer : payers) {
            due.add(
                    new Due(
                            payer,
                            period,
                            payer.planId() == null ? null : plans.get(payer.planId())));
            for (int back = 1; back <= periodsAdjusted; back++) {
                YearMonth earlier = period.minusMonths(back);
                Statement before = closed.get(Statement.id(payer.id(), earlier));
                if (before != null) {
                    due.add(new Due(payer, earlier, before.terms()));
                }
            }
        }
        return due;
    }

    private Map<StatementId, Statement> closed(Collection<KnownPartner> payers, YearMonth period) {
        List<StatementId> ids =
                payers.stream()
                        .flatMap(
                                payer ->
                                        IntStream.rangeClosed(0, periodsAdjusted)
                                                .mapToObj(period::minusMonths)
                                                .map(
                                                        month ->
                                                                Statement.id(
                                                                        payer.partner().id(),
                                                                        month)))
                        .toList();
        return statements.load(ids).stream().collect(toMap(Statement::id, found -> found));
    }

    private Map<PlanId, PlanTerms> plans(List<PartnerState> payers) {
        Set<PlanId> ids = new HashSet<>();
        payers.forEach(
                payer -> {
                    if (payer.planId() != null) {
                        ids.add(payer.planId());
                    }
                });
        Map<PlanId, PlanTerms> plans = new HashMap<>();
        network.plans(ids).forEach((id, plan) -> plans.put(id, PlanTerms.of(plan)));
        return plans;
    }

    private Map<Ordered, List<OrderState>> orders(List<Due> due) {
        Map<YearMonth, Set<PartnerId>> owners = new TreeMap<>();
        due.forEach(
                one ->
                        owners.computeIfAbsent(one.month(), any -> new HashSet<>())
                                .add(one.payer().id()));
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

    private record MeteredMonth(MeterId id, String code, YearMonth month) {}

    /**
     * @return payers whose usage was past the tail
     */
    private Set<PartnerId> quantities(
            UsageReading.Tail tail,
            List<Due> due,
            Source source,
            Map<Metered, BigDecimal> quantities) {
        Map<PartnerId, Map<String, MeterId>> ofVendors = new HashMap<>();
        Map<MeteredMonth, Set<PartnerId>> branches = new LinkedHashMap<>();
        for (Due one : due) {
            PartnerId payer = one.payer().id();
            Map<String, MeterId> ids =
                    ofVendors.computeIfAbsent(one.payer().vendorId(), this::meterIds);
            for (MeterRate rate :
                    one.terms() == null ? List.<MeterRate>of() : one.terms().rates()) {
                MeterId id = ids.get(rate.meter());
                if (id == null) {
                    quantities.put(new Metered(payer, rate.meter(), one.month()), BigDecimal.ZERO);
                } else {
                    branches.computeIfAbsent(
                                    new MeteredMonth(id, rate.meter(), one.month()),
                                    any -> new HashSet<>())
                            .add(payer);
                }
            }
        }
        Set<PartnerId> pastTail = new HashSet<>();
        branches.forEach(
                (metered, payers) -> {
                    Map<PartnerId, BigDecimal> found =
                            source.quantities(tail, payers, metered.id(), metered.month());
                    payers.stream()
                            .filter(payer -> !found.containsKey(payer))
                            .forEach(pastTail::add);
                    found.forEach(
                            (payer, quantity) ->
                                    quantities.put(
                                            new Metered(payer, metered.code(), metered.month()),
                                            quantity));
                });
        return pastTail;
    }

    Map<String, MeterId> meterIds(PartnerId vendor) {
        return meters.ofVendor(vendor).stream().collect(toMap(Meter::code, Meter::id));
    }

    static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
