package io.keyway.license.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Topic;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.IssuanceEvent;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.Issuance.Completed;
import io.keyway.license.issuance.Issuance.Issuing;
import io.keyway.license.issuance.Issuance.Planned;
import io.keyway.license.issuance.Issuance.Waiting;
import io.keyway.license.issuance.IssuanceDocument.Stage;
import io.keyway.license.licenses.License;
import io.keyway.license.planning.IssuePlan;
import io.keyway.license.planning.IssueRequest;
import io.keyway.license.planning.PreparedIssue;
import io.keyway.license.quotas.ClaimQuotas;
import io.keyway.license.quotas.QuotaClaim;
import io.keyway.license.returns.ReturnsUnderTest;
import io.keyway.license.signing.SigningKey;
import io.keyway.license.simulation.Scheduler;
import io.keyway.license.simulation.Scheduler.Process;
import io.keyway.license.simulation.SimulatedBus;
import io.keyway.license.simulation.SimulatedStore;
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.KeyScheme;
import io.keyway.license.terms.LicenseTerms;
import io.keyway.license.terms.MachineTerms;
import io.keyway.license.terms.TrialRule;
import io.keyway.license.terms.UsageAfterEnd;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One history of orders, draws, returns and direct sales, worked on by two instances of
 * license-service that are killed at any point, on a bus that repeats. The seed says all of it.
 */
final class SagaSimulation {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final int AT_ONCE_MAX = 2;
    private static final int CHUNK_SIZE = 2;
    private static final int TASKS_MAX = 5;
    private static final int ROUNDS_MAX = 400;
    private static final PartnerId VENDOR = partner('1');
    private static final PartnerId PARTNER = partner('2');
    private static final List<PartnerId> PATH = List.of(VENDOR, PARTNER);
    private static final ProductId PRODUCT = ProductId.with(unique('3', 0));
    private static final PolicyId POLICY = PolicyId.with(unique('4', 0));
    private static final CustomerId CUSTOMER = CustomerId.with(unique('5', 0));
    private static final SigningKey KEY = SigningKey.of(1, new byte[32], NOW);
    private static final LicenseProperties SETTINGS = SimulatedSettings.of(CHUNK_SIZE);
    static final LicenseTerms TERMS =
            new LicenseTerms(
                    LicenseType.PERPETUAL,
                    null,
                    ExpiresFrom.ISSUE,
                    null,
                    null,
                    MachineTerms.DEFAULT,
                    false,
                    null,
                    Set.of(),
                    TrialRule.UNLIMITED,
                    false,
                    UsageAfterEnd.REJECT);

    private final Random random;
    private final Scheduler scheduler;
    private final SimulatedStore<Issuance> store;
    private final Issuances issuances;
    private final SimulatedQuotas quotas;
    private final SimulatedRegister register;
    private final SimulatedBus bus;
    private final IssuanceSaga saga;
    private final ReturnsUnderTest returns;
    private final List<SimulatedOrder> orders = new ArrayList<>();
    private final Map<IssuanceId, Issuance> wanted = new LinkedHashMap<>();
    private final Map<IssuanceId, Stage> answered = new LinkedHashMap<>();
    private final long grantLimit;
    private final long unpaidLimit;
    private Process[] instances;
    private int made;

    SagaSimulation(long seed) {
        this.random = new Random(seed);
        this.scheduler = new Scheduler(random);
        this.store = new SimulatedStore<>(scheduler);
        this.issuances = new Issuances(store);
        this.quotas = new SimulatedQuotas(scheduler);
        this.register = new SimulatedRegister(scheduler);
        this.bus = new SimulatedBus(scheduler);
        LicenseFactory factory =
                new LicenseFactory(null, SETTINGS) {
                    @Override
                    List<License> make(Planned issuance, Chunk chunk) {
                        return make(issuance, chunk, KEY);
                    }
                };
        ClaimQuotas claimQuotas =
                new ClaimQuotas(quotas, List.of(issuances, this::isRefusedReturn), SETTINGS, CLOCK);
        this.saga =
                new IssuanceSaga(
                        issuances,
                        quotas,
                        claimQuotas,
                        register,
                        factory,
                        unknown -> Optional.empty(),
                        nobody -> {},
                        CLOCK);
        IssuedLines lines = new IssuedLines(issuances, quotas, SETTINGS);
        this.returns =
                new ReturnsUnderTest(
                        scheduler, quotas, claimQuotas, lines, register, SETTINGS, CLOCK);
        this.instances = new Process[] {new Process("one"), new Process("two")};
        this.grantLimit = 2L + random.nextInt(12);
        this.unpaidLimit = 1L + random.nextInt(4);
        begin();
    }

