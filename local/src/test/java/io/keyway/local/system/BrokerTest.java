package io.keyway.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.local.process.OwnProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTest {

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final String TOPIC = "orders";

    @TempDir Path folder;

    private final Map<String, Integer> ports =
            Ports.choose(Map.of("kafka", 0, "controller", 0), Map.of());

    @Test
    void keepsEveryAcknowledgedRecordWhenKilled() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        try (OwnProcess broker = start(1);
                Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 4, (short) 1))).all().get();
            Thread producer = Thread.ofVirtual().start(() -> produce(acknowledged));
            await().atMost(START_MAX).until(() -> acknowledged.size() > 2_000);
            broker.kill();
            producer.interrupt();
            producer.join();
        }

        try (OwnProcess broker = start(2)) {
            assertThat(broker.process().isAlive()).isTrue();
            assertThat(consume(acknowledged.size())).containsAll(acknowledged);
        }
    }

    @Test
    void createsNoUndeclaredTopics() {
        assertThat(Broker.settings(folder, 1, 2))
                .containsEntry("auto.create.topics.enable", "false")
                .containsEntry("log.retention.ms", "-1");
    }

    private OwnProcess start(int times) throws Exception {
        Path log = folder.resolve("kafka.log");
        OwnProcess broker =
                OwnProcess.start(
                        log,
                        Broker.class,
                        folder.resolve("kafka").toString(),
                        String.valueOf(ports.get("kafka")),
                        String.valueOf(ports.get("controller")));
        await().atMost(START_MAX)
                .until(
                        () ->
                                Files.readAllLines(log).stream()
                                                .filter(line -> line.contains(Broker.READY))
                                                .count()
                                        >= times);
        return broker;
    }

    private void produce(Set<String> acknowledged) {
        Map<String, Object> settings = client();
        settings.put("acks", "all");
        settings.put("delivery.timeout.ms", "2000");
        settings.put("request.timeout.ms", "1000");
        settings.put("max.block.ms", "2000");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int n = 0; !Thread.currentThread().isInterrupted(); n++) {
                String value = "record-" + n;
                producer.send(
                        new ProducerRecord<>(TOPIC, value, value),
                        (metadata, problem) -> {
                            if (problem == null) {
                                acknowledged.add(value);
                            }
                        });
                if (n % 100 == 0) {
                    Thread.sleep(1);
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            // The broker was killed.
        }
    }

    private Set<String> consume(int atLeast) {
        Set<String> values = new HashSet<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client(), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(TOPIC).stream()
                            .map(info -> new TopicPartition(TOPIC, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end =
                    consumer.endOffsets(partitions).values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
            assertThat(end).isGreaterThanOrEqualTo(atLeast);
            while (values.size() < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private Map<String, Object> client() {
        return new java.util.HashMap<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + ports.get("kafka")));
    }
}
