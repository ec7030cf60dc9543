package io.keyway.usage.statements;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Dated;
import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.CatalogEvent.PlanPrices;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.StatementId;
import io.keyway.contracts.rating.Rate;
import io.keyway.usage.Branch;
import io.keyway.usage.TestSettings;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.credits.NoCredits;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Payer;
import io.keyway.usage.statements.Facts.Metered;
import io.keyway.usage.statements.Facts.Ordered;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random histories of a payer over four months: usage on time and late, corrections, orders and
 * their returns, changes of plan and price from some day on, cancellations, changes of commission,
 * a close after each month. What all statements together bill for a month must equal what an
 * independent rating in exact fractions finds, which looks at each day alone, rounded once per
 * line.
 *
 * <p>{@code -Dkeyway.statements.histories=100000 -Dkeyway.statements.seed=…}
 */
class RandomHistoriesTest {

    private static final int HISTORIES = Integer.getInteger("keyway.statements.histories", 20_000);
    private static final YearMonth FIRST = YearMonth.of(2026, 1);
    private static final int MONTHS = 4;
    private static final List<String> METERS = List.of("calls", "messages");
    private static final List<String> REGIONS = List.of("north", "south", "west");
    private static final List<String> CURRENCIES = List.of("EUR", "JPY", "KWD");

    private static final UsageProperties SETTINGS = TestSettings.adjusting(MONTHS - 1);

    @Test
    void allStatementsTogetherBillWhatAnIndependentRatingFinds() {
        long seed = Long.getLong("keyway.statements.seed", ThreadLocalRandom.current().nextLong());
        System.out.println(HISTORIES + " histories of statements, seed " + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < HISTORIES; i++) {
            long one = seeds.nextLong();
            new History(one).play();
        }
    }

    private record Used(LocalDate day, String meter, String region) {}

    /** What a plan costs from a day on; the newest entry for a day counts. */
    private record Priced(LocalDate from, PlanPrices prices) {}

    /** The plan from a day on; null for none. */
    private record Planned(LocalDate from, PlanId plan) {}

    /** What a day is rated by. */
    private record Terms(PlanId plan, PlanPrices prices) {}

    private static final class History {

        private final long seed;
        private final SplittableRandom random;
        private final String currency;
        private final PartnerId vendor = PartnerId.next();
        private final PartnerId payer = Branch.partnerSince(Instant.parse("2025-12-01T00:00:00Z"));
        private final Map<Used, BigDecimal> usage = new HashMap<>();
        private final Map<OrderId, OrderState> orders =
                new TreeMap<>(java.util.Comparator.comparing(OrderId::value));
        private final Map<StatementId, Statement> closed = new HashMap<>();
        private final Map<PlanId, List<Priced>> prices = new HashMap<>();
        private final List<Planned> planned = new ArrayList<>();
        private final Map<YearMonth, List<Terms>> daysAtClose = new HashMap<>();
        private BigDecimal commission;

        private History(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
            planned.add(new Planned(LocalDate.MIN, plan()));
            this.commission = percent();
        }

        void play() {
            for (int month = 0; month < MONTHS; month++) {
                for (int steps = random.nextInt(8); steps > 0; steps--) {
                    step(FIRST.plusMonths(month));
                }
                close(FIRST.plusMonths(month));
            }
            for (int month = 0; month < MONTHS; month++) {
                assertThat(billed(FIRST.plusMonths(month)))
                        .as("%s of the history with seed %d", FIRST.plusMonths(month), seed)
                        .isEqualTo(rated(FIRST.plusMonths(month)));
            }
        }

        private void step(YearMonth now) {
            YearMonth about = now.minusMonths(random.nextInt(monthsSince(now)));
            switch (random.nextInt(8)) {
                case 0, 1, 2 ->
                        usage.merge(
                                new Used(
                                        about.atDay(random.nextInt(about.lengthOfMonth()) + 1),
                                        METERS.get(random.nextInt(METERS.size())),
                                        REGIONS.get(random.nextInt(REGIONS.size()))),
                                // A correction takes some of it back.
                                decimal(1_000).multiply(BigDecimal.valueOf(random.nextInt(-1, 4))),
                                BigDecimal::add);
                case 3 -> order(now);
                case 4 -> returnSome();
                case 5 -> changePlan(now);
                case 6 -> changePrices(now);
                default -> commission = percent();
            }
        }

        /** A new plan, one of before, or none; now, later, or since the month before. */
        private void changePlan(YearMonth now) {
            PlanId next =
                    switch (random.nextInt(4)) {
                        case 0 -> null;
                        case 1 -> anyPlan();
                        default -> plan();
                    };
            LocalDate day = day(now);
            // What changes nothing is not remembered: it must not come back after a later change.
            if (!Objects.equals(next, planOn(day.minusDays(1)))
                    && planned.stream()
                            .filter(one -> one.from().isAfter(day))
                            .noneMatch(one -> Objects.equals(one.plan(), next))) {
                planned.add(new Planned(day, next));
            }
        }

