package io.keyway.usage.journal;

import static io.keyway.usage.journal.Records.NOON;
import static io.keyway.usage.journal.Records.OURS;
import static io.keyway.usage.journal.Records.usage;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Updates;
import io.keyway.kit.test.TestPlatform;
import io.keyway.usage.TestStore;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.identities.SealedStore;
import io.keyway.usage.log.UsageLog;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.records.UsageRecord;
import io.keyway.usage.records.UsageRecordJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Owners on a real log. Each has a consumer group of its own, so that two of them believe at once
 * that the partition is theirs, as after a network split or a long pause.
 */
class JournalWriterTest {

    private static final int BATCH_MAX = 4;

    private final String topic = "usage-" + UUID.randomUUID();
    private final Partition partition = new Partition(topic, 0);
    private final TestStore store = new TestStore();
    private final Journals journals = new Journals(store.collection("journals"), 1_000);
    private final Positions positions = new Positions(store.collection("positions"));
    private final SealedStore sealed =
            new SealedStore(store.collection("seals"), store.collection("sealedIdentities"));
    private final ExecutorService background = Executors.newFixedThreadPool(2);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Clock clock = Clock.systemUTC();
    private @Nullable LocalDate billedBefore;
    private final List<KafkaConsumer<String, byte[]>> consumers = new ArrayList<>();
    private KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void aTopic() throws Exception {
        Map<String, Object> bus = Map.of("bootstrap.servers", TestPlatform.brokers());
        try (Admin admin = Admin.create(bus)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        producer = new KafkaProducer<>(bus, new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void close() {
        background.shutdownNow();
        producer.close();
        consumers.forEach(KafkaConsumer::close);
    }

    @Test
    void anOwnerThatWasKilledBetweenBatchesIsContinuedWhereItsJournalEnds() {
        produce(10);
        JournalWriter killed = owner();
        commitOnce(killed);
        assertThat(journals.end(partition).to()).isBetween(1L, 4L);

        JournalWriter next = owner();
        commitUntil(next, 10);

        assertThat(sum()).isEqualByComparingTo("10");
        journalsAreOneAfterTheOther();
    }

    @Test
    void twoOwnersCollideAndNoEventIsCountedTwice() {
        JournalWriter one = owner();
        JournalWriter other = owner();
        produce(4);
        commitUntil(one, 4);
        one.round(Duration.ofMillis(100));
        // Now both know the partition up to the same offset, and take turns on the same log.
        other.round(Duration.ofMillis(500));
        for (int i = 4; i < 40; i += 4) {
            produce(i, i + 4);
            for (int turn = 0; turn < 3; turn++) {
                one.round(Duration.ofMillis(200));
                other.round(Duration.ofMillis(200));
            }
        }
        commitUntil(one, 40);

        assertThat(sum()).isEqualByComparingTo("40");
        assertThat(metrics.counter("keyway.usage.journal.fenced").count()).isPositive();
        journalsAreOneAfterTheOther();
    }

    @Test
    void copiesThatArriveAfterATakeoverAreKnownFromTheJournals() {
        produce(3);
        commitUntil(owner(), 3);
        produce(3);
        send(usage("e1", 5));

        commitUntil(owner(), 7);

        assertThat(sum()).isEqualByComparingTo("3");
        assertThat(rejected()).containsExactly(Refusal.CONFLICT);
    }

    @Test
    void aRecordThatIsNoUsageIsListedAndPassed() {
        producer.send(
                new ProducerRecord<>(topic, "k", "{not json".getBytes(StandardCharsets.UTF_8)));
        producer.send(new ProducerRecord<>(topic, "k", null));
        producer.send(new ProducerRecord<>(topic, "k", "{}".getBytes(StandardCharsets.UTF_8)));
        produce(1);

        commitUntil(owner(), 4);

        assertThat(sum()).isEqualByComparingTo("1");
        assertThat(rejected())
                .containsExactly(Refusal.UNREADABLE, Refusal.UNREADABLE, Refusal.UNREADABLE);
    }

    @Test
    void copiesAreKnownFromTheSealsWhenTheJournalsAreSealed() {
        JournalWriter first = owner(Map.of("identities-max", "3"));
        produce(20);
        commitUntil(first, 20);
        await(first, () -> store.collection("seals").countDocuments() >= 3);

        // Known to the owner that has sealed them, and to the next one, which reads only the rest.
        produce(20);
        commitUntil(first, 40);
        JournalWriter next = owner(Map.of("identities-max", "4"));
        produce(20);
        send(usage("e1", 5));
        commitUntil(next, 61);

        assertThat(sum()).isEqualByComparingTo("20");
        assertThat(rejected()).containsExactly(Refusal.CONFLICT);
    }

    @Test
    void aDamagedSealHaltsThePartition() {
        JournalWriter first = owner(Map.of("identities-max", "3"));
        produce(20);
        commitUntil(first, 20);
        await(first, () -> store.collection("seals").countDocuments() >= 3);
        store.collection("seals")
                .updateOne(new Document(), Updates.set("firsts", new Binary(new byte[8])));

        haltsAt(owner(Map.of()), 20);
    }

    @Test
    void eventsThatTheBusHasLostHaltThePartitionUntilTheyAreGivenUp() throws Exception {
        produce(10);
        commitUntil(owner(), 10);
        produce(10, 20);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestPlatform.brokers()))) {
            admin.deleteRecords(
                            Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(15)))
                    .all()
                    .get();
        }

