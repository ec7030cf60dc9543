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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of events when the bus is away, a process dies or two processes are at one
 * aggregate.
 */
class RelayTest {

    record Note(CustomerId id, List<PartnerId> scope, String text) implements Aggregate {
        DomainEvent told() {
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
    private final MovingClock clock = new MovingClock();

    /** One process of the service. */
    private final class Process {
        final Relay relay;
        final Aggregates<Note> notes;

        Process(String instance) {
            relay =
                    new Relay(
                            this::publish,
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
                                    new Trail("notes-service", clock, Optional::empty))
                            .aggregates("notes", Note.class)
                            .audited(Audited.NONE);
        }

        private void publish(OutboxEvent event) {
            if (busAway) {
                throw new IllegalStateException("the bus is away");
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
                        return Decision.change(next, next.told());
                    });
        }
    }

    @AfterEach
    void close() {
        client.getDatabase(database).drop();
        client.close();
    }

    @Test
    void whatWasWrittenWhileTheBusWasAwayIsSentInOrderWhenItIsBack() {
        Process process = new Process("one");
        busAway = true;
        Note note = new Note(CustomerId.next(), PATH, "a");
        process.notes.insert(note, note.told());
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
        process.notes.insert(note, note.told());
        process.relay.retry();
        assertThat(sent).isEmpty();
        busAway = false;
        process.relay.retry();
        assertThat(sent).containsExactly(1000L);
        assertThat(pending()).isZero();
    }

    @Test
    void nobodyElseSendsWhileAClaimHolds() {
        Process one = new Process("one");
        Process two = new Process("two");
        busAway = true;
        Note note = new Note(CustomerId.next(), PATH, "a");
        one.notes.insert(note, note.told());
        busAway = false;
        two.relay.sweep(false);
        two.relay.sweep(true);
        assertThat(sent).as("it is still the first one's").isEmpty();
        clock.forward(Duration.ofSeconds(16));
        two.relay.sweep(false);
        assertThat(sent).containsExactly(1000L);
    }

    @Test
    void aProcessThatStartsAgainTakesUpItsOwnAtOnce() {
        Process before = new Process("one");
        busAway = true;
        Note note = new Note(CustomerId.next(), PATH, "a");
        before.notes.insert(note, note.told());
        busAway = false;
        new Process("one").relay.sweep(true);
        assertThat(sent).containsExactly(1000L);
    }

    @Test
    void changesFromTwoProcessesAreSentInTheOrderInWhichTheyWereMade() throws Exception {
        Process one = new Process("one");
        Process two = new Process("two");
        Note note = new Note(CustomerId.next(), PATH, "a");
        one.notes.insert(note, note.told());
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
    void aRepeatedBulkSendsNothingOldAfterSomethingNew() {
        Process process = new Process("one");
        Note note = new Note(CustomerId.next(), PATH, "a");
        Note other = new Note(CustomerId.next(), PATH, "b");
        process.notes.insertAll(List.of(note), Note::told);
        process.change(note.id(), "newer");
        List<Note> again = new ArrayList<>(List.of(note, other));
        process.notes.insertAll(again, Note::told);
        await().untilAsserted(() -> assertThat(sent).containsExactly(1000L, 2000L, 1000L));
        assertThat(process.notes.load(note.id()).orElseThrow().state().text()).isEqualTo("newer");
    }

    @Test
    void whatIsDeletedIsGoneAtOnceAndFromTheStoreWhenItsEventIsOut() {
        Process process = new Process("one");
        Note note = new Note(CustomerId.next(), PATH, "a");
        Stored<Note> stored = process.notes.insert(note, note.told()).orElseThrow();
        busAway = true;
        assertThat(process.notes.delete(stored, note.told())).isTrue();
        assertThat(process.notes.load(note.id())).isEmpty();
        assertThat(process.notes.delete(stored, note.told())).as("twice").isFalse();
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

    private MongoCollection<Document> documents() {
        return client.getDatabase(database).getCollection("notes");
    }

    /** Time passes when the test says so, and a little by itself. */
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