        private void changePrices(YearMonth now) {
            PlanPrices next = somePrices();
            List<Priced> all = prices.get(anyPlan());
            if (all.stream().noneMatch(one -> one.prices().equals(next))) {
                all.add(new Priced(day(now), next));
            }
        }

        /** The latest entry for the day counts, or the latest before it; null for none. */
        private PlanId planOn(LocalDate day) {
            PlanId plan = null;
            LocalDate best = LocalDate.MIN;
            for (Planned one : planned) {
                if (!one.from().isAfter(day) && !one.from().isBefore(best)) {
                    plan = one.plan();
                    best = one.from();
                }
            }
            return plan;
        }

        private PlanId anyPlan() {
            return prices.keySet().stream()
                    .sorted(java.util.Comparator.comparing(PlanId::value))
                    .skip(random.nextInt(prices.size()))
                    .findFirst()
                    .orElseThrow();
        }

        private LocalDate day(YearMonth now) {
            return random.nextInt(3) == 0
                    ? now.plusMonths(random.nextInt(2)).atDay(1)
                    : now.atDay(1).plusDays(random.nextInt(-10, 50));
        }

        private static int monthsSince(YearMonth now) {
            return (int) FIRST.until(now, java.time.temporal.ChronoUnit.MONTHS) + 1;
        }

        private void order(YearMonth month) {
            OrderId id = OrderId.next();
            List<OrderEvent.Line> lines = new ArrayList<>();
            Instant at = month.atDay(15).atStartOfDay().toInstant(ZoneOffset.UTC);
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                long quantity = random.nextLong(1, 20);
                Money unit = new Money(random.nextLong(10_000), currency);
                BigDecimal discount = percent();
                Money list = unit.times(quantity);
                lines.add(
                        OrderEvent.Line.ordered(
                                LineId.next(),
                                ProductId.next(),
                                PolicyId.next(),
                                quantity,
                                unit,
                                list.minus(list.percent(discount)),
                                discount,
                                at,
                                null,
                                null));
            }
            orders.put(id, state(id, lines, at));
        }

        private void returnSome() {
            orders.values().stream()
                    .skip(orders.isEmpty() ? 0 : random.nextInt(orders.size()))
                    .findFirst()
                    .ifPresent(
                            order -> {
                                List<OrderEvent.Line> lines = new ArrayList<>(order.lines());
                                int at = random.nextInt(lines.size());
                                OrderEvent.Line line = lines.get(at);
                                long returned = line.quantity() - random.nextLong(line.kept() + 1);
                                lines.set(
                                        at,
                                        line.with(
                                                returned,
                                                line.amount().share(returned, line.quantity()),
                                                null));
                                orders.put(order.id(), state(order.id(), lines, order.placedAt()));
                            });
        }

        private OrderState state(OrderId id, List<OrderEvent.Line> lines, Instant at) {
            return new OrderState(
                    id,
                    1,
                    payer,
                    List.of(vendor, payer),
                    null,
                    Fulfillment.ON_DEMAND,
                    OrderStatus.OPEN,
                    lines,
                    List.of(),
                    at,
                    null,
                    null);
        }

        private void close(YearMonth month) {
            PartnerState partner =
                    new PartnerState(
                            payer,
                            PartnerType.RESELLER,
                            PartnerModel.COMMISSION,
                            List.of(vendor, payer),
                            "Payer",
                            PartnerStatus.ACTIVE,
                            true,
                            Set.of(),
                            currency,
                            null,
                            BigDecimal.ZERO,
                            commission,
                            10,
                            null,
                            periods());
            Statement statement =
                    new ComputeStatement(new Model(), null, new NoCredits(), SETTINGS)
                            .of(List.of(new KnownPartner(partner, null)), month)
                            .getFirst();
            assertThat(statement.rated()).isTrue();
            closed.put(statement.id(), statement.closed(Instant.EPOCH));
            daysAtClose.put(
                    month,
                    month.atDay(1)
                            .datesUntil(month.plusMonths(1).atDay(1))
                            .map(this::terms)
                            .toList());
        }

        /** What rates the day; null for nothing. */
        private Terms terms(LocalDate day) {
            PlanId plan = planOn(day);
            if (plan == null) {
                return null;
            }
            PlanPrices of = null;
            LocalDate best = LocalDate.MIN;
            for (Priced one : prices.get(plan)) {
                if (!one.from().isAfter(day) && !one.from().isBefore(best)) {
                    of = one.prices();
                    best = one.from();
                }
            }
            return new Terms(plan, of);
        }

