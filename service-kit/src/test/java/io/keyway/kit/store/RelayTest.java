package io.keyway.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.keyway.contracts.event.CustomerEvent.CustomerChanged;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.KitProperties;
import io.keyway.kit.test.TestPlatform;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Events while the bus is away, after a process has died, and with two processes at one aggregate.
 */
class RelayTest {

    record Note(CustomerId id, List<PartnerId> scope, String text) implements Aggregate {
        DomainEvent toEvent() {
            return new CustomerChanged(
                    new CustomerState(
                            id, scope.getLast(), scope, "a@example.com", text, null, true));
        }
    }

    private static final List<PartnerId> PATH = List.of(PartnerId.next());

    private final MongoClient client = MongoClients.create(TestPlatform.store());
    private final String database = "relay_" + UUID.randomUUID().toString().replace("-", "");
    private final List<Long> sent = new CopyOnWriteArrayList<>();
    private volatile boolean busAway;
    private volatile long sendMillis;
    private volatile long refusesAfter = Long.MAX_VALUE;
    private volatile long neverTaken = -1;
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final MovingClock clock = new MovingClock();

    /** One process of the service. */
    private final class Process {
        final Relay relay;
        final Aggregates<Note> notes;

        Process(String instance) {
            relay =
                    new Relay(
                            this::publish,
                            new UnsendableEvents(RelayTest.this::unsendable, metrics),
                            clock,
                            instance,
                            new KitProperties.Relay(
                                    Duration.ofMillis(500),
                                    Duration.ofSeconds(15),
                                    Duration.ofSeconds(5),
                                    Duration.ofHours(1),
                                    100,
                                    Duration.ofHours(1),
                                    500));
            notes =
                    new Store(
                                    client.getDatabase(database),
                                    relay,
                                    (topic, id) -> true,
                                    new AuditWriter("notes-service", clock, Optional::empty))
                            .aggregates("notes", Note.class)
                            .audited(Audited.NONE);
        }

        private void publish(OutboxEvent event) {
            if (busAway) {
                throw new IllegalStateException("the bus is away");
            }
            if (event.sequence() == neverTaken) {
                throw new UnsendableException("too large", new IllegalStateException());
            }
            if (event.sequence() > refusesAfter) {
                throw new IllegalStateException("the bus took only a part");
            }
            try {
                Thread.sleep(sendMillis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            sent.add(event.sequence());
        }

        void change(CustomerId id, String text) {
            notes.change(
                    id,
                    stored -> {
                        Note next = new Note(id, PATH, text);
                        return Decision.change(next, next.toEvent());
                    });
        }
    }

    @AfterEach
    void close() {
        client.getDatabase(database).drop();
        client.close();
    }

    @Test
    void eventsWrittenDuringBusOutageAreSentInOrderAfterwards() {
        Process process = new Process("one");
        busAway = true;
        Note note = new Note(CustomerId.next(), PATH, "a");
        process.notes.insert(note, note.toEvent());
        process.change(note.id(), "b");
        process.change(note.id(), "c");
        assertThat(sent).isEmpty();
        assertThat(process.notes.load(note.id()).orElseThrow().state().text()).isEqualTo("c");
        busAway = false;
        clock.forward(Duration.ofSeconds(16));
        process.relay.sweep(false);
        assertThat(sent).containsExactly(1000L, 2000L, 3000L);
        assertThat(pending()).isZero();
    }

    @Test
    void theSameProcessTriesAgainSoonWithoutWaitingForItsClaimToRunOut() {
        Process process = new Process("one");
        busAway = true;
        Note note = new Note(CustomerId.next(), PATH, "a");
        process.notes.insert(note, note.toEvent());
        process.relay.retry();
        assertThat(sent).isEmpty();
        busAway = false;
        process.relay.retry();
        assertThat(sent).containsExactly(1000L);
        assertThat(pending()).isZero();
    }

    @Test
    void noOtherProcessPublishesWhileAClaimIsValid() {
        Process one = new Process("one");
        Process two = new Process("two");
        busAway = true;
        Note note = new Note(CustomerId.next(), PATH, "a");
        one.notes.insert(note, note.toEvent());
        busAway = false;
        two.relay.sweep(false);
        two.relay.sweep(true);
        assertThat(sent).as("it is still the first one's").isEmpty();
        clock.forward(Duration.ofSeconds(16));
        two.relay.sweep(false);
        assertThat(sent).containsExactly(1000L);
    }

    @Test
    void aRestartedProcessPublishesItsOwnPendingEventsAtOnce() {
        Process before = new Process("one");
        busAway = true;
        Note note = new Note(CustomerId.next(), PATH, "a");
        before.notes.insert(note, note.toEvent());
        busAway = false;
        new Process("one").relay.sweep(true);
        assertThat(sent).containsExactly(1000L);
    }

    @Test
    void changesFromTwoProcessesAreSentInTheOrderInWhichTheyWereMade() throws Exception {
        Process one = new Process("one");
        Process two = new Process("two");
        Note note = new Note(CustomerId.next(), PATH, "a");
        one.notes.insert(note, note.toEvent());
        sendMillis = 3;
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 40; i++) {
                Process process = i % 2 == 0 ? one : two;
                String text = "t" + i;
                pool.submit(() -> process.change(note.id(), text));
            }
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(pending()).as("without a sweep").isZero());
        assertThat(sent).as("none before one that is older").isSorted();
        assertThat(sent.stream().distinct().count()).isEqualTo(41);
    }