    private boolean isRefusedReturn(Id holder) {
        return returns.keepsNothing(holder);
    }

    private void begin() {
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            Map<LineId, Long> quantities = new LinkedHashMap<>();
            for (int line = 0; line <= random.nextInt(2); line++) {
                quantities.put(LineId.with(next()), 1L + random.nextInt(5));
            }
            orders.add(
                    new SimulatedOrder(
                            OrderId.with(next()),
                            random.nextBoolean() ? Fulfillment.ON_DEMAND : Fulfillment.IMMEDIATE,
                            quantities,
                            PATH,
                            CUSTOMER,
                            PRODUCT,
                            POLICY,
                            NOW));
        }
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            Issuance asked = asked();
            wanted.put(asked.id(), asked);
        }
    }

    private Issuance asked() {
        int quantity = 1 + random.nextInt(5);
        SimulatedOrder order = orders.get(random.nextInt(orders.size()));
        List<QuotaClaim> claims = new ArrayList<>();
        LineId line = null;
        if (order.fulfillment == Fulfillment.ON_DEMAND && random.nextInt(4) > 0) {
            line = order.lines.get(random.nextInt(order.lines.size()));
            claims.add(QuotaClaim.ofLine(order.id, line, quantity, order.quantity(line)));
        } else {
            claims.add(QuotaClaim.ofUnpaid(PARTNER, quantity, unpaidLimit));
        }
        claims.add(random.nextInt(2), QuotaClaim.ofGrant(PARTNER, PRODUCT, quantity, grantLimit));
        IssueRequest request = request(line == null ? null : order.id, quantity);
        return Issuance.requested(
                IssuanceId.with(next()), PATH, request, prepared(quantity, line, claims), NOW);
    }

    private static IssueRequest request(OrderId order, int quantity) {
        return new IssueRequest(
                order,
                PRODUCT,
                POLICY,
                CUSTOMER,
                quantity,
                LicenseClass.PRIMARY,
                null,
                IssueRequest.Notes.NONE);
    }

    private static PreparedIssue prepared(int quantity, LineId line, List<QuotaClaim> claims) {
        boolean inBackground = quantity > AT_ONCE_MAX;
        return new PreparedIssue(
                new IssuePlan(TERMS, PaymentStatus.NOT_DUE, null, line, claims),
                new License.Owner(PATH, CUSTOMER, "Ada", "ada@example.com"),
                "CAD",
                "Year",
                KeyScheme.RANDOM,
                KEY.kid(),
                inBackground ? CHUNK_SIZE : quantity,
                inBackground);
    }

    /** Goes on until nothing is left to do, and looks whether all is as it must be. */
    void run() {
        int turns = 40 + random.nextInt(160);
        int kills = random.nextInt(4);
        for (int turn = 0; turn < turns; turn++) {
            int chance = random.nextInt(100);
            if (scheduler.idle() || (chance < 15 && scheduler.size() < TASKS_MAX)) {
                startSomething();
            } else if (chance > 96 && kills > 0) {
                kills--;
                int killed = random.nextInt(instances.length);
                scheduler.kill(instances[killed]);
                instances[killed] = new Process("another");
            } else {
                scheduler.step();
            }
        }
        drain();
        checkIssuances();
        checkQuotas();
        checkOrders();
        checkNews();
    }

    private void startSomething() {
        Process process = instances[random.nextInt(instances.length)];
        scheduler.start(process, task(random.nextInt(10)));
    }

    private Runnable task(int which) {
        int partition = random.nextInt(SimulatedBus.partitions());
        SimulatedOrder order = orders.get(random.nextInt(orders.size()));
        return switch (which) {
            case 0, 1 -> this::request;
            case 2 -> () -> order.relay(scheduler, bus);
            case 3 -> () -> relay();
            case 4 -> () -> bus.poll("license", Topic.ORDERS.name(), partition, this::hearOrder);
            case 5 -> () -> bus.poll("license", Topic.ISSUANCE.name(), partition, this::work);
            case 6 -> () -> bus.poll("order", Topic.ISSUANCE.name(), partition, this::hearAnswer);
            case 7 -> this::sweep;
            case 8 -> returns::sweep;
            default -> () -> order.ask(random, ReturnId.with(next()));
        };
    }

    private void drain() {
        scheduler.calmDown();
        for (int round = 0; round < ROUNDS_MAX; round++) {
            all().forEach(Runnable::run);
            if (isQuiet()) {
                return;
            }
        }
        throw new AssertionError("it does not come to an end");
    }

    private List<Runnable> all() {
        List<Runnable> all = new ArrayList<>();
        wanted.keySet().stream()
                .filter(id -> !answered.containsKey(id))
                .forEach(id -> all.add(() -> request(id)));
        orders.forEach(order -> all.add(() -> order.relay(scheduler, bus)));
        all.add(this::relay);
        for (int i = 0; i < SimulatedBus.partitions(); i++) {
            int partition = i;
            all.add(() -> bus.poll("license", Topic.ORDERS.name(), partition, this::hearOrder));
            all.add(() -> bus.poll("license", Topic.ISSUANCE.name(), partition, this::work));
            all.add(() -> bus.poll("order", Topic.ISSUANCE.name(), partition, this::hearAnswer));
        }
        all.add(this::sweep);
        all.add(returns::sweep);
        return all;
    }

    private boolean isQuiet() {
        return !store.hasEvents()
                && !returns.hasEvents()
                && orders.stream().noneMatch(SimulatedOrder::hasEvents)
                && bus.hasConsumed("license", Topic.ORDERS.name())
                && bus.hasConsumed("license", Topic.ISSUANCE.name())
                && bus.hasConsumed("order", Topic.ISSUANCE.name())
                && answered.keySet().containsAll(wanted.keySet())
                && store.all().stream().allMatch(Issuance::settled)
                && returns.allSettled();
    }

    private void request() {
        List<IssuanceId> ids = List.copyOf(wanted.keySet());
        request(ids.get(random.nextInt(ids.size())));
    }

    /** As over HTTP, perhaps repeated with the same Idempotency-Key. */
    private void request(IssuanceId id) {
        Issuance found = issuances.load(id).orElse(null);
        Issuance now =
                saga.advance(found == null ? issuances.start(wanted.get(id)) : found).issuance();
        answered.put(id, Stage.of(now));
    }

    private void relay() {
        store.relay(bus);
        returns.relay(bus);
    }

    private void hearOrder(DomainEvent event) {
        OrderState order = ((OrderEvent) event).order();
        if (order.fulfillment() == Fulfillment.IMMEDIATE && IssueOrderLines.isToBeIssued(order)) {
            for (OrderEvent.Line line : order.lines()) {
                advance(
                        issuances.start(
                                Issuance.ofLine(
                                        PATH,
                                        request(order.id(), Math.toIntExact(line.quantity())),
                                        line.id(),
                                        NOW)));
            }
        }
        returns.processor().begin(order);
    }

    private Issuance advance(Issuance issuance) {
        return saga.advance(issuance instanceof Waiting waiting ? prepare(waiting) : issuance)
                .issuance();
    }

    private Issuance prepare(Waiting issuance) {
        OrderId order = issuance.request().orderId();
        LineId line = issuance.head().immediateLine();
        int quantity = issuance.request().quantity();
        List<QuotaClaim> claims =
                List.of(
                        QuotaClaim.ofLine(order, line, quantity, quantity),
                        QuotaClaim.ofGrant(PARTNER, PRODUCT, quantity, grantLimit));
        return issuances.move(
                issuance.id(),
                Waiting.class,
                found -> found.prepared(prepared(quantity, line, claims), NOW));
    }

    private void work(DomainEvent event) {
        if (event instanceof IssuanceEvent.ChunkRequested chunk) {
            saga.issueChunk(chunk);
        }
    }

    private void hearAnswer(DomainEvent event) {
        orders.forEach(
                order -> {
                    if (event.key().equals(order.id.value())) {
                        order.onEvent((IssuanceEvent) event);
                    }
                });
    }

    /** Like the sweep, but also while another task works on the issuance. */
    private void sweep() {
        for (Issuance one : store.all()) {
            if (!one.settled()) {
                issuances
                        .takeUp(one.id(), NOW.plusSeconds(1), NOW)
                        .ifPresent(
                                taken -> {
                                    Issuance moved = advance(taken);
                                    if (moved instanceof Issuing issuing) {
                                        saga.issueRest(issuing);
                                    }
                                });
            }
        }
    }

    private void checkIssuances() {
        for (Issuance one : store.all()) {
            assertThat(Stage.of(one))
                    .as("%s has ended", one.id())
                    .isIn(Stage.COMPLETED, Stage.FAILED);
            long expected = Stage.of(one) == Stage.COMPLETED ? one.request().quantity() : 0;
            assertThat(register.of(one.id())).as("licenses of %s", one).isEqualTo(expected);
        }
        answered.forEach(
                (id, stage) -> {
                    Stage end = Stage.of(issuances(id));
                    if (stage == Stage.COMPLETED || stage == Stage.FAILED) {
                        assertThat(end).as("what was answered of %s", id).isEqualTo(stage);
                    }
                });
    }

    private Issuance issuances(IssuanceId id) {
        return store.all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    }

    private void checkQuotas() {
        long back = 0;
        for (ReturnsUnderTest.Ended one : returns.ended()) {
            if (one.done() && one.issued()) {
                back += one.parts().stream().mapToLong(ReturnsUnderTest.Part::quantity).sum();
            }
        }
        assertThat(used(QuotaClaim.ofGrant(PARTNER, PRODUCT, 1, 1)))
                .as("the grant")
                .isEqualTo(completed().mapToLong(one -> one.request().quantity()).sum() - back);
        assertThat(used(QuotaClaim.ofUnpaid(PARTNER, 1, 1)))
                .as("unpaid")
                .isEqualTo(
                        completed()
                                .filter(one -> one.request().orderId() == null)
                                .mapToLong(one -> one.request().quantity())
                                .sum());
    }

    /** Without abandoned claims, which are released when a claim is refused. */
    private long used(QuotaClaim claim) {
        long abandoned =
                quotas.claims(claim.quota()).entrySet().stream()
                        .filter(
                                claimed ->
                                        issuances.keepsNothing(claimed.getKey())
                                                || returns.keepsNothing(claimed.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        return quotas.used(claim.quota()) - abandoned;
    }

    private Stream<Completed> completed() {
        return store.all().stream().filter(Completed.class::isInstance).map(Completed.class::cast);
    }

    private void checkOrders() {
        for (SimulatedOrder order : orders) {
            assertThat(order.isWaiting()).as("%s waits for a return", order.id).isFalse();
            for (ReturnsUnderTest.Ended one : returns.ended()) {
                if (one.orderId().equals(order.id)) {
                    assertThat(order.outcomes()).containsEntry(one.id(), one.done());
                }
            }
            for (LineId line : order.lines) {
                long drawn =
                        completed()
                                .filter(one -> line.equals(one.prepared().plan().lineId()))
                                .mapToLong(one -> one.request().quantity())
                                .sum();
                long back = returned(line);
                boolean onDemand = order.fulfillment == Fulfillment.ON_DEMAND;
                assertThat(order.issued(line)).as("issued of %s", line).isEqualTo(drawn);
                assertThat(order.returned(line)).as("returned of %s", line).isEqualTo(back);
                assertThat(drawn + (onDemand ? back : 0))
                        .as("drawn and returned of %s", line)
                        .isLessThanOrEqualTo(order.quantity(line));
                assertThat(used(QuotaClaim.ofLine(order.id, line, 1, 1)))
                        .as("used of %s", line)
                        .isEqualTo(drawn + (onDemand || drawn == 0 ? back : 0));
                if (!onDemand) {
                    checkRevoked(order, line, drawn == 0 ? 0 : back);
                }
            }
        }
    }

    private long returned(LineId line) {
        return returns.ended().stream()
                .filter(ReturnsUnderTest.Ended::done)
                .flatMap(one -> one.parts().stream())
                .filter(part -> part.lineId().equals(line))
                .mapToLong(ReturnsUnderTest.Part::quantity)
                .sum();
    }

    /** The last of the line, and no others. */
    private void checkRevoked(SimulatedOrder order, LineId line, long count) {
        LicenseSeries series = LicenseSeries.of(Issuance.idOf(line), SETTINGS.signingSecretBytes());
        for (int index = 0; index < order.quantity(line); index++) {
            assertThat(register.revoked().contains(series.id(index)))
                    .as("license %d of %s, of which %d are returned", index, line, count)
                    .isEqualTo(index >= order.quantity(line) - count);
        }
    }

    /** Every license is in a published event. */
    private void checkNews() {
        Set<LicenseId> announced = new HashSet<>();
        bus.all(Topic.LICENSES.name())
                .forEach(
                        event ->
                                ((LicensesIssued) event)
                                        .items()
                                        .forEach(license -> announced.add(license.id())));
        assertThat(announced).isEqualTo(register.ids());
    }

    private String next() {
        return unique('9', ++made);
    }

    private static PartnerId partner(char first) {
        return PartnerId.with(unique(first, 0));
    }

    private static String unique(char kind, int number) {
        return "01hv7z8k3m9q2r4s6t8" + kind + "%06d".formatted(number);
    }
}
