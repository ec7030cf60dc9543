package io.keyway.kit.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.bus.DeadLetters;
import io.keyway.kit.bus.Received;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.Store;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.kit.test.TestPlatform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/**
 * From a command to the bus and back: in order, once, and events that fail are kept as dead
 * letters.
 */
@KeywayTest
class NotesBusTest {

    private final Caller owner = Callers.partner(PartnerId.next());
    @Autowired private Environment environment;
    @Autowired private List<Received<CustomerEvent>> received;
    @Autowired private Replica<CustomerState> customerReplica;
    @Autowired private DeadLetters deadLetters;
    @Autowired private Store store;
    private Api api;

    @BeforeEach
    void connect() {
        api = new Api(environment);
    }

    @Test
    void eventsOfAnAggregateComeInOrderAndTheOutboxIsEmptied() {
        String id = create("n-" + UUID.randomUUID());
        for (int rank = 1; rank <= 10; rank++) {
            api.patch(owner, "/api/v1/notes/" + id, Map.of("rank", rank));
        }
        await().untilAsserted(() -> assertThat(sequencesOf(id)).hasSize(11));
        assertThat(sequencesOf(id)).isSorted().doesNotHaveDuplicates();
        Document document = notes().find(new Document("_id", id)).first();
        await().untilAsserted(
                        () ->
                                assertThat(notes().find(new Document("_id", id)).first())
                                        .doesNotContainKey("outbox"));
        assertThat(document.getLong("version")).isEqualTo(11);
    }

    @Test
    void anEventIsACloudEventInBinaryMode() {
        String id = create("n-" + UUID.randomUUID());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                TestPlatform.brokers(),
                                "group.id",
                                UUID.randomUUID().toString(),
                                "auto.offset.reset",
                                "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.subscribe(List.of("customers"));
            Map<String, String> headers = new HashMap<>();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> {
                                consumer.poll(Duration.ofMillis(200))
                                        .forEach(
                                                event -> {
                                                    if (id.equals(event.key())) {
                                                        event.headers()
                                                                .forEach(
                                                                        header ->
                                                                                headers.put(
                                                                                        header
                                                                                                .key(),
                                                                                        new String(
                                                                                                header
                                                                                                        .value(),
                                                                                                StandardCharsets
                                                                                                        .UTF_8)));
                                                    }
                                                });
                                assertThat(headers).isNotEmpty();
                            });
            assertThat(headers)
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_type", "io.keyway.customer.changed.v1")
                    .containsEntry("ce_source", "/notes-service")
                    .containsEntry("ce_subject", id)
                    .containsEntry("ce_id", id + ":1000")
                    .containsEntry("content-type", "application/json");
        }
    }

    @Test
    void sweepSendsEventsLeftByACrash() {
        String id = create("n-" + UUID.randomUUID());
        await().untilAsserted(() -> assertThat(sequencesOf(id)).hasSize(1));
        // The relay has removed the event, so it will not change the note any more.
        await().untilAsserted(
                        () ->
                                assertThat(notes().find(new Document("_id", id)).first())
                                        .doesNotContainKey("relayAfter"));
        // As if the process had died between write and send: an event whose claim has expired.
        Document event =
                new Document("sequence", 2000L)
                        .append("id", id + ":2000")
                        .append("type", "io.keyway.customer.changed.v1")
                        .append("topic", "customers")
                        .append("key", id)
                        .append("subject", id)
                        .append("time", "2026-03-01T12:00:00Z")
                        .append(
                                "data",
                                "{\"type\":\"io.keyway.customer.changed.v1\",\"customer\":{\"id\":\""
                                        + id
                                        + "\",\"partnerId\":\""
                                        + owner.partnerId()
                                        + "\",\"path\":[\""
                                        + owner.partnerId()
                                        + "\"],\"email\":\"a@example.com\",\"name\":\"left behind\",\"active\":true}}");
        notes().updateOne(
                        new Document("_id", id),
                        new Document(
                                "$set",
                                new Document("outbox", List.of(event))
                                        .append("relayBy", "dead-process")
                                        .append("relayAfter", new java.util.Date(0))));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(sequencesOf(id)).contains(2000L));
        await().untilAsserted(
                        () ->
                                assertThat(notes().find(new Document("_id", id)).first())
                                        .doesNotContainKey("relayAfter"));
    }

    @Test
    void anOlderStateDoesNotReplaceANewerOne() {
        CustomerId id = CustomerId.next();
        CustomerState newer =
                new CustomerState(
                        id, owner.partnerId(), owner.path(), "b@example.com", "newer", null, true);
        CustomerState older =
                new CustomerState(
                        id, owner.partnerId(), owner.path(), "a@example.com", "older", null, true);
        assertThat(customerReplica.put(id, 5, newer)).isTrue();
        assertThat(customerReplica.put(id, 4, older)).isFalse();
        assertThat(customerReplica.put(id, 5, older)).isFalse();
        assertThat(customerReplica.find(owner, id)).contains(newer);
        // Until all events are consumed, the answer is 503 instead of 404.
        await().ignoreExceptions()
                .untilAsserted(
                        () ->
                                assertThat(
                                                customerReplica.find(
                                                        Callers.partner(PartnerId.next()), id))
                                        .isEmpty());
    }

    @Test
    void failingRecordsGoToDeadLettersAndCanBeReplayed() throws Exception {
        String poison = create("poison-" + UUID.randomUUID());
        sendRaw("customers", "io.keyway.customer.changed.v1", "{ not json");
        sendRaw("customers", "io.keyway.customer.invented.v9", "{}");
        String after = create("n-" + UUID.randomUUID());
        await().untilAsserted(() -> assertThat(sequencesOf(after)).hasSize(1));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            List<DeadLetters.DeadLetter> waiting = deadLetters.waiting(100);
                            assertThat(waiting)
                                    .extracting(DeadLetters.DeadLetter::topic)
                                    .containsOnly("customers");
                            assertThat(waiting)
                                    .anyMatch(
                                            letter ->
                                                    letter.id().startsWith(poison)
                                                            && letter.reason()
                                                                    .contains("cannot stand it"));
                            assertThat(waiting)
                                    .anyMatch(
                                            letter ->
                                                    letter.reason()
                                                            .contains("StreamReadException"));
                            assertThat(waiting).noneMatch(letter -> letter.type().endsWith("v9"));
                        });
        // Before the bug is fixed a replay keeps all dead letters; afterwards only the unreadable
        // one.
        assertThat(deadLetters.replay()).isEqualTo(new DeadLetters.Replay(0, 2));
        NotesApplication.bugFixed = true;
        assertThat(deadLetters.replay()).isEqualTo(new DeadLetters.Replay(1, 1));
        assertThat(sequencesOf(poison)).hasSize(1);
        assertThat(deadLetters.waiting(100)).hasSize(1);
    }

    private String create(String text) {
        Api.Answer answer = api.post(owner, "/api/v1/notes", Map.of("text", text, "rank", 1));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("id").asString();
    }

    private List<Long> sequencesOf(String id) {
        return received.stream()
                .filter(event -> event.event().customer().id().value().equals(id))
                .map(Received::sequence)
                .toList();
    }

    private MongoCollection<Document> notes() {
        return store.collection("notes");
    }

    private static void sendRaw(String topic, String type, String payload) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", TestPlatform.brokers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic, bytes("k"), bytes(payload));
            record.headers()
                    .add("ce_type", bytes(type))
                    .add("ce_id", bytes("x"))
                    .add("ce_sequence", bytes("1"))
                    .add("ce_time", bytes("2026-03-01T12:00:00Z"));
            producer.send(record).get();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
