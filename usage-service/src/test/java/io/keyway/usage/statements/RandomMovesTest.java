package io.keyway.usage.statements;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Days;
import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.StatementId;
import io.keyway.contracts.rating.Rate;
import io.keyway.usage.TestSettings;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.credits.NoCredits;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.PlanTerms;
import io.keyway.usage.metering.UsagePart;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.network.CustomerEdge;
import io.keyway.usage.network.CustomerEdge.Stay;
import io.keyway.usage.network.EdgeId;
import io.keyway.usage.network.Payer;
import io.keyway.usage.statements.Facts.Metered;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Random histories of a customer that moves to and fro between two partners over four months, with
 * usage on time and late, changed and removed plans, and a close after each month. What all
 * statements together bill for a month at a partner must equal an independent rating: nothing for
 * months in which it belonged to the other one.
 *
 * <p>{@code -Dkeyway.statements.histories=100000 -Dkeyway.statements.seed=…}
 */
class RandomMovesTest {

    private static final int HISTORIES = Integer.getInteger("keyway.statements.histories", 5_000);
    private static final YearMonth FIRST = YearMonth.of(2026, 1);
    private static final int MONTHS = 4;
    private static final List<String> METERS = List.of("calls", "messages");

    private static final UsageProperties SETTINGS = TestSettings.adjusting(MONTHS - 1);

    @Test
    void eachPartnerIsOwedWhatItsCustomerUsedThere() {
        long seed = Long.getLong("keyway.statements.seed", ThreadLocalRandom.current().nextLong());
        System.out.println(HISTORIES + " histories of moved customers, seed " + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < HISTORIES; i++) {
            new History(seeds.nextLong()).play();
        }
    }

    private static final class History {

        private final long seed;
        private final SplittableRandom random;
        private final PartnerId vendor = PartnerId.next();
        private final List<PartnerId> partners = List.of(PartnerId.next(), PartnerId.next());
        private final CustomerId customer = CustomerId.next();
        private final Map<PartnerId, List<Stay>> stays = new HashMap<>();
        private final Map<PartnerId, PlanTerms> plans = new HashMap<>();
        private final Map<Metered, BigDecimal> usage = new HashMap<>();
        private final Map<StatementId, Statement> closed = new HashMap<>();
        private PartnerId at = partners.getFirst();
        private int moves;

        private History(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            begin(start(FIRST));
        }

        void play() {
            for (YearMonth now = FIRST; now.isBefore(end()); now = now.plusMonths(1)) {
                for (int steps = random.nextInt(8); steps > 0; steps--) {
                    step(now, steps);
                }
                close(now);
            }
            for (PartnerId partner : partners) {
                for (YearMonth month = FIRST; month.isBefore(end()); month = month.plusMonths(1)) {
                    assertThat(billed(partner, month))
                            .as("%s of the history with seed %d", month, seed)
                            .isEqualTo(rated(partner, month));
                }
            }
        }

        private static YearMonth end() {
            return FIRST.plusMonths(MONTHS);
        }

        private void step(YearMonth now, int stepsLeft) {
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> use(now);
                // Later steps are later in the month.
                case 4, 5 -> move(start(now).plus(Duration.ofDays(20 - stepsLeft)));
                case 6 -> plans.put(at, plan());
                default -> plans.remove(at);
            }
        }

        private void use(YearMonth now) {
            YearMonth about =
                    now.minusMonths(
                            random.nextLong(
                                    FIRST.until(now, java.time.temporal.ChronoUnit.MONTHS) + 1));
            if (existed(at, about)) {
                usage.merge(
                        metered(at, about, METERS.get(random.nextInt(METERS.size()))),
                        decimal(1_000),
                        BigDecimal::add);
            }
        }

        private void move(Instant time) {
            List<Stay> before = stays.get(at);
            Stay last = before.removeLast();
            before.add(new Stay(last.first(), last.since(), last.last(), last.seen(), true, time));
            at = partners.get(1 - partners.indexOf(at));
            begin(time);
        }

        private void begin(Instant time) {
            stays.computeIfAbsent(at, any -> new ArrayList<>())
                    .add(new Stay(++moves, time, moves, time, true, null));
            plans.putIfAbsent(at, plan());
        }

        private boolean existed(PartnerId partner, YearMonth month) {
            return stays.getOrDefault(partner, List.of()).stream()
                    .anyMatch(
                            stay ->
                                    stay.since().isBefore(start(month.plusMonths(1)))
                                            && (stay.until() == null
                                                    || stay.until().isAfter(start(month))));
        }

