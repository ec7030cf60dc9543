package io.keyway.usage.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.bus.Received;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import io.keyway.usage.metering.TimeSortedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The store of edges: a customer with a plan moves from one reseller to another. */
@KeywayTest
class CustomerEdgesTest {

    private static final Instant JANUARY = Instant.parse("2026-01-10T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2026-02-10T00:00:00Z");

    @Autowired private CustomerEdges edges;
    private final PartnerId vendor = PartnerId.next();
    private final PartnerId first = PartnerId.next();
    private final PartnerId second = PartnerId.next();
    private final CustomerId customer = CustomerId.next();
    private final Received<CustomerEvent> joined = received(first, 1, JANUARY);
    private final Received<CustomerEvent> moved = received(second, 2, FEBRUARY);

    @Test
    void eachPartnerSeesItsOwnEdgeAndThoseAboveSeeBoth() {
        edges.seen(List.of(joined));
        edges.seen(List.of(moved));

        assertThat(payees(Callers.partner(vendor, first))).containsExactly(first);
        assertThat(payees(Callers.partner(vendor, second))).containsExactly(second);
        assertThat(payees(Callers.partner(vendor))).containsExactlyInAnyOrder(first, second);
        assertThat(payees(Callers.customer(customer, vendor, second)))
                .containsExactlyInAnyOrder(first, second);
        assertThat(payees(Callers.customer(CustomerId.next(), vendor, second))).isEmpty();
        assertThat(payees(Callers.partner(vendor, PartnerId.next()))).isEmpty();
    }

    @Test
    void theOrderAndTheNumberOfDeliveriesDoNotMatter() {
        edges.seen(List.of(moved));
        edges.seen(List.of(joined, moved, joined));

        CustomerEdge former = edge(first);
        assertThat(former.existed(JANUARY, FEBRUARY)).isTrue();
        assertThat(former.existed(FEBRUARY, FEBRUARY.plusSeconds(1))).isFalse();
        assertThat(edge(second).stays())
                .singleElement()
                .satisfies(stay -> assertThat(stay.since()).isEqualTo(FEBRUARY));
        long revision = former.revision();
        edges.seen(List.of(joined, moved));
        assertThat(edge(first).revision()).isEqualTo(revision);
    }

    /** Two processes that hold the partition for a moment write the same customer. */
    @Test
    void writersAtTheSameTimeLoseNothing() throws InterruptedException {
        List<Received<CustomerEvent>> events = new ArrayList<>();
        for (int sequence = 1; sequence <= 40; sequence++) {
            events.add(
                    received(
                            sequence % 2 == 0 ? first : second,
                            sequence,
                            JANUARY.plusSeconds(sequence)));
        }
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(
                    Thread.ofPlatform()
                            .start(() -> events.forEach(event -> edges.seen(List.of(event)))));
        }
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(edge(first).stays()).hasSize(20);
        assertThat(edge(second).stays()).hasSize(20);
        assertThat(edge(first).stays().getLast().until()).isNull();
        assertThat(edge(second).stays().getLast().until()).isEqualTo(JANUARY.plusSeconds(40));
    }

    @Test
    void customersWithoutAPlanAreNoPayers() {
        edges.seen(List.of(received(null, first, 1, JANUARY)));

        assertThat(payees(Callers.partner(vendor, first))).isEmpty();
        assertThat(edges.countBillable(Callers.partner(vendor))).isZero();
        assertThat(edges.branch(vendor, null, 10)).isEmpty();

        edges.seen(List.of(received(first, 2, FEBRUARY)));
        assertThat(edges.countBillable(Callers.partner(vendor))).isEqualTo(1);
        assertThat(edges.branch(vendor, null, 10)).hasSize(1);
        assertThat(edges.branch(first, null, 10)).hasSize(1);
        assertThat(edges.branch(second, null, 10)).isEmpty();
    }

    @Test
    void aStatementsPayerIsFoundByTheEndOfItsId() {
        edges.seen(List.of(joined, moved));
        String rest = TimeSortedIds.rest(EdgeId.of(customer, first).uniquePart());

        assertThat(edges.payer(Callers.partner(vendor, first), rest))
                .hasValueSatisfying(edge -> assertThat(edge.payeeId()).isEqualTo(first));
        assertThat(edges.payer(Callers.partner(vendor, second), rest)).isEmpty();
    }

    private List<PartnerId> payees(Caller caller) {
        return edges.of(caller, customer, PageRequest.first(10)).items().stream()
                .map(CustomerEdge::payeeId)
                .toList();
    }

    private CustomerEdge edge(PartnerId partner) {
        EdgeId id = EdgeId.of(customer, partner);
        return edges.load(List.of(id)).get(id);
    }

    private Received<CustomerEvent> received(PartnerId partner, long sequence, Instant time) {
        return received(PlanId.next(), partner, sequence, time);
    }

    private Received<CustomerEvent> received(
            PlanId plan, PartnerId partner, long sequence, Instant time) {
        return new Received<>(
                Branch.customer(customer, plan, vendor, partner), "x:" + sequence, sequence, time);
    }
}
