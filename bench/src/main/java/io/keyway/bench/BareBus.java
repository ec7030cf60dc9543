package io.keyway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the broker alone does with usage records: they are sent as usage-service sends them, and a
 * consumer reads them and does nothing.
 */
final class BareBus implements AutoCloseable {

    private static final String USAGE = "usage";
    private static final String TOPIC = "bench-bare";
    private static final Duration POLL = Duration.ofMillis(50);

    /** Records of the topic usage that are sent again. */
    private static final int SAMPLE = 20_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> sample = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();

    /** Makes a topic like that of usage events, which must have some. */
    BareBus(String brokers) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", brokers));
        consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        settings.putAll(
                Map.of(
                        "acks",
                        "all",
                        "linger.ms",
                        2,
                        "compression.type",
                        "lz4",
                        "batch.size",
                        64 * 1024));
        producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        List<TopicPartition> usage = partitions(USAGE);
        readSample(usage);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            BrokerAnswer.of(
                    admin.createTopics(List.of(new NewTopic(TOPIC, usage.size(), (short) 1)))
                            .all());
        }
        consumer.assign(partitions(TOPIC));
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(one -> new TopicPartition(topic, one.partition()))
                .toList();
    }

    private void readSample(List<TopicPartition> usage) {
        consumer.assign(usage);
        consumer.seekToBeginning(usage);
        long all = consumer.endOffsets(usage).values().stream().mapToLong(Long::longValue).sum();
        while (sample.size() < Math.min(SAMPLE, all)) {
            consumer.poll(POLL).forEach(sample::add);
        }
    }

    /**
     * One round.
     *
     * @param records of a request; the next is sent when all of one are acknowledged
     * @return records per second, until the last one was read
     */
    double perSecond(int clients, Duration time, int recordsMax, int records)
            throws InterruptedException {
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        AtomicLong sent = new AtomicLong();
        AtomicLong read = new AtomicLong();
        long begin = System.nanoTime();
        Thread sending =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        ClosedLoop.run(
                                                clients,
                                                time,
                                                recordsMax / records,
                                                () -> send(records, sent));
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        while (sending.isAlive() || read.get() < sent.get()) {
            read.addAndGet(consumer.poll(POLL).count());
        }
        return read.get() / ((System.nanoTime() - begin) / 1e9);
    }

    private void send(int records, AtomicLong sent) throws InterruptedException {
        List<Future<?>> sends = new ArrayList<>(records);
        for (int i = 0; i < records; i++) {
            ConsumerRecord<byte[], byte[]> record =
                    sample.get((int) (next.getAndIncrement() % sample.size()));
            sends.add(
                    producer.send(
                            new ProducerRecord<>(
                                    TOPIC, null, record.key(), record.value(), record.headers())));
        }
        for (Future<?> send : sends) {
            BrokerAnswer.of(send);
        }
        sent.addAndGet(records);
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