        haltsAt(owner(), 10);
        haltsAt(owner(Map.of("lost-until[0]", "14")), 10);
        commitUntil(owner(Map.of("lost-until[0]", "15")), 20);

        assertThat(sum()).isEqualByComparingTo("15");
        journalsAreOneAfterTheOther();
    }

    @Test
    void aTopicThatEndsBeforeWhatWasCountedHaltsThePartition() {
        produce(3);
        journals.insert(
                List.of(
                        new Journal(
                                partition, 0, 5, 0, 0, List.of(), List.of(), List.of(), 20_000)));

        haltsAt(owner(), 5);
    }

    @Test
    void aTopicThatWasMadeAnewHaltsUntilItIsAccepted() {
        produce(3);
        positions.add(new Partition("another topic", 0));

        haltsAt(owner(), 0);
        commitUntil(owner(Map.of("topic-accepted", topic)), 3);
        produce(3, 4);
        commitUntil(owner(), 4);

        assertThat(sum()).isEqualByComparingTo("4");
    }

    /** Fifty days later, so the identities of the first events have expired. */
    @Test
    void theOwnerDropsJournalsPieceByPieceAndCountingGoesOn() {
        Instant later = NOON.plus(Duration.ofDays(50));
        AtomicReference<Instant> now = new AtomicReference<>(later.plus(Duration.ofDays(400)));
        clock = clockOf(now);
        billedBefore = LocalDate.of(2027, 1, 1);
        JournalWriter first = owner();
        for (int i = 0; i < 7; i++) {
            produce(i, i + 1);
            commitUntil(first, i + 1);
        }
        send(usage(OURS, "later", later, later, 1));
        commitUntil(first, 8);
        positions.advance(List.of(new Positions.Advance(partition, 0, 8)));
        await(first, () -> store.collection("seals").countDocuments() == 1);
        first.round(Duration.ofMillis(20));
        assertThat(store.collection("journals").countDocuments()).isEqualTo(8);

        // The only seal stays, so nothing of its day has expired until there is another one.
        send(
                usage(
                        OURS,
                        "next",
                        later.plus(Duration.ofDays(1)),
                        later.plus(Duration.ofDays(1)),
                        1));
        commitUntil(first, 9);
        await(first, () -> store.collection("seals").countDocuments() == 1 && sealedFrom() == 7);
        now.updateAndGet(hour -> hour.plus(DropJournals.EVERY));
        await(first, () -> store.collection("journals").countDocuments() == 2);
        assertThat(positions.dropped(partition))
                .isEqualTo(new Positions.Dropped(7, NOON.getEpochSecond() / 86_400));

        JournalWriter next = owner();
        send(usage(OURS, "later", later, later.plus(Duration.ofDays(2)), 1));
        send(usage(OURS, "last", later, later.plus(Duration.ofDays(2)), 1));
        commitUntil(next, 11);
        assertThat(halted()).isZero();
        assertThat(journals.after(partition, 7, 10).stream().mapToInt(Journal::events).sum())
                .isEqualTo(3);
    }

    private long sealedFrom() {
        return store.collection("seals").find().first().getLong("from");
    }

    private static Clock clockOf(AtomicReference<Instant> now) {
        return new Clock() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private void haltsAt(JournalWriter owner, long end) {
        double before = halted();
        await(owner, () -> halted() > before);
        for (int i = 0; i < 5; i++) {
            assertThat(owner.round(Duration.ofMillis(20))).isFalse();
        }
        assertThat(owner.ends()).isEmpty();
        assertThat(journals.end(partition).to()).isEqualTo(end);
    }

    private double halted() {
        return metrics.counter("keyway.usage.journal.halted").count();
    }

    private static void await(JournalWriter owner, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            owner.round(Duration.ofMillis(100));
            assertThat(System.nanoTime()).as("waiting").isLessThan(deadline);
        }
    }

    private JournalWriter owner() {
        return owner(Map.of());
    }

    private JournalWriter owner(Map<String, String> changed) {
        Map<String, String> keys = new HashMap<>(Map.of("journal.retry-after", "50ms"));
        changed.forEach((key, value) -> keys.put("journal." + key, value));
        UsageProperties.Journal settings =
                new Binder(new MapConfigurationPropertySource(keys))
                        .bindOrCreate("journal", UsageProperties.Journal.class);
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                TestPlatform.brokers(),
                                ConsumerConfig.GROUP_ID_CONFIG,
                                "owner-" + UUID.randomUUID(),
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest",
                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                                BATCH_MAX),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        consumers.add(consumer);
        UsageLog log = new UsageLog(consumer, topic);
        JournalWriter writer =
                new JournalWriter(
                        topic,
                        log,
                        journals,
                        positions,
                        sealed,
                        new DropJournals(
                                journals,
                                positions,
                                () -> Optional.ofNullable(billedBefore),
                                settings.keptFor(),
                                clock,
                                2),
                        settings,
                        background,
                        clock,
                        metrics);
        log.follow(writer);
        return writer;
    }

    private void commitOnce(JournalWriter owner) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!owner.round(Duration.ofMillis(100))) {
            assertThat(System.nanoTime()).as("waiting for a batch").isLessThan(deadline);
        }
    }

    private void commitUntil(JournalWriter owner, long end) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (journals.end(partition).to() < end) {
            owner.round(Duration.ofMillis(100));
            assertThat(System.nanoTime()).as("waiting for offset " + end).isLessThan(deadline);
        }
    }

    private void produce(int events) {
        produce(0, events);
    }

    /** One unit each, under the ids e0, e1, … */
    private void produce(int from, int to) {
        for (int i = from; i < to; i++) {
            send(usage("e" + i, 1));
        }
    }

    private void send(UsageRecord usage) {
        try {
            producer.send(
                            new ProducerRecord<>(
                                    topic, usage.key(), UsageRecordJson.write(usage, 8192)))
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Journal> all() {
        return journals.after(partition, 0, 1_000);
    }

    private BigDecimal sum() {
        return all().stream()
                .flatMap(journal -> journal.deltas().stream())
                .map(delta -> delta.partial().quantity())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private List<Refusal> rejected() {
        return all().stream()
                .flatMap(journal -> journal.rejected().stream())
                .map(Journal.Rejected::refusal)
                .toList();
    }

    private void journalsAreOneAfterTheOther() {
        long next = 0;
        for (Journal journal : all()) {
            assertThat(journal.from()).isEqualTo(next);
            next = journal.to();
        }
        assertThat(store.collection("journals").countDocuments()).isEqualTo(all().size());
    }
}