        private List<PlanPeriod> periods() {
            List<PlanPeriod> periods = List.of(new PlanPeriod(null, planned.getFirst().plan()));
            for (Planned one : planned.subList(1, planned.size())) {
                periods = Dated.with(periods, new PlanPeriod(one.from(), one.plan()));
            }
            return periods;
        }

        private PlanState state(PlanId plan) {
            List<Priced> all = prices.get(plan);
            PlanPrices first = all.getFirst().prices();
            List<PlanPrices> dated = List.of(first);
            for (Priced one : all.subList(1, all.size())) {
                dated =
                        Dated.with(
                                dated,
                                new PlanPrices(
                                        one.from(), one.prices().fee(), one.prices().rates()));
            }
            return new PlanState(
                    plan,
                    vendor,
                    List.of(vendor),
                    "Plan",
                    first.fee(),
                    first.rates(),
                    CatalogStatus.ACTIVE,
                    random.nextBoolean() || dated.size() > 1 ? dated : null);
        }

        /** What all statements bill for the month, in minor units, by line. */
        private Map<String, Long> billed(YearMonth month) {
            Map<String, Long> billed = new TreeMap<>();
            closed.values().stream()
                    .flatMap(statement -> statement.lines().stream())
                    .filter(line -> line.period().equals(month))
                    .forEach(line -> billed.merge(line.key(), line.amount().amount(), Long::sum));
            billed.values().removeIf(amount -> amount == 0);
            return billed;
        }

        private Map<String, Long> rated(YearMonth month) {
            Statement statement = closed.get(Statement.id(payer, month));
            Map<String, Long> rated = new TreeMap<>();
            for (OrderState order : orders.values()) {
                if (YearMonth.from(order.placedAt().atOffset(ZoneOffset.UTC)).equals(month)) {
                    order.lines()
                            .forEach(
                                    line ->
                                            rated.put(
                                                    "order:"
                                                            + order.id().value()
                                                            + ":"
                                                            + line.id().value(),
                                                    ExactRating.owed(line)));
                }
            }
            List<Terms> days = daysAtClose.get(month);
            for (int from = 0; from < days.size(); ) {
                int to = from + 1;
                while (to < days.size() && Objects.equals(days.get(to), days.get(from))) {
                    to++;
                }
                if (days.get(from) != null) {
                    rate(rated, month, from + 1, to, days.get(from).prices());
                }
                from = to;
            }
            if (statement.commissionPercent() != null) {
                Map<String, Long> commissions = new TreeMap<>();
                rated.forEach(
                        (key, amount) -> {
                            if (!key.startsWith("fee")) {
                                commissions.put(
                                        "commission:" + key,
                                        -ExactRating.percent(
                                                amount, statement.commissionPercent()));
                            }
                        });
                rated.putAll(commissions);
            }
            rated.values().removeIf(amount -> amount == 0);
            return rated;
        }

        /** Rates the days of the month, the last one included, with the same terms. */
        private void rate(
                Map<String, Long> rated, YearMonth month, int first, int last, PlanPrices terms) {
            int of = month.lengthOfMonth();
            int count = last - first + 1;
            String from = count == of ? "" : "@" + month.atDay(first);
            rated.put("fee" + from, ExactRating.fee(terms.fee().amount(), count, of));
            for (MeterRate rate : terms.rates()) {
                Set<String> regions = regions(terms, rate);
                BigDecimal quantity =
                        used(
                                month.atDay(first),
                                month.atDay(last),
                                rate.meter(),
                                used -> regions.contains(used.region()));
                String where = rate.where() == null ? "" : "?region=" + rate.where().get("region");
                rated.put(
                        "usage:" + rate.meter() + where + from,
                        ExactRating.minor(rate.rate(), quantity, count, of));
            }
        }

        /** The regions that a rate is for; without one, those that no other rate is for. */
        private static Set<String> regions(PlanPrices terms, MeterRate rate) {
            if (rate.where() != null) {
                return Set.of(rate.where().get("region"));
            }
            Set<String> regions = new HashSet<>(REGIONS);
            terms.rates().stream()
                    .filter(other -> other.meter().equals(rate.meter()))
                    .flatMap(other -> Stream.ofNullable(other.where()))
                    .forEach(where -> regions.remove(where.get("region")));
            return regions;
        }