    @Test
    void repeatedBulkInsertKeepsExistingDocuments() {
        Process process = new Process("one");
        Note note = new Note(CustomerId.next(), PATH, "a");
        Note other = new Note(CustomerId.next(), PATH, "b");
        process.notes.insertAll(List.of(note));
        process.change(note.id(), "newer");
        process.notes.insertAll(List.of(note, other));
        assertThat(process.notes.load(note.id()).orElseThrow().state().text()).isEqualTo("newer");
        assertThat(process.notes.load(other.id())).isPresent();
        assertThat(sent).as("a bulk has no events of its own").containsExactly(2000L);
    }

    @Test
    void theClaimOfADeadProcessRunsOutAlthoughAnotherKeepsWriting() {
        Process dead = new Process("one");
        Process alive = new Process("two");
        busAway = true;
        Note note = new Note(CustomerId.next(), PATH, "a");
        dead.notes.insert(note, note.toEvent());
        busAway = false;
        for (int i = 0; i < 4; i++) {
            assertThat(sent).as("the first one may be alive").isEmpty();
            clock.forward(Duration.ofSeconds(4));
            alive.change(note.id(), "t" + i);
        }
        assertThat(sent).as("after 16 s").containsExactly(1000L, 2000L, 3000L, 4000L, 5000L);
        assertThat(pending()).isZero();
    }

    @Test
    void aPartThatWasSentIsNotSentAgain() {
        Process process = new Process("one");
        Note note = new Note(CustomerId.next(), PATH, "a");
        refusesAfter = 1001;
        process.notes.insert(note, note.toEvent(), note.toEvent(), note.toEvent(), note.toEvent());
        assertThat(sent).containsExactly(1000L, 1001L);
        refusesAfter = Long.MAX_VALUE;
        process.relay.retry();
        assertThat(sent).containsExactly(1000L, 1001L, 1002L, 1003L);
    }

    @Test
    void eventsThatTheBrokerRefusesAreSetAside() {
        Process process = new Process("one");
        Note note = new Note(CustomerId.next(), PATH, "a");
        neverTaken = 1000;
        process.notes.insert(note, note.toEvent());
        process.change(note.id(), "b");
        assertThat(sent).containsExactly(2000L);
        assertThat(pending()).isZero();
        assertThat(metrics.counter("keyway.relay.unsendable").count()).isEqualTo(1);
        assertThat(unsendable().find().first())
                .containsEntry("_id", note.id() + ":1000")
                .containsEntry("reason", "too large");
    }

    /** Threads of one process write and relay one aggregate as fast as they can. */
    @Test
    void threadsOfOneProcessSendNothingOldAfterSomethingNew() throws Exception {
        Process process = new Process("one");
        List<Note> notes =
                Stream.generate(() -> new Note(CustomerId.next(), PATH, "a")).limit(5).toList();
        for (Note note : notes) {
            sent.clear();
            process.notes.insert(note, note.toEvent());
            try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
                for (int i = 0; i < 30; i++) {
                    String text = "t" + i;
                    pool.submit(() -> process.change(note.id(), text));
                }
            }
            await().untilAsserted(() -> assertThat(pending()).isZero());
            assertThat(sent).isSorted().doesNotHaveDuplicates().hasSize(31);
        }
    }

    @Test
    void deletedAggregatesAreRemovedOnceTheirEventIsSent() {
        Process process = new Process("one");
        Note note = new Note(CustomerId.next(), PATH, "a");
        Stored<Note> stored = process.notes.insert(note, note.toEvent()).orElseThrow();
        busAway = true;
        assertThat(process.notes.delete(stored, note.toEvent())).isTrue();
        assertThat(process.notes.load(note.id())).isEmpty();
        assertThat(process.notes.delete(stored, note.toEvent())).as("twice").isFalse();
        assertThat(documents().countDocuments()).isEqualTo(1);
        busAway = false;
        clock.forward(Duration.ofSeconds(16));
        process.relay.sweep(false);
        assertThat(sent).containsExactly(1000L, 2000L);
        assertThat(documents().countDocuments()).isZero();
    }

    private long pending() {
        return documents().countDocuments(Filters.exists("relayAfter"));
    }

    private MongoCollection<Document> unsendable() {
        return client.getDatabase(database).getCollection("unsendable-events");
    }

    private MongoCollection<Document> documents() {
        return client.getDatabase(database).getCollection("notes");
    }

    /** A clock that the test moves forward; it also runs by itself. */
    private static final class MovingClock extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        void forward(Duration by) {
            ahead = ahead.plus(by);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