        private static Instant start(YearMonth month) {
            return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }

        private void close(YearMonth month) {
            List<Statement> statements =
                    new ComputeStatement(new Model(), null, new NoCredits(), SETTINGS)
                            .of(stays.keySet().stream().map(this::edge).toList(), month);
            for (Statement statement : statements) {
                assertThat(statement.customerId()).isEqualTo(customer);
                assertThat(statement.scope()).containsExactly(vendor, statement.payeeId());
                if (!statement.lines().isEmpty()) {
                    closed.put(statement.id(), statement.closed(Instant.EPOCH));
                }
            }
        }

        private CustomerEdge edge(PartnerId partner) {
            PlanTerms plan = plans.get(partner);
            return new CustomerEdge(
                    new CustomerState(
                            customer,
                            partner,
                            List.of(vendor, partner),
                            "ada@example.org",
                            "Ada",
                            null,
                            true,
                            plan == null ? null : plan.planId()),
                    true,
                    stays.get(partner),
                    1);
        }

        /** What all statements bill for the month at the partner, in minor units, by line. */
        private Map<String, Long> billed(PartnerId partner, YearMonth month) {
            Map<String, Long> billed = new TreeMap<>();
            closed.values().stream()
                    .filter(statement -> statement.payeeId().equals(partner))
                    .flatMap(statement -> statement.lines().stream())
                    .filter(line -> line.period().equals(month))
                    .forEach(line -> billed.merge(line.key(), line.amount().amount(), Long::sum));
            billed.values().removeIf(amount -> amount == 0);
            return billed;
        }

        private Map<String, Long> rated(PartnerId partner, YearMonth month) {
            Map<String, Long> rated = new TreeMap<>();
            Statement statement = closed.get(Statement.id(EdgeId.of(customer, partner), month));
            PlanTerms terms = statement == null ? null : statement.terms();
            if (terms != null && existed(partner, month)) {
                rated.put("fee", terms.fee().amount());
                for (MeterRate rate : terms.rates()) {
                    rated.put(
                            "usage:" + rate.meter(),
                            ExactRating.minor(
                                    rate.rate(),
                                    usage.getOrDefault(
                                            metered(partner, month, rate.meter()),
                                            BigDecimal.ZERO)));
                }
            }
            if (statement != null) {
                assertThat(statement.lines())
                        .extracting(Line::kind)
                        .doesNotContain(Line.Kind.ORDER, Line.Kind.COMMISSION);
            }
            rated.values().removeIf(amount -> amount == 0);
            return rated;
        }

        private Metered metered(PartnerId partner, YearMonth month, String meter) {
            return new Metered(EdgeId.of(customer, partner), meter, UsagePart.ALL, Days.of(month));
        }

        private PlanTerms plan() {
            return new PlanTerms(
                    PlanId.next(),
                    "Plan",
                    new Money(random.nextLong(1, 5_000), "EUR"),
                    METERS.stream()
                            .filter(meter -> random.nextInt(4) > 0)
                            .map(meter -> new MeterRate(meter, rate()))
                            .toList());
        }

        private PlanState state(PlanTerms plan) {
            return new PlanState(
                    plan.planId(),
                    vendor,
                    List.of(vendor),
                    plan.name(),
                    plan.fee(),
                    plan.rates(),
                    CatalogStatus.ACTIVE);
        }

        private Rate rate() {
            return new Rate(
                    Rate.Model.UNIT,
                    null,
                    decimal(2),
                    null,
                    random.nextBoolean() ? null : decimal(300),
                    random.nextInt(4) > 0 ? null : decimal(50),
                    "EUR");
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
                Map<Metered, BigDecimal> quantities = new HashMap<>();
                for (Payer payer : payers) {
                    for (int back = 0; back < MONTHS; back++) {
                        for (String meter : METERS) {
                            Metered key =
                                    new Metered(
                                            payer.key(),
                                            meter,
                                            UsagePart.ALL,
                                            Days.of(period.minusMonths(back)));
                            quantities.put(key, usage.getOrDefault(key, BigDecimal.ZERO));
                        }
                    }
                }
                Map<PlanId, PlanState> byId = new HashMap<>();
                plans.values().forEach(plan -> byId.put(plan.planId(), state(plan)));
                return new Facts(
                        Map.copyOf(closed),
                        byId,
                        Map.of(),
                        quantities,
                        Set.of(),
                        Map.of("topic:0", 1L));
            }
        }
    }
}
