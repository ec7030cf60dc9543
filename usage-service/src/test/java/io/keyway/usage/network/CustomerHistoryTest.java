package io.keyway.usage.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.usage.network.CustomerEdge.Stay;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** A customer moves between partners; its events come in any order, one batch each. */
class CustomerHistoryTest {

    private static final Instant START = Instant.parse("2026-01-15T00:00:00Z");

    private final PartnerId vendor = PartnerId.next();
    private final PartnerId a = PartnerId.next();
    private final PartnerId b = PartnerId.next();
    private final CustomerId customer = CustomerId.next();
    private final PlanId plan = PlanId.next();

    /** One event a month. */
    private record Event(CustomerState state, long sequence) {
        Instant time() {
            return month(sequence);
        }
    }

    private static Instant month(long sequence) {
        return START.plus(Duration.ofDays(30 * (sequence - 1)));
    }

    @Test
    void movedCustomerLeavesAnEdgeInEveryOrder() {
        for (List<Event> order : permutations(List.of(at(a, 1), at(b, 2)))) {
            Map<PartnerId, CustomerEdge> edges = play(order);

            assertThat(edges.get(a).stays()).containsExactly(stay(1, 1, month(2)));
            assertThat(edges.get(b).stays()).containsExactly(stay(2, 2, null));
            assertThat(edges.get(a).customer().name()).isEqualTo("1");
            assertThat(edges.get(b).customer().name()).isEqualTo("2");
        }
    }

    @Test
    void customerThatComesBackBelongsThereAgainInEveryOrder() {
        for (List<Event> order : permutations(List.of(at(a, 1), at(b, 2), at(a, 3)))) {
            Map<PartnerId, CustomerEdge> edges = play(order);

            assertThat(edges.get(a).stays())
                    .as(order.toString())
                    .containsExactly(stay(1, 1, month(2)), stay(3, 3, null));
            assertThat(edges.get(b).stays()).containsExactly(stay(2, 2, month(3)));
            assertThat(edges.get(a).customer().name()).isEqualTo("3");
            assertThat(edges).hasSize(2);
        }
    }

    @Test
    void changesWithoutAMoveAreOneStayInEveryOrder() {
        for (List<Event> order : permutations(List.of(at(a, 1), at(a, 2), at(a, 3), at(b, 4)))) {
            Map<PartnerId, CustomerEdge> edges = play(order);

            assertThat(edges.get(a).stays()).containsExactly(stay(1, 3, month(4)));
            assertThat(edges.get(a).customer().name()).isEqualTo("3");
        }
    }

    @RepeatedTest(50)
    void eventsThatAreDeliveredAgainChangeNothing(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        List<Event> events = new ArrayList<>();
        for (int sequence = 1; sequence <= 12; sequence++) {
            CustomerState state = state(random.nextBoolean() ? a : b, "" + sequence, plan);
            events.add(new Event(random.nextInt(4) > 0 ? state : inactive(state), sequence));
        }
        Map<PartnerId, CustomerEdge> once = play(events);

        List<Event> again = new ArrayList<>();
        for (int from = 0; from < events.size(); from++) {
            again.addAll(events.subList(random.nextInt(from + 1), from + 1));
        }
        assertThat(play(again)).isEqualTo(once);
        Collections.shuffle(again, random);
        List<Event> known = new ArrayList<>(events);
        known.addAll(again);
        assertThat(play(known)).isEqualTo(once);
        assertThat(playAtOnce(events)).isEqualTo(once);
    }

    @Test
    void onlyTheEdgeThatChangesIsWritten() {
        Map<PartnerId, CustomerEdge> edges = new HashMap<>();
        assertThat(take(edges, at(a, 1))).containsExactly(a);
        assertThat(take(edges, at(a, 1))).isEmpty();
        assertThat(take(edges, at(b, 2))).containsExactlyInAnyOrder(a, b);
        assertThat(take(edges, at(b, 3))).containsExactly(b);
        assertThat(edges.get(a).revision()).isEqualTo(2);
        assertThat(edges.get(b).revision()).isEqualTo(2);
    }

    @Test
    void whoHadAPlanStaysBillableThereAndNowhereElse() {
        Event withPlan = new Event(state(a, "1", plan), 1);
        for (List<Event> order : permutations(List.of(withPlan, at(a, 2), at(b, 3)))) {
            Map<PartnerId, CustomerEdge> edges = play(order);

            assertThat(edges.get(a).billable()).isTrue();
            assertThat(PlanPeriod.plans(edges.get(a).plans())).isEmpty();
            assertThat(edges.get(b).billable()).isFalse();
        }
    }