        private BigDecimal used(
                LocalDate first, LocalDate last, String meter, Predicate<Used> wanted) {
            return usage.entrySet().stream()
                    .filter(
                            one ->
                                    !one.getKey().day().isBefore(first)
                                            && !one.getKey().day().isAfter(last)
                                            && one.getKey().meter().equals(meter)
                                            && wanted.test(one.getKey()))
                    .map(Map.Entry::getValue)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private PlanId plan() {
            PlanId plan = PlanId.next();
            prices.put(plan, new ArrayList<>(List.of(new Priced(LocalDate.MIN, somePrices()))));
            return plan;
        }

        private PlanPrices somePrices() {
            return new PlanPrices(
                    null,
                    new Money(random.nextLong(1, 5_000), currency),
                    METERS.stream()
                            .filter(meter -> random.nextInt(4) > 0)
                            .flatMap(this::rates)
                            .toList());
        }

        /** One rate, or one for each of some regions and perhaps one for the rest. */
        private Stream<MeterRate> rates(String meter) {
            if (random.nextBoolean()) {
                return Stream.of(new MeterRate(meter, rate()));
            }
            List<MeterRate> rates = new ArrayList<>();
            for (String region : REGIONS.subList(0, random.nextInt(1, REGIONS.size() + 1))) {
                rates.add(new MeterRate(meter, Map.of("region", region), rate()));
            }
            if (random.nextBoolean()) {
                rates.add(new MeterRate(meter, rate()));
            }
            return rates.stream();
        }

        private Rate rate() {
            BigDecimal included = random.nextBoolean() ? null : decimal(300);
            BigDecimal minimum = random.nextInt(4) > 0 ? null : decimal(50);
            return switch (Rate.Model.values()[random.nextInt(Rate.Model.values().length)]) {
                case FLAT ->
                        new Rate(
                                Rate.Model.FLAT,
                                null,
                                decimal(20),
                                null,
                                included,
                                minimum,
                                currency);
                case UNIT ->
                        new Rate(
                                Rate.Model.UNIT,
                                null,
                                decimal(2),
                                null,
                                included,
                                minimum,
                                currency);
                case PACKAGE ->
                        new Rate(
                                Rate.Model.PACKAGE,
                                null,
                                decimal(5),
                                decimal(40).add(new BigDecimal("0.1")),
                                included,
                                minimum,
                                currency);
                case GRADUATED ->
                        new Rate(
                                Rate.Model.GRADUATED,
                                tiers(),
                                null,
                                null,
                                included,
                                minimum,
                                currency);
                case VOLUME ->
                        new Rate(
                                Rate.Model.VOLUME,
                                tiers(),
                                null,
                                null,
                                included,
                                minimum,
                                currency);
            };
        }

        private List<Rate.Tier> tiers() {
            List<Rate.Tier> tiers = new ArrayList<>();
            BigDecimal upTo = BigDecimal.ZERO;
            for (int i = random.nextInt(4); i > 0; i--) {
                upTo = upTo.add(decimal(500)).add(new BigDecimal("0.01"));
                tiers.add(new Rate.Tier(upTo, decimal(3), flat()));
            }
            tiers.add(new Rate.Tier(null, decimal(3), flat()));
            return tiers;
        }

        private BigDecimal flat() {
            return random.nextInt(3) > 0 ? null : decimal(10);
        }

        private BigDecimal percent() {
            return random.nextInt(4) == 0 ? BigDecimal.ZERO : decimal(40);
        }

        private BigDecimal decimal(int max) {
            int decimals = random.nextInt(5);
            long scale = (long) Math.pow(10, decimals);
            return BigDecimal.valueOf(random.nextLong(max * scale + 1), decimals);
        }

        /** Answers from the history instead of the store. */
        private final class Model extends ReadFacts {

            private Model() {
                super(null, null, null, null, SETTINGS);
            }

            @Override
            Map<String, DefinedMeter> meters(PartnerId vendor) {
                return Map.of();
            }

            @Override
            Facts of(Collection<? extends Payer> payers, YearMonth period) {
                Map<Ordered, List<OrderState>> ordered = new HashMap<>();
                for (int back = 0; back < MONTHS; back++) {
                    YearMonth month = period.minusMonths(back);
                    ordered.put(
                            new Ordered(payer, month),
                            orders.values().stream()
                                    .filter(
                                            order ->
                                                    YearMonth.from(
                                                                    order.placedAt()
                                                                            .atOffset(
                                                                                    ZoneOffset.UTC))
                                                            .equals(month))
                                    .toList());
                }
                Map<PlanId, PlanState> plans = new HashMap<>();
                prices.keySet().forEach(plan -> plans.put(plan, state(plan)));
                return new Facts(
                        Map.copyOf(closed),
                        plans,
                        ordered,
                        new Quantities(),
                        Set.of(),
                        Map.of("topic:0", 1L));
            }
        }

        /** The quantity of whatever is asked for. */
        private final class Quantities extends HashMap<Metered, BigDecimal> {

            @Override
            public BigDecimal get(Object key) {
                Metered asked = (Metered) key;
                return used(
                        asked.days().from(),
                        asked.days().to().minusDays(1),
                        asked.meter(),
                        used -> asked.part().has(Map.of("region", used.region())));
            }
        }
    }
}
