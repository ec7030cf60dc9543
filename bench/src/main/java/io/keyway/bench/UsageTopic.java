package io.keyway.bench;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.keyway.local.client.Polling;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The topic of usage events, and how far usage-service has counted it. */
final class UsageTopic implements AutoCloseable {

    private static final String NAME = "usage";
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** A record that is no event: it is refused as unreadable, and counts nothing. */
    private static final byte[] NO_EVENT = "bench".getBytes(StandardCharsets.UTF_8);

    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final MongoCollection<Document> journals;
    private final TopicDescription description;

    UsageTopic(String brokers, MongoDatabase database) throws InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers);
        admin = Admin.create(settings);
        producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        journals = database.getCollection("journals");
        description =
                Objects.requireNonNull(
                        got(admin.describeTopics(List.of(NAME)).allTopicNames()).get(NAME));
    }

    int partitions() {
        return description.partitions().size();
    }

    /** The id of the partition in the store. */
    String id(int partition) {
        return description.topicId() + ":" + partition;
    }

    /** The documents whose id begins with that of the partition. */
    Bson of(int partition) {
        return Filters.and(
                Filters.gte("_id", id(partition) + ":"), Filters.lt("_id", id(partition) + ";"));
    }

    /** Makes each partition longer by so many offsets. */
    void lengthen(int offsets) throws InterruptedException {
        List<Future<?>> sends = new ArrayList<>();
        for (int partition = 0; partition < partitions(); partition++) {
            for (int i = 0; i < offsets; i++) {
                sends.add(producer.send(new ProducerRecord<>(NAME, partition, null, NO_EVENT)));
            }
        }
        for (Future<?> send : sends) {
            got(send);
        }
    }

    /**
     * Waits until the journals have all that is on the bus.
     *
     * @return the end of each partition
     */
    Map<Integer, Long> awaitCounted() throws InterruptedException {
        Map<Integer, Long> ends = ends();
        Map<Integer, Long> waiting = new TreeMap<>(ends);
        Polling.until(
                Map::isEmpty,
                PAUSE,
                Limits.SETTLES_WITHIN,
                () -> "journals to these offsets",
                () -> {
                    waiting.entrySet().removeIf(end -> counted(end.getKey()) == end.getValue());
                    return waiting;
                });
        return ends;
    }

    private Map<Integer, Long> ends() throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked =
                IntStream.range(0, partitions())
                        .mapToObj(partition -> new TopicPartition(NAME, partition))
                        .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
        Map<Integer, Long> ends = new HashMap<>();
        got(admin.listOffsets(asked).all())
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    private long counted(int partition) {
        Document newest =
                journals.find(of(partition))
                        .projection(Projections.include("to"))
                        .sort(Sorts.descending("_id"))
                        .limit(1)
                        .first();
        return newest == null ? 0 : newest.getLong("to");
    }

    private static <T> T got(Future<T> asked) throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not answer", e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