    @Test
    void whoIsToHaveAPlanIsBillable() {
        CustomerState none = state(a, "1", null);
        CustomerState coming =
                new CustomerState(
                        none.id(),
                        none.partnerId(),
                        none.path(),
                        none.email(),
                        none.name(),
                        null,
                        true,
                        null,
                        List.of(
                                new PlanPeriod(null, null),
                                new PlanPeriod(LocalDate.of(2026, 5, 1), plan)));

        assertThat(play(List.of(new Event(none, 1))).get(a).billable()).isFalse();
        assertThat(play(List.of(new Event(coming, 1))).get(a).billable()).isTrue();
    }

    @Test
    void existsAtAPartnerOnlyInTheMonthsOfItsStays() {
        Map<PartnerId, CustomerEdge> edges = play(List.of(at(a, 1), at(b, 2), at(b, 3), at(a, 4)));

        assertThat(existed(edges.get(a), "2025-12-01", "2026-01-15")).isFalse();
        assertThat(existed(edges.get(a), "2026-01-01", "2026-02-01")).isTrue();
        assertThat(existed(edges.get(a), "2026-02-14", "2026-02-15")).isFalse();
        assertThat(existed(edges.get(a), "2026-02-15", "2026-04-15")).isFalse();
        assertThat(existed(edges.get(a), "2026-04-01", "2026-05-01")).isTrue();
        assertThat(existed(edges.get(b), "2026-02-01", "2026-03-01")).isTrue();
    }

    /** A deleted customer is told of as one that is switched off. */
    @Test
    void doesNotExistWhileSwitchedOff() {
        Map<PartnerId, CustomerEdge> edges =
                play(List.of(at(a, 1), new Event(inactive(state(a, "2", null)), 2), at(a, 5)));

        assertThat(existed(edges.get(a), "2026-02-01", "2026-03-01")).isTrue();
        assertThat(existed(edges.get(a), "2026-03-01", "2026-04-01")).isFalse();
        assertThat(existed(edges.get(a), "2026-06-01", "2026-07-01")).isTrue();
    }

    @Test
    void theLastStaysAreKept() {
        List<Event> events = new ArrayList<>();
        for (int sequence = 1; sequence <= 2 * CustomerEdge.STAYS_MAX + 4; sequence++) {
            events.add(at(sequence % 2 == 0 ? a : b, sequence));
        }
        CustomerEdge edge = play(events).get(a);

        assertThat(edge.stays()).hasSize(CustomerEdge.STAYS_MAX);
        assertThat(edge.stays().getLast().first()).isEqualTo(2 * CustomerEdge.STAYS_MAX + 4);
        assertThat(edge.stays().getFirst().first()).isEqualTo(6);
    }

    private static boolean existed(CustomerEdge edge, String from, String to) {
        return edge.existed(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"));
    }

    private static Stay stay(long first, long last, @Nullable Instant until) {
        return new Stay(first, month(first), last, month(last), true, until);
    }

    private Event at(PartnerId partner, long sequence) {
        return new Event(state(partner, "" + sequence, null), sequence);
    }

    private CustomerState state(PartnerId partner, String name, @Nullable PlanId planId) {
        return new CustomerState(
                customer,
                partner,
                List.of(vendor, partner),
                "ada@example.org",
                name,
                null,
                true,
                planId);
    }

    private static CustomerState inactive(CustomerState state) {
        return new CustomerState(
                state.id(),
                state.partnerId(),
                state.path(),
                state.email(),
                state.name(),
                state.company(),
                false,
                state.planId());
    }

    /** The edges after these events, without their revisions. */
    private static Map<PartnerId, CustomerEdge> play(List<Event> events) {
        Map<PartnerId, CustomerEdge> edges = new HashMap<>();
        events.forEach(event -> take(edges, event));
        edges.replaceAll((partner, edge) -> withoutRevision(edge));
        return edges;
    }

    private static Map<PartnerId, CustomerEdge> playAtOnce(List<Event> events) {
        CustomerHistory history = new CustomerHistory(List.of());
        events.forEach(event -> history.add(event.state(), event.sequence(), event.time()));
        Map<PartnerId, CustomerEdge> edges = new HashMap<>();
        history.changed().forEach(edge -> edges.put(edge.payeeId(), withoutRevision(edge)));
        return edges;
    }

    private static CustomerEdge withoutRevision(CustomerEdge edge) {
        return new CustomerEdge(edge.customer(), edge.billable(), edge.stays(), 0);
    }

    /** Stores what the event changes, and says whose edges that are. */
    private static List<PartnerId> take(Map<PartnerId, CustomerEdge> edges, Event event) {
        CustomerHistory history = new CustomerHistory(edges.values());
        history.add(event.state(), event.sequence(), event.time());
        List<CustomerEdge> changed = history.changed();
        changed.forEach(edge -> edges.put(edge.payeeId(), edge));
        return changed.stream().map(CustomerEdge::payeeId).toList();
    }

    private static <T> List<List<T>> permutations(List<T> all) {
        if (all.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            List<T> rest = new ArrayList<>(all);
            T first = rest.remove(i);
            for (List<T> tail : permutations(rest)) {
                List<T> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                found.add(one);
            }
        }
        return found;
    }
}
